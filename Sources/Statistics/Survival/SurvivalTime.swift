import Core

/// How long something took: until it happened, or until nobody looked any longer.
public struct SurvivalTime: Sendable, Hashable {
  /// Above 0, in whatever unit all times of a sample share.
  public let time: Double
  /// Whether it happened at `time`; otherwise it had not happened by then (right-censored).
  public let happened: Bool

  /// - Throws: `Fault` for a time that is not finite and above 0.
  public init(_ time: Double, happened: Bool) throws {
    guard time > 0, time.isFinite else {
      throw Fault("a time is out of range", expected: "finite, above 0", found: "\(time)")
    }
    self.time = time
    self.happened = happened
  }
}
