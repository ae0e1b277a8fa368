import Core
import Published
import Statistics

/// "The ranks of one column do not predict those of another": Kendall's tau with its exact p.
struct RankAgreement {
  let name: String
  /// Each family's value in the one column and in the other.
  let pairs: [(family: Family, first: Double, second: Double)]
  /// Agreement from which on one column would be of use to predict the other.
  let useful = 0.5

  private func tau(_ pairs: [(family: Family, first: Double, second: Double)]) throws -> KendallTau
  {
    try KendallTau(pairs.map(\.first), pairs.map(\.second))
  }

  func judgement() throws -> Judgement {
    guard pairs.count >= 4 else { throw Unprinted("fewer than four families are printed") }
    let main = try tau(pairs)
    guard abs(main.tau) < 1 else { return perfect(main) }
    let interval = try main.interval(level: Judging.level, seed: Judging.seed, draws: Judging.draws)
    let without = try pairs.leavingOneOut.map { pair, rest in
      let other = try tau(rest)
      return Sensitivity(
        "without \(pair.family.display)", verdict(other, nil), effect: other.tau)
    }
    return Judgement(
      verdict(main, interval.high),
      "Kendall's tau is \(Judging.text(main.tau, 2)) over \(pairs.count) families "
        + "(exact one-sided \(Judging.p(main.pGreater))); its interval, "
        + "\(Judging.interval(interval.low, interval.high, 2)), "
        + (interval.high < useful
          ? "excludes a useful agreement of \(Judging.text(useful, 1))."
          : main.pGreater < Judging.alpha
            ? "and the test speak for agreement."
            : "excludes neither agreement nor its absence."),
      effect: Effect(
        name, main.tau, decimals: 2,
        interval: ClaimInterval(
          interval.low, interval.high, kind: "\(Judging.percent) bootstrap over families")),
      n: pairs.count, unit: "families", sensitivity: without)
  }

  /// Ranks that agree or disagree in every pair leave nothing to resample; the exact test decides.
  private func perfect(_ tau: KendallTau) -> Judgement {
    Judgement(
      verdict(tau, tau.tau < 0 ? tau.tau : nil),
      "The ranks \(tau.tau > 0 ? "agree" : "are reversed") in every pair of \(pairs.count) families "
        + "(exact one-sided \(Judging.p(tau.pGreater))).",
      effect: Effect(name, tau.tau, decimals: 2), n: pairs.count, unit: "families")
  }

  private func verdict(_ tau: KendallTau, _ high: Double?) -> Verdict {
    if tau.pGreater < Judging.alpha { return .contradicted }
    if let high, high < useful { return .supported }
    return .inconclusive
  }
}

/// "It rises with full attention": a trend that families share, whatever its shape.
struct Trend {
  let name: String
  /// Each family's values, from the least to the most attention.
  let curves: [(family: Family, values: [Observation])]

  func judgement() throws -> Judgement {
    guard curves.count >= 2 else { throw Unprinted("fewer than two families are printed") }
    let main = try Self.test(curves)
    let gains = curves.map { ($0.values.last?.value ?? 0) - ($0.values.first?.value ?? 0) }
    let mean = try MeanInterval(gains, level: Judging.level)
    let without: [Sensitivity] =
      try curves.count > 2
      ? curves.leavingOneOut.map { curve, rest in
        let other = try Self.test(rest)
        return Sensitivity(
          "without \(curve.family.display)", other.verdict, effect: other.correlation)
      } : []
    let hybrids = try Self.test(curves.map { ($0.family, Array($0.values.dropFirst())) })
    let interval = mean.low.flatMap { low in
      mean.high.map { ClaimInterval(low, $0, kind: "\(Judging.percent) t over families") }
    }
    return Judgement(
      main.verdict,
      "Page's test over \(curves.count) families and \(curves[0].values.count) ratios: "
        + "\(Judging.p(main.rising)) for a rise, mean rank correlation "
        + "\(Judging.text(main.correlation, 2)); the gain from first to last is "
        + "\(Judging.signed(mean.mean)).",
      effect: Effect(name, mean.mean, interval: interval), n: curves.count, unit: "families",
      sensitivity: [
        Sensitivity("hybrids only", hybrids.verdict, effect: hybrids.correlation)
      ] + without)
  }

  private struct Outcome {
    let rising: Double
    let falling: Double
    let correlation: Double

    var verdict: Verdict {
      rising < Judging.alpha ? .supported : falling < Judging.alpha ? .contradicted : .inconclusive
    }
  }

  private static func test(_ curves: [(family: Family, values: [Observation])]) throws -> Outcome {
    func points(_ sign: Double) -> [CurvePoint] {
      curves.flatMap { curve in
        curve.values.enumerated().map {
          CurvePoint(
            group: curve.family.key, x: $0.element.model.attentionFraction ?? Double($0.offset),
            y: sign * $0.element.value)
        }
      }
    }
    let up = try pageTrend(points(1))
    return Outcome(
      rising: up.pValue, falling: try pageTrend(points(-1)).pValue,
      correlation: up.meanCorrelation)
  }
}

/// "Most": how many of some things satisfy a condition.
enum Share {
  /// - Parameters:
  ///   - margins: what is unstated in the condition, from strict to generous; a verdict holds only
  ///     where all of them agree
  static func most(
    _ name: String, of values: [FamilyValue], margins: [Double], what: (Double) -> String,
    satisfies: (Double, Double) -> Bool
  ) throws -> Judgement {
    guard !values.isEmpty else { throw Unprinted("no value is printed") }
    let counts = margins.map { margin in values.count { satisfies($0.value, margin) } }
    let verdicts = counts.map { 2 * $0 > values.count ? Verdict.supported : .contradicted }
    let agreed = verdicts.allSatisfy { $0 == verdicts[0] }
    let texts = zip(margins, counts).map { "\($1) of \(values.count) \(what($0))" }
    return Judgement(
      agreed ? verdicts[0] : .inconclusive, sentence(texts),
      effect: Effect(name, Double(counts[0]) / Double(values.count), decimals: 2),
      n: values.count, unit: "families",
      sensitivity: margins.count > 1
        ? margins.indices.map {
          Sensitivity(
            what(margins[$0]), verdicts[$0], effect: Double(counts[$0]) / Double(values.count))
        } : [])
  }

  private static func sentence(_ parts: [String]) -> String {
    parts.joined(separator: ", ") + "."
  }
}
