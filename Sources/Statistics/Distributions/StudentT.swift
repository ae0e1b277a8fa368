import Core

/// Student's t distribution.
public struct StudentT: Sendable, Equatable {
  /// Degrees of freedom, above 0.
  public let df: Double

  public init(df: Double) {
    precondition(df > 0, "Student's t needs degrees of freedom")
    self.df = df
  }

  /// P(T ≤ t).
  public func cumulative(_ t: Double) -> Double {
    let tail = regularisedBeta(df / (df + t * t), df / 2, 0.5) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The t with P(T ≤ t) = p, 0 < p < 1, by bisection on the tail.
  public func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile needs a probability between 0 and 1")
    guard p != 0.5 else { return 0 }
    let tail = min(p, 1 - p)
    var (low, high) = (0.0, 1.0)
    while cumulative(-high) > tail { (low, high) = (high, high * 2) }
    while true {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if cumulative(-middle) > tail { low = middle } else { high = middle }
    }
    return p > 0.5 ? high : -high
  }

  /// The factor of a two-sided interval: `level` of the distribution lies within ± it.
  public func twoSided(_ level: Double) -> Double { quantile((1 + level) / 2) }
}

/// A confidence level that is none is a Fault, wherever one is taken.
func checkLevel(_ level: Double) throws {
  guard level > 0 && level < 1 else {
    throw Fault(
      "confidence level is out of range", expected: "between 0 and 1", found: "\(level)")
  }
}
