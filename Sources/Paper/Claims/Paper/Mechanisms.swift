import Core
import Statistics

// Statement 8, section 4.4: selective gating, hierarchical recurrence and controlled forgetting
// each matter. The paper leaves ablations to future work, so families that differ in one of these
// are compared, where recall of both is printed. Such families differ in more than that.

extension Claim {
  static let gatingMatters = Claim(
    "gating-matters", of: 8, section: "4.4", kind: .ablation,
    "Selective gating matters for recall (GLA against RetNet)"
  ) { evidence in try pair("GLA", "RetNet", evidence) }

  static let hierarchyMatters = Claim(
    "hierarchy-matters", of: 8, section: "4.4", kind: .ablation,
    "Hierarchical recurrence matters for recall (HGRN-2 against HGRN)"
  ) { evidence in try pair("HGRN2", "HGRN", evidence) }

  static let forgettingMatters = Claim(
    "forgetting-matters", of: 8, section: "4.4", kind: .ablation,
    "Controlled forgetting matters for recall (Gated DeltaNet against DeltaNet)"
  ) { evidence in try pair("GatedDeltaNet", "DeltaNet", evidence) }

  private static func pair(_ with: String, _ without: String, _ evidence: Evidence) throws
    -> Judgement
  {
    let names = try (evidence.family(with).display, evidence.family(without).display)
    let rows = try [with, without].map { family in
      try Evidence.ratios.map { try evidence.printedRecall(family, $0) }
    }
    let differences = zip(rows[0], rows[1]).compactMap { a, b in
      a.flatMap { a in b.map { a.value - $0.value } }
    }
    guard differences.count > 1 else {
      let lacking = rows[0].contains { $0 != nil } ? names.1 : names.0
      return .untestable(
        "Untestable: the paper prints no recall of \(lacking), and no ablation.")
    }
    let mean = try MeanInterval(differences, level: Judging.level)
    guard let low = mean.low, let high = mean.high else {
      throw Unprinted("the difference does not vary over the ratios")
    }
    return Judgement(
      low > 0 ? .supported : high < 0 ? .contradicted : .inconclusive,
      "\(names.0) less \(names.1) is \(Judging.signed(mean.mean)) on average over the ratios "
        + "(\(Judging.interval(low, high))); the two differ in more than this, and no ablation is printed.",
      effect: Effect(
        "\(names.0) less \(names.1), recall", mean.mean,
        interval: ClaimInterval(low, high, kind: "\(Judging.percent) t over ratios")),
      n: differences.count, unit: "ratios")
  }
}
