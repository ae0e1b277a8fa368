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
    let interval = try main.interval(level: House.level, seed: House.seed, draws: House.draws)
    let without = try pairs.indices.map { place in
      let rest = pairs.enumerated().filter { $0.offset != place }.map(\.element)
      let other = try tau(rest)
      return Sensitivity(
        "without \(pairs[place].family.display)", verdict(other, nil), effect: other.tau)
    }
    return Judgement(
      verdict(main, interval.high),
      "Kendall's tau is \(House.text(main.tau, 2)) over \(pairs.count) families "
        + "(exact one-sided \(House.p(main.pGreater))); its interval, "
        + "\(House.interval(interval.low, interval.high, 2)), "
        + (interval.high < useful
          ? "excludes a useful agreement of \(House.text(useful, 1))."
          : main.pGreater < House.alpha
            ? "and the test speak for agreement."
            : "excludes neither agreement nor its absence."),
      effect: Effect(
        name, main.tau, decimals: 2,
        interval: ClaimInterval(
          interval.low, interval.high, kind: "\(House.percent) bootstrap over families")),
      n: pairs.count, unit: "families", sensitivity: without)
  }

  /// Ranks that agree or disagree in every pair leave nothing to resample; the exact test decides.
  private func perfect(_ tau: KendallTau) -> Judgement {
    Judgement(
      verdict(tau, tau.tau < 0 ? tau.tau : nil),
      "The ranks \(tau.tau > 0 ? "agree" : "are reversed") in every pair of \(pairs.count) families "
        + "(exact one-sided \(House.p(tau.pGreater))).",
      effect: Effect(name, tau.tau, decimals: 2), n: pairs.count, unit: "families")
  }

  private func verdict(_ tau: KendallTau, _ high: Double?) -> Verdict {
    if tau.pGreater < House.alpha { return .contradicted }
    if let high, high < useful { return .supported }
    return .inconclusive
  }
}
