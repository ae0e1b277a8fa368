import Workshop
import Core
import Foundation

/// Differences of two reports as columns for a terminal.
enum DifferenceText {
  /// - Parameters:
  ///   - before: what the first report is called
  ///   - after: what the second is called
  ///   - allowsOwn: whether each value has a tolerance of its own, and so a column for it
  static func table(
    _ differences: [Difference], before: String, after: String, allowsOwn: Bool = false
  ) -> String {
    let rows = differences.map { difference -> [String] in
      let (one, two) = clipped(difference.before.shown, difference.after.shown)
      return [
        difference.kind.rawValue, difference.name, difference.place, one, two,
        number(difference.change), difference.relative.map { number(100 * $0) + " %" } ?? "",
      ] + (allowsOwn ? [difference.tolerance.shown] : [])
    }
    let header = ["", "name", "where", before, after, "change", "relative"]
    return TextTable.render(header: header + (allowsOwn ? ["allowed"] : []), rows: rows)
  }

  /// `+0.00123`: three digits that count.
  private static func number(_ value: Double?) -> String {
    guard let value else { return "" }
    guard value.isFinite else { return "\(value)" }
    return String(format: "%+.3g", value)
  }

  /// Long words cut to where they begin to differ.
  private static func clipped(_ one: String, _ two: String) -> (String, String) {
    guard max(one.count, two.count) > width else { return (one, two) }
    let same = zip(one, two).prefix { $0 == $1 }.count
    let start = max(0, min(same - width / 3, max(one.count, two.count) - width))
    return (clipped(one, from: start), clipped(two, from: start))
  }

  private static func clipped(_ text: String, from start: Int) -> String {
    let rest = text.dropFirst(start)
    let isWhole = rest.count <= width
    return (start > 0 && !rest.isEmpty ? "…" : "") + rest.prefix(width) + (isWhole ? "" : "…")
  }

  private static let width = 48
}
