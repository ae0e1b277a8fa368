import Core

/// How a logarithmic axis writes its ticks.
public enum LogLabels: Sendable, Hashable {
  /// Powers of two, in full: 512, 1024.
  case plain
  /// Powers of two by 1024, as lengths of contexts are called: 512, 1k, 64k.
  case binary
  /// Powers of ten with their exponents: 10⁶.
  case scientific
  /// Powers of ten with the prefixes of units: 1 k, 10 M, 1 G.
  case metric

  /// The factor from one tick to the next.
  var base: Double { self == .plain || self == .binary ? 2 : 10 }

  /// The text for the base to the power of `exponent`.
  func text(exponent: Int) -> String {
    let value = DeterministicMath.pow(base, Double(exponent)).rounded()
    switch self {
    case .plain:
      return NumberText.exact(
        exponent < 0 ? DeterministicMath.pow(base, Double(exponent)) : value)
    case .binary: return Self.binary(exponent)
    case .scientific: return "10" + Self.raised(exponent)
    case .metric: return Self.metric(exponent)
    }
  }

  private static func binary(_ exponent: Int) -> String {
    guard exponent >= 10 else { return LogLabels.plain.text(exponent: exponent) }
    let step = min(exponent / 10, 3)
    return "\(1 << (exponent - 10 * step))" + ["k", "M", "G"][step - 1]
  }

  private static func metric(_ exponent: Int) -> String {
    guard (0..<18).contains(exponent) else { return LogLabels.scientific.text(exponent: exponent) }
    let number = ["1", "10", "100"][exponent % 3]
    let prefix = ["", "k", "M", "G", "T", "P"][exponent / 3]
    return prefix.isEmpty ? number : "\(number)\u{2009}\(prefix)"
  }

  /// A number in raised digits.
  static func raised(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let text = String(abs(number)).compactMap(\.wholeNumberValue).map { String(digits[$0]) }
    return (number < 0 ? "⁻" : "") + text.joined()
  }
}

/// An axis on which equal steps are equal factors: two, or ten.
public struct LogAxis: AxisKind {
  /// From where to where; `nil` for the data and a little more.
  public var domain: ClosedRange<Double>?
  /// How ticks are written.
  public var style: LogLabels

  /// A logarithmic axis.
  public init(_ domain: ClosedRange<Double>? = nil, style: LogLabels = .plain) {
    (self.domain, self.style) = (domain, style)
  }

  public func scale(for values: [Datum]) throws -> any Scale {
    let numbers = values.numbers
    let ends = [domain?.lowerBound, domain?.upperBound, numbers.min()].compactMap { $0 }
    guard ends.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw Fault(
        "a logarithmic axis shows positive numbers only", found: "\(ends.min() ?? 0)")
    }
    if let domain, domain.lowerBound == domain.upperBound {
      throw Fault("the axis has no length", found: "\(domain.lowerBound)")
    }
    return LogScale(domain ?? around(numbers), style: style)
  }

  /// The powers around the data; on an axis of tens only the data, where two powers are within.
  private func around(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return 1...style.base }
    let unit = DeterministicMath.log2(style.base)
    let (start, end) = (DeterministicMath.log2(low) / unit, DeterministicMath.log2(high) / unit)
    var (first, last) = (start.rounded(.down), max(start.rounded(.down) + 1, end.rounded(.up)))
    let holdsTwoPowers = end.rounded(.down) - start.rounded(.up) >= 1
    if style.base == 10 && holdsTwoPowers { (first, last) = (start, end) }
    let pad = (last - first) * 0.03
    return DeterministicMath.pow(
      2, unit * (first - pad))...DeterministicMath.pow(2, unit * (last + pad))
  }
}

/// Places on a logarithmic axis.
struct LogScale: Scale {
  private let low: Double
  private let high: Double
  private(set) var ticks: [Tick] = []
  /// More powers of ten than these are thinned out.
  private static let mostTicks = 7

  init(_ domain: ClosedRange<Double>, style: LogLabels) {
    low = DeterministicMath.log2(domain.lowerBound)
    high = DeterministicMath.log2(domain.upperBound)
    ticks = powers(style)
  }

  func position(_ datum: Datum) throws -> Double {
    let value = try number(datum)
    return try checked(
      value > 0 ? endPosition(value) : -1, of: datum,
      ends: "\(DeterministicMath.pow(2, low)) to \(DeterministicMath.pow(2, high))")
  }

  func endPosition(_ value: Double) -> Double {
    (DeterministicMath.log2(max(value, 1e-300)) - low) / (high - low)
  }

  private func powers(_ style: LogLabels) -> [Tick] {
    let unit = DeterministicMath.log2(style.base)
    let first = Int(clamping: (low / unit - 1e-9).rounded(.up))
    let last = Int(clamping: (high / unit + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    let stride = style.base == 10 ? (last - first) / Self.mostTicks + 1 : 1
    // Thinned ticks are multiples of the stride, so that two charts of one kind have the same.
    return (first...last).filter { $0.isMultiple(of: stride) }.map {
      let value = DeterministicMath.pow(style.base, Double($0))
      return Tick(endPosition(value), labels: [style.text(exponent: $0)])
    }
  }
}
