/// How far a number may lie from the one that was published and still count as the same.
public struct Tolerance: Codable, Sendable, Equatable {
  /// In the number's own unit.
  public var absolute: Double
  /// As a share of the larger of the two magnitudes.
  public var relative: Double
  /// Why the number may differ at all.
  public var reason: String

  /// - Parameters:
  ///   - absolute: in the number's own unit
  ///   - relative: as a share of the larger magnitude
  ///   - reason: why the number may differ at all
  public init(absolute: Double = 0, relative: Double = 0, because reason: String) {
    (self.absolute, self.relative, self.reason) = (absolute, relative, reason)
  }

  /// Of what is computed from committed data. The same program and CPU give the same bits; another
  /// compiler or CPU may round the last ones otherwise, and fits add such errors up.
  public static let computed = Tolerance(
    absolute: 1e-12, relative: 1e-9, because: "float64 rounding")

  /// The same bits, or the same words.
  public static let exact = Tolerance(because: "none")

  /// Of what comes from models that are trained while the report is made: another CPU rounds
  /// otherwise, and a jump in recall may come earlier or later.
  /// - Parameter absolute: in the number's own unit
  public static func trained(_ absolute: Double) -> Tolerance {
    Tolerance(absolute: absolute, because: "trained on the machine that makes the report")
  }

  /// Whether two numbers count as the same. NaN is the same as NaN, and as nothing else.
  public func allows(_ one: Double, _ other: Double) -> Bool {
    if one == other || (one.isNaN && other.isNaN) { return true }
    let gap = abs(one - other)
    guard gap.isFinite else { return false }
    return gap <= max(absolute, relative * max(abs(one), abs(other)))
  }
}
