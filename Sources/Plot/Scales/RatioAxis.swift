import Core

/// A ratio of linear to full attention that the axis marks, with a label for each row.
public struct RatioTick: Sendable, Hashable {
  /// Attention layers over all layers, above 0 and below 1.
  public var fraction: Double
  public var labels: [String]

  /// A tick at an attention fraction.
  public init(_ fraction: Double, labels: [String]) {
    (self.fraction, self.labels) = (fraction, labels)
  }
}

/// The axis of hybrid stacks: the logarithm of the attention fraction, with places of their own
/// for stacks that have no logarithm (pure linear attention) or are no hybrids (full attention).
///
/// Data are attention fractions, the quantity that means the same under each convention. 0 goes
/// to the left gutter and 1 to the right one, each past a break of the axis. The labels of a tick
/// form rows, so that one figure can show what several conventions call the same stack.
public struct RatioAxis: AxisKind {
  public var ticks: [RatioTick]
  /// What each row of labels is, written at the left of the axis.
  public var headers: [String]
  /// Labels of the gutter for fraction 0; `nil` for no such gutter.
  public var pure: [String]?
  /// Labels of the gutter for fraction 1; `nil` for no such gutter.
  public var full: [String]?

  /// An axis with ticks from the smallest to the largest fraction.
  public init(
    ticks: [RatioTick], headers: [String] = [], pure: [String]? = ["pure"], full: [String]? = nil
  ) {
    (self.ticks, self.headers, self.pure, self.full) = (ticks, headers, pure, full)
  }

  public func scale(for values: [Datum]) throws -> any Scale {
    let fractions = ticks.map(\.fraction)
    guard fractions.allSatisfy({ $0 > 0 && $0 < 1 }),
      zip(fractions, fractions.dropFirst())
        .allSatisfy({ $0 < $1 }), fractions.count > 1
    else {
      throw Fault(
        "the ticks of the ratio axis are not in order",
        expected: "two or more attention fractions between 0 and 1, ascending",
        found: fractions.map(NumberText.exact).joined(separator: ", "))
    }
    return RatioScale(self)
  }
}

/// Lengths on this scale are counted in the mean distance of two ticks.
struct RatioScale: Scale {
  /// Space before the first and after the last thing on the axis.
  static let pad = 0.4
  /// How far the logarithmic stretch reaches beyond its outermost ticks.
  static let reach = 0.3
  /// Distance from a gutter to the nearest tick.
  static let gutter = 1.0

  let headers: [String]
  private(set) var ticks: [Tick] = []
  private(set) var breaks: [Double] = []
  private let hasPure: Bool
  private let hasFull: Bool
  private let first: Double
  /// One step in powers of two.
  private let step: Double
  private let steps: Double

  init(_ axis: RatioAxis) {
    headers = axis.headers
    hasPure = axis.pure != nil
    hasFull = axis.full != nil
    let logs = axis.ticks.map { DeterministicMath.log2($0.fraction) }
    first = logs[0]
    step = (logs[logs.count - 1] - logs[0]) / Double(logs.count - 1)
    steps = Double(logs.count - 1)
    if hasPure { breaks.append((Self.pad + Self.gutter / 2) / length) }
    if hasFull { breaks.append(1 - (Self.pad + Self.gutter / 2) / length) }
    ticks = axis.ticks.map { Tick(endPosition($0.fraction), labels: $0.labels) }
    if let pure = axis.pure { ticks.insert(Tick(endPosition(0), labels: pure), at: 0) }
    if let full = axis.full { ticks.append(Tick(endPosition(1), labels: full)) }
  }

  private var length: Double {
    2 * Self.pad + steps + (hasPure ? Self.gutter : 0) + (hasFull ? Self.gutter : 0)
  }

  private var start: Double { Self.pad + (hasPure ? Self.gutter : 0) }

  func endPosition(_ value: Double) -> Double {
    if value <= 0 { return Self.pad / length }
    if value >= 1 { return 1 - Self.pad / length }
    return (start + (DeterministicMath.log2(value) - first) / step) / length
  }

  func position(_ datum: Datum) throws -> Double {
    let value = try number(datum)
    let position = endPosition(value)
    let distance = position * length - start
    let isShown =
      switch value {
      case 0: hasPure
      case 1: hasFull
      default: value > 0 && value < 1 && distance >= -Self.reach && distance <= steps + Self.reach
      }
    guard isShown else { throw outside(value) }
    return position
  }

  private func outside(_ value: Double) -> Fault {
    let low = DeterministicMath.pow(2, first)
    let high = DeterministicMath.pow(2, first + step * steps)
    let gutters = [hasPure ? ", or 0" : "", hasFull ? ", or 1" : ""].joined()
    return Fault(
      "an attention fraction lies outside of the ratio axis",
      expected: "about \(NumberText.fixed(low, 4)) to \(NumberText.fixed(high, 4))\(gutters)",
      found: NumberText.exact(value), hint: "give the axis a tick, or a gutter, for it")
  }
}
