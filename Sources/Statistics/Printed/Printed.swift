import Core

/// A number as printed: what was rounded to it lies within half a step.
public struct Printed: Sendable, Equatable {
  public let value: Double
  /// The step to which it was rounded, in the unit of the value: 0.001 for three decimals; 0 for
  /// an exact number.
  public let resolution: Double

  public init(value: Double, resolution: Double) {
    (self.value, self.resolution) = (value, resolution)
  }

  /// How far the number that was rounded may be away.
  public var halfWidth: Double { resolution / 2 }

  /// Faults unless the value is finite and the resolution is 0 or above.
  func check() throws {
    guard value.isFinite, resolution >= 0, resolution.isFinite else {
      throw Fault(
        "not a printed number", expected: "a finite value, a resolution of 0 or above",
        found: "\(value), resolution \(resolution)")
    }
  }
}

/// Interval arithmetic for printed numbers (Moore, "Interval Analysis", 1966): each is taken to be
/// anything that rounds to it, whatever the others are.
extension Printed {
  /// The mean of printed numbers, weighted where weights are given; their sum must not be 0.
  public static func mean(
    _ parts: [Printed], weights: [Double]? = nil
  ) throws -> RoundedRange {
    let weights = weights ?? parts.map { _ in 1 }
    try parts.forEach { try $0.check() }
    let total = weights.reduce(0, +)
    guard !parts.isEmpty, weights.count == parts.count, total != 0, total.isFinite else {
      throw Fault(
        "no mean of printed numbers",
        expected: "at least one number, a weight for each, weights that do not add up to 0",
        found: "\(parts.count) numbers, weights \(weights)")
    }
    let pairs = zip(parts, weights)
    let value = pairs.reduce(0) { $0 + $1.0.value * $1.1 } / total
    let half = pairs.reduce(0) { $0 + $1.0.halfWidth * abs($1.1) } / abs(total)
    return RoundedRange(value: value, low: value - half, high: value + half)
  }

  /// a − b.
  public static func difference(_ a: Printed, _ b: Printed) throws -> RoundedRange {
    try a.check()
    try b.check()
    let (value, half) = (a.value - b.value, a.halfWidth + b.halfWidth)
    return RoundedRange(value: value, low: value - half, high: value + half)
  }

  /// a / b; a Fault where b may have been 0 before it was rounded.
  public static func ratio(_ a: Printed, _ b: Printed) throws -> RoundedRange {
    try a.check()
    try b.check()
    guard abs(b.value) > b.halfWidth else {
      throw Fault(
        "a ratio has no bounds", expected: "a denominator that rounding cannot have made of 0",
        found: "\(b.value) ± \(b.halfWidth)")
    }
    let corners = [-1.0, 1].flatMap { side in
      [-1.0, 1].map { (a.value + side * a.halfWidth) / (b.value + $0 * b.halfWidth) }
    }
    return RoundedRange(
      value: a.value / b.value, low: corners.reduce(.infinity, min),
      high: corners.reduce(-.infinity, max))
  }
}

/// What a computation over printed numbers can have been before they were rounded.
public struct RoundedRange: Sendable, Equatable {
  /// The result for the numbers as printed.
  public let value: Double
  /// The least and the greatest result for numbers that print so.
  public let low: Double
  public let high: Double

  /// Half of the range; for means and differences `value` lies in its middle.
  public var halfWidth: Double { (high - low) / 2 }

  /// How far the range misses all that prints as `printed`: 0 where they meet, positive where the
  /// printed number is too large, negative where it is too small.
  public func gap(to printed: Printed) -> Double {
    let above = printed.value - printed.halfWidth - high
    let below = printed.value + printed.halfWidth - low
    let slack = 1e-9 * max(abs(printed.value), abs(value), printed.resolution)
    if above > slack { return above }
    return below < -slack ? below : 0
  }

  /// Whether rounding alone can explain that `printed` was printed for this result.
  public func agrees(with printed: Printed) -> Bool { gap(to: printed) == 0 }
}
