import Foundation

/// The one door to the C library's transcendental functions.
///
/// glibc chooses among variants of these by CPU, so results can differ in the last bit between
/// machines; on one CPU and one libc they are the same in each run, which is what the project
/// promises. Calls go through here so that the promise can be made stronger in one place.
public enum DeterministicMath {
  public static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  public static func log(_ x: Double) -> Double { Foundation.log(x) }
  public static func log2(_ x: Double) -> Double { Foundation.log2(x) }
  public static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
  public static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  public static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  public static func lgamma(_ x: Double) -> Double { Foundation.lgamma(x) }
  public static func erf(_ x: Double) -> Double { Foundation.erf(x) }
}

/// How large numbers from outside may be, so that no sum, product or square of them leaves its type.
package enum NumberBounds {
  /// Items, shots, positions: more than any evaluation has.
  package static let counts = 0...1_000_000_000_000
  /// Steps and tokens of a training run; a few logs begin below zero.
  package static let steps = -(1 << 53)...(1 << 53)
  /// Values and errors: far more than a 32-bit float holds, and its fourth power is still a number.
  package static let magnitude = 1e60
}

// Swift's own conversion ends the program where the number does not fit, and numbers come from files. These take
// its place in every room, and the build refuses them: say what is to happen to a number that does not fit.

extension Int {
  /// The whole number toward zero; the nearest that an Int can be where it is beyond, and 0 for NaN.
  public init(clamping value: Double) {
    let whole = value.rounded(.towardZero)
    self = Int(exactly: whole) ?? (whole.isNaN ? 0 : whole < 0 ? .min : .max)
  }

  @available(*, deprecated, message: "traps: Int(clamping:), or Int(exactly:)")
  public init(_ value: Double) { self.init(clamping: value) }

  @available(*, deprecated, message: "traps: Int(clamping:), or Int(exactly:)")
  public init(_ value: Float) { self.init(clamping: Double(value)) }
}

extension Int32 {
  /// As `Int(clamping:)`.
  public init(clamping value: Double) { self.init(clamping: Int(clamping: value)) }

  @available(*, deprecated, message: "traps: Int32(clamping:), or Int32(exactly:)")
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Int64 {
  @available(*, deprecated, message: "traps: Int(clamping:), or Int64(exactly:)")
  public init(_ value: Double) { self.init(Int(clamping: value)) }
}

extension UInt64 {
  @available(*, deprecated, message: "traps: UInt64(exactly:)")
  public init(_ value: Double) { self.init(clamping: Int(clamping: value)) }
}
