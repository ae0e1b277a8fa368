import Foundation

/// Numbers as readers see them: fixed decimals, a true minus sign, thin spaces before units, and
/// no locale.
public enum NumberText {
  /// `value` with `decimals` digits after the point; `−` (U+2212) for a minus.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : (value < 0 ? "−∞" : "∞") }
    let text = String(format: "%.\(decimals)f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? "−" + text : text
  }

  /// With `+` in front of a positive number.
  public static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    return text.hasPrefix("−") || !text.contains(where: { ("1"..."9").contains($0) })
      ? text : "+" + text
  }

  /// A fraction as percent, with a thin space before the sign.
  public static func percent(_ fraction: Double, _ decimals: Int) -> String {
    fixed(100 * fraction, decimals) + "\u{2009}%"
  }

  /// `0.390 to 0.410`: an interval's ends, which may be negative, so no dash between them.
  public static func interval(_ low: Double, _ high: Double, _ decimals: Int) -> String {
    "\(fixed(low, decimals)) to \(fixed(high, decimals))"
  }

  /// The shortest text that reads back as the same `Double`, for data files; never localised.
  public static func exact(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(clamping: value)) : "\(value)"
  }
}
