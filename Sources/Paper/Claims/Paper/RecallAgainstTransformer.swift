import Core

// Statements 4 and 5, section 4.3: which families recall more than the Transformer.

extension Claim {
  static let gatedDeltaNetAdvantage = Claim(
    "gated-deltanet-advantage", of: 4, section: "4.3", kind: .difference,
    "Gated DeltaNet's best recall surpasses the Transformer's by 2 to 5 points"
  ) { evidence in try advantage("GatedDeltaNet", evidence) }

  static let hgrn2Advantage = Claim(
    "hgrn2-advantage", of: 4, section: "4.3", kind: .difference,
    "HGRN-2's best recall surpasses the Transformer's by 2 to 5 points"
  ) { evidence in try advantage("HGRN2", evidence) }

  private static func advantage(_ family: String, _ evidence: Evidence) throws -> Judgement {
    let quote = try evidence.quote("recall-advantage")
    let baseline = try evidence.ruler("Transformer")
    let name = try evidence.family(family).display
    var judgement = NumberDifference(
      "\(name) less Transformer, recall", try evidence.ruler(family), less: baseline
    ).isQuoted(quote)
    let rows = try evidence.printedRecall(family)
    if let best = rows.max(by: { $0.value < $1.value }) {
      let other = NumberDifference("", best, less: baseline)
      judgement.sensitivity = [
        Sensitivity("its value in Table 7", other.isQuoted(quote).verdict, effect: other.value)
      ]
    }
    return judgement
  }

  static let retNetNearZero = Claim(
    "retnet-near-zero", of: 4, section: "4.3", kind: .difference,
    "RetNet's recall stays near zero even with full attention"
  ) { evidence in
    let rows = try evidence.printedRecall("RetNet")
    guard let highest = rows.max(by: { $0.value < $1.value }) else {
      return .untestable("Untestable: the paper prints no recall of RetNet.")
    }
    let near = 0.05
    return Judgement(
      highest.value <= near ? .supported : .contradicted,
      "RetNet's highest printed recall is \(highest.valueText); near zero is taken as "
        + "\(Judging.text(near, 2)) or less.",
      effect: Effect("highest recall of RetNet", highest.value), n: rows.count, unit: "ratios")
  }

  static let hierarchyDoublesRecall = Claim(
    "hgrn2-doubles-hgrn", of: 5, section: "4.3", kind: .ratio,
    "HGRN-2's hierarchy doubles recall relative to HGRN"
  ) { evidence in
    let pairs = try Evidence.ratios.compactMap { ratio -> Double? in
      guard let plain = try evidence.printedRecall("HGRN", ratio) else { return nil }
      return try evidence.recall("HGRN2", ratio).value / plain.value
    }
    guard !pairs.isEmpty else {
      return .untestable("Untestable: the paper prints no recall of HGRN.")
    }
    let factor = try evidence.quote("doubles-hgrn2").number()
    let mean = pairs.reduce(0, +) / Double(pairs.count)
    return Judgement(
      mean >= 0.9 * factor ? .supported : .contradicted,
      "HGRN-2 recalls \(Judging.text(mean, 2)) times what HGRN does.",
      effect: Effect("mean ratio", mean, decimals: 2), n: pairs.count, unit: "ratios")
  }
}
