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
