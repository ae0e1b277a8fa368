import Core
import Published
import Statistics

/// Where a curve has its peak or its knee.
enum Location {
  /// "It peaks at 3:1": the largest of a family's printed values, beyond rounding.
  static func peak(_ values: [Observation], at ratio: String) throws -> Judgement {
    guard let own = values.first(where: { $0.model.ratioLabel == ratio }) else {
      throw Unprinted("no value is printed at \(ratio)")
    }
    let others = values.filter { $0.model.ratioLabel != ratio }
    guard let next = others.max(by: { $0.value < $1.value }) else {
      throw Unprinted("no other ratio is printed")
    }
    let lead = own.value - next.value
    let tolerance = own.tolerance(to: next)
    let beyond = tolerance + 1e-9
    let verdict: Verdict =
      lead > beyond ? .supported : lead < -beyond ? .contradicted : .inconclusive
    return Judgement(
      verdict,
      "\(own.valueText) at \(ratio), next \(next.valueText) at \(next.model.ratioLabel); one run each.",
      effect: Effect(
        "lead over the next ratio", lead,
        interval: ClaimInterval(lead, within: tolerance, kind: own.toleranceKind(to: next))),
      n: values.count, unit: "ratios")
  }

  /// "It saturates around 3:1": the knee of a rise to a plateau, as an attention fraction.
  ///
  /// A knee at the last measured fraction is no knee: what lies beyond was not measured. "Around"
  /// is taken to mean above half the fraction, which is where the next smaller ratio of the paper
  /// lies. So a knee before that contradicts, and one after it supports where its interval ends
  /// before the data do.
  static func knee(
    _ curves: [(family: Family, values: [Observation])], at fraction: Double
  ) throws -> Judgement {
    let points = try points(curves)
    let comparison = try compareForms(points)
    guard let fit = try comparison.row("broken-stick").fit,
      let last = points.map(\.x).max(), let delta = try comparison.row("broken-stick").deltaAICc
    else { throw Unprinted("a rise to a plateau cannot be fitted to what is printed") }
    let resolution = curves.flatMap(\.values).map(\.resolution).max() ?? 0
    let draws = try BootstrapDraws(
      fit, plan: BootstrapPlan(draws: Judging.draws, seed: Judging.seed, resolution: resolution))
    let knee = try draws.interval(ofParameter: "knee", level: Judging.level)
    let reachesEnd = knee.isOpenAbove || knee.high >= last - 1e-3
    let verdict = verdict(knee, delta: delta, at: fraction, reachesEnd: reachesEnd)
    let best = comparison.bestByAICc?.form.title.lowercased() ?? "none"
    return Judgement(
      verdict,
      "A rise to a plateau has its knee at \(Judging.text(knee.estimate, 2)) of the layers "
        + "(\(Judging.interval(knee.low, knee.high, 2))"
        + (reachesEnd ? ", up to where the data end" : "")
        + "); it is \(Judging.text(delta, 1)) AICc units behind the best form, the \(best).",
      effect: Effect(
        "knee, attention fraction", knee.estimate, decimals: 2,
        interval: ClaimInterval(
          knee.low, knee.high, kind: "\(Judging.percent) residual bootstrap, percentile")),
      n: points.count, unit: "points", sensitivity: try leaveOut(curves))
  }

  /// Where a form without a plateau describes the numbers better, a knee says little; where it is
  /// better by ten AICc units, the numbers do not level off (Burnham and Anderson, section 2.6).
  private static func verdict(
    _ knee: BootstrapInterval, delta: Double, at fraction: Double, reachesEnd: Bool
  ) -> Verdict {
    if delta >= 10 { return .contradicted }
    if delta >= FormComparison.indistinguishableDelta || reachesEnd { return .inconclusive }
    if knee.high < fraction / 2 { return .contradicted }
    return knee.low >= fraction / 2 ? .supported : .inconclusive
  }

  private static func points(
    _ curves: [(family: Family, values: [Observation])]
  ) throws -> [CurvePoint] {
    try curves.flatMap { curve in
      try curve.values.map { row in
        guard let x = row.model.attentionFraction else {
          throw Unprinted("\(row.provenance) has no attention fraction")
        }
        return CurvePoint(group: curve.family.key, x: x, y: row.value)
      }
    }
  }

  /// The knee and its form's distance without each family.
  private static func leaveOut(
    _ curves: [(family: Family, values: [Observation])]
  ) throws -> [Sensitivity] {
    guard curves.count > 2 else { return [] }
    return try curves.leavingOneOut.map { curve, rest in
      let row = try compareForms(try points(rest)).row("broken-stick")
      let words = "without \(curve.family.display)"
      guard let knee = try row.fit?.curve.parameter("knee"), let delta = row.deltaAICc else {
        return Sensitivity(words, .inconclusive)
      }
      return Sensitivity(words, delta >= 10 ? .contradicted : .inconclusive, effect: knee)
    }
  }
}
