import Core

// Statement 6, section 4.3, and 7, section 4.4: how much full attention is enough.

extension Claim {
  static let recallSaturates = Claim(
    "recall-saturates", of: 6, section: "4.3", kind: .location, "Recall saturates around 3:1"
  ) { evidence in
    let fraction = try evidence.layout("3:1")
    return try Location.knee(
      try evidence.curves { try $0.recall($1, $2) },
      at: Double(fraction.attentionLayers) / Double(fraction.totalLayers))
  }

  static let forgettingIsNeeded = Claim(
    "forgetting-is-needed", of: 6, section: "4.3", kind: .difference,
    "Families without gated or delta-style forgetting never reach the Transformer's recall"
  ) { evidence in
    let baseline = try evidence.ruler("Transformer")
    let without = ["HGRN", "RetNet"]
    let rows = try without.flatMap { try evidence.printedRecall($0) }
    guard let best = rows.max(by: { $0.value < $1.value }) else {
      return .untestable(
        "Untestable: of the families that lack it, HGRN and RetNet, the paper prints no recall.")
    }
    let difference = NumberDifference("best of them less Transformer", best, less: baseline)
    return Judgement(
      difference.value < -difference.tolerance ? .supported : .contradicted,
      "The highest printed is \(best.valueText), the Transformer's \(baseline.valueText).",
      effect: Effect(difference.name, difference.value), n: rows.count, unit: "models")
  }

  static let recallNearlyDoubles = Claim(
    "recall-nearly-doubles", of: 7, section: "4.4", kind: .ratio,
    "From 24:1 to 3:1 recall nearly doubles"
  ) { evidence in
    let curves = try evidence.curves(over: ["24:1", "3:1"]) { try $0.recall($1, $2) }
    return try RatioOfNumbers(
      name: "recall at 3:1 over recall at 24:1",
      pairs: curves.map { ($0.family, $0.values[1], $0.values[0]) },
      factor: try evidence.quote("nearly-doubles").number()
    ).judgement()
  }

  static let lmShiftIsSmall = Claim(
    "lm-shift", of: 7, section: "4.4", kind: .difference,
    "From 24:1 to 3:1 the printed average of language modelling shifts by less than one point"
  ) { evidence in
    let quote = try evidence.quote("lm-shift")
    let change = NumberDifference(
      "change from 24:1 to 3:1", try evidence.lm("FamilyMean", "3:1"),
      less: try evidence.lm("FamilyMean", "24:1"))
    let limit = try quote.number()
    return Judgement(
      abs(change.value) + change.tolerance < limit
        ? .supported
        : abs(change.value) - change.tolerance >= limit ? .contradicted : .inconclusive,
      "The average over families changes by \(Judging.signed(change.value)), where the paper says "
        + "“\(quote.text)”.",
      effect: Effect(
        change.name, change.value,
        interval: ClaimInterval(change.value, within: change.tolerance, kind: "rounding")),
      n: 1, unit: "pair of averages")
  }
}
