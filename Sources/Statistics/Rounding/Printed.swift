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
