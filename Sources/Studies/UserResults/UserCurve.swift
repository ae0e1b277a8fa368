import Core
import Published
import Statistics

/// The curve through a user's average, where there is enough for one.
public struct UserCurve {
  /// The fit; nil where there is too little.
  public let study: CurveStudy?
  /// Why there is none.
  public let reason: String?

  /// Fits hybrids and pure models; full attention has no place on the curve.
  public init(_ observations: [Observation], plan: BootstrapPlan) {
    let rows = observations.filter { ($0.model.attentionFraction ?? 1) < 1 }
    do {
      study = try CurveStudy(rows, plan: plan)
      reason = nil
    } catch {
      study = nil
      reason = (error as? Fault).map { $0.found ?? $0.what } ?? "\(error)"
    }
  }

  /// Whether the values rise with attention, in words: by the interval of the gain from none to
  /// `fraction`.
  public func direction(of what: String, to fraction: Double) -> String {
    guard let study else { return "\(what) by ratio: too few values for a curve" }
    // A constant that is best by AICc has no gain, and so no interval of one.
    guard study.fit.form.name != "constant" else {
      return "\(what) does not move with the share of full attention beyond its scatter"
    }
    guard let gain = try? study.interval(of: { try $0.gain(to: fraction) }) else {
      return "\(what) by ratio: the values do not scatter, so there is no interval"
    }
    if gain.low > 0 { return "\(what) rises with the share of full attention" }
    if gain.high < 0 { return "\(what) falls with the share of full attention" }
    return "\(what) does not show whether it changes with the share of full attention"
  }
}
