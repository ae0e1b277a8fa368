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
