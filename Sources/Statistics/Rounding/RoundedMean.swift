import Core

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
