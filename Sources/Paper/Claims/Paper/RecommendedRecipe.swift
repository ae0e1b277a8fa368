import Core

// Statement 10, abstract and section 5: the recommendation, derived rather than quoted.

extension Claim {
  static let recommendedRatios = Claim(
    "recommended-ratios", of: 10, section: "5", kind: .share,
    "Enough recall for the least cache is had between 3:1 and 6:1"
  ) { evidence in
    let band = try evidence.quote("recommended-range")
    return try derived(evidence, "share of picks between 3:1 and 6:1") { candidate in
      guard case .ratio(let r) = RatioLabel(candidate.ratio) else { return false }
      return r >= band.low ?? 0 && r <= band.high ?? .infinity
    }
  }

  static let recommendedFamilies = Claim(
    "recommended-families", of: 10, section: "5", kind: .share,
    "Enough recall for the least cache is had with HGRN-2 or Gated DeltaNet"
  ) { evidence in
    try derived(evidence, "share of picks that are HGRN-2 or Gated DeltaNet") {
      ["HGRN2", "GatedDeltaNet"].contains($0.family.key)
    }
  }

  /// The share of draws that pick as claimed, under the printed rule and others.
  private static func derived(
    _ evidence: Evidence, _ name: String, holds: @escaping (Candidate) -> Bool
  ) throws -> Judgement {
    let main = try evidence.recommendation(DecisionRule())
    let share = main.share(where: holds)
    let pick = main.pick
    let others = try alternatives.map { words, rule in
      let other = try evidence.recommendation(rule)
      return Sensitivity(
        words, verdict(other.share(where: holds)), effect: other.share(where: holds))
    }
    let error = (share * (1 - share) / Double(main.draws)).squareRoot()
    return Judgement(
      verdict(share),
      "Least cache whose recall is within \(Judging.text(main.rule.recallMargin, 2)) of the "
        + "Transformer's: \(Judging.text(share, 2)) of \(main.draws) draws pick so; the printed "
        + "numbers pick \(pick?.name ?? "nothing").",
      effect: Effect(
        name, share, decimals: 2,
        interval: ClaimInterval(
          max(0, share - 1.96 * error), min(1, share + 1.96 * error), kind: "error of the draws")),
      n: main.candidates.all.count, unit: "stacks", sensitivity: others)
  }

  private static let alternatives: [(String, DecisionRule)] = [
    ("no margin", DecisionRule(recallMargin: 0)),
    ("margin 0.05", DecisionRule(recallMargin: 0.05)),
    ("smoothed by the common curve", DecisionRule(reading: .curve)),
    ("smoothed, no margin", DecisionRule(recallMargin: 0, reading: .curve)),
    ("language modelling within 0.01 of the best", DecisionRule(lmMargin: 0.01)),
  ]

  private static func verdict(_ share: Double) -> Verdict {
    share >= Judging.level ? .supported : share <= Judging.alpha ? .contradicted : .inconclusive
  }
}
