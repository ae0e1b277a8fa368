import Core

/// The curves of all resampled data sets: made once, then asked for bands and intervals.
///
/// The same fit, plan and machine give bit-identical draws.
public struct BootstrapDraws: Sendable {
  public let fit: CurveFit
  public let plan: BootstrapPlan
  /// The refitted curves, in order of drawing.
  public let curves: [Curve]
  /// Draws whose refit did not converge; they are left out of `curves`.
  public let failures: Int
  /// Draws in which a shape parameter ran to an end of its plausible range. Their curves are as
  /// good as any; that parameter's own interval is cut off there.
  public let atEnd: Int

  /// Resamples and refits. Throws when the plan does not suit the fit, or when too many refits
  /// fail.
  public init(_ fit: CurveFit, plan: BootstrapPlan) throws {
    try plan.check(fit)
    var resampler = Resampler(fit, plan)
    let draws = (0..<plan.draws).map { _ in resampler.draw() }
    let made = draws.compactMap { $0 }
    (self.fit, self.plan) = (fit, plan)
    curves = made.map(\.curve)
    failures = draws.count - made.count
    atEnd = made.count { $0.isAtEnd }
    try checkFailures(failures, "refits that converge")
  }

  /// Degrees of freedom of the draws' standard error: the fit's, or one less than the number of
  /// groups when groups are the unit.
  public var df: Int { plan.unit == .residuals ? fit.df : fit.groups.count - 1 }

  /// Faults when more than the plan's share of draws came to nothing.
  func checkFailures(_ count: Int, _ wanted: String) throws {
    let share = Double(count) / Double(plan.draws)
    guard share <= plan.largestFailureShare else {
      throw Fault(
        "too many bootstrap draws failed", at: fit.form.name,
        expected: "\(wanted) in all but \(plan.largestFailureShare) of the draws",
        found: "\(count) of \(plan.draws) draws failed")
    }
  }

  /// Standard error of a quantity from its values in the draws.
  ///
  /// Resampling G groups understates a variance by (G − 1)/G, which is put right here; residuals
  /// were inflated before they were drawn.
  func standardError(_ values: [Double]) throws -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let groups = Double(fit.groups.count)
    let correction = plan.unit == .groups ? groups / (groups - 1) : 1
    let error = (squares / Double(values.count - 1) * correction).squareRoot()
    guard error > 1e-12 * max(abs(mean), .leastNormalMagnitude) else {
      throw Fault(
        "the draws do not vary, so the interval would have no width", at: fit.form.name,
        expected: "a quantity that depends on the data", found: "\(mean) in every draw")
    }
    return error
  }
}
