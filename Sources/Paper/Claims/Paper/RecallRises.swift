import Core
import Published
import Statistics

// Statement 3, section 4.2: recall rises with full attention.

extension Claim {
  static let recallRises = Claim(
    "recall-rises", of: 3, section: "4.2", kind: .trend,
    "Recall rises with the share of full attention, taken over the printed families"
  ) { evidence in
    try Trend(
      name: "gain from pure to 3:1", curves: try evidence.curves { try $0.recall($1, $2) }
    ).judgement()
  }

  static let recallRisesInEachFamily = Claim(
    "recall-rises-each-family", of: 3, section: "4.2", kind: .trend,
    "Recall rises with the share of full attention in all six architectures"
  ) { evidence in
    let curves = try evidence.curves { try $0.recall($1, $2) }
    guard let first = curves.first else { throw Unprinted("Table 7 prints no family") }
    let order = first.values.indices.map(Double.init)
    let taus = try curves.map { curve in
      (curve.family, try KendallTau(order, curve.values.map(\.value)))
    }
    let all = evidence.families(.studied).count
    let rising = taus.filter { $0.1.pGreater < Judging.alpha }
    let falling = taus.filter { $0.1.pLess < Judging.alpha }
    let worst = taus.map(\.1.tau).min() ?? .nan
    let verdict: Verdict =
      !falling.isEmpty ? .contradicted : rising.count == all ? .supported : .inconclusive
    let names = taus.map { "\($0.0.display) \(Judging.p($0.1.pGreater))" }.joined(separator: ", ")
    return Judgement(
      verdict,
      "Of \(all) families \(taus.count) are printed; a rise is beyond chance in \(rising.count) of "
        + "them alone (exact one-sided Kendall: \(names)).",
      effect: Effect("least rank correlation of a family", worst, decimals: 2), n: taus.count,
      unit: "families",
      sensitivity: taus.map { family, tau in
        Sensitivity(
          "\(family.display) alone", tau.pGreater < Judging.alpha ? .supported : .inconclusive,
          effect: tau.tau)
      })
  }

  static let recallOfPureModels = Claim(
    "recall-pure-range", of: 3, section: "4.2", kind: .share,
    "Recall of pure models lies between 0.1 and 0.35"
  ) { evidence in
    let quote = try evidence.quote("recall-pure")
    let rows = try evidence.curves(over: ["pure"]) { try $0.recall($1, $2) }.map { $0.values[0] }
    return try range(rows, quote)
  }

  private static func range(_ rows: [Observation], _ quote: Quote) throws -> Judgement {
    guard let low = rows.min(by: { $0.value < $1.value }),
      let high = rows.max(by: { $0.value < $1.value })
    else { throw Unprinted("Table 7 prints no pure models") }
    // The ends of a quoted range are read to within a unit of their last digit.
    let allowed = (quote.low ?? 0) - quote.resolution...(quote.high ?? 1) + quote.resolution
    let isWithin = allowed.contains(low.value) && allowed.contains(high.value)
    return Judgement(
      isWithin ? .supported : .contradicted,
      "Pure models lie between \(low.valueText) and \(high.valueText), where the paper says "
        + "“\(quote.text)”.",
      effect: Effect("largest recall of a pure model", high.value), n: rows.count,
      unit: "families",
      sensitivity: [
        Sensitivity(
          "to the last digit",
          low.value >= quote.low ?? 0 && high.value <= quote.high ?? 1 ? .supported : .contradicted,
          effect: high.value)
      ])
  }

  static let recallOfHybrids = Claim(
    "recall-hybrid-level", of: 3, section: "4.2", kind: .difference,
    "With full attention recall reaches about 0.42"
  ) { evidence in
    let quote = try evidence.quote("recall-hybrid")
    let rows = try evidence.curves(over: ["3:1"]) { try $0.recall($1, $2) }
    let values = rows.map(\.values[0].value)
    let mean = try MeanInterval(values, level: Judging.level)
    guard let low = mean.low, let high = mean.high else {
      throw Unprinted("one family alone has no interval")
    }
    let target = try quote.number()
    let contains = (low - quote.halfStep...high + quote.halfStep).contains(target)
    let isClose = quote.range.contains(mean.mean)
    return Judgement(
      isClose ? .supported : contains ? .inconclusive : .contradicted,
      "At 3:1 the \(values.count) families lie between \(Judging.text(values.min() ?? .nan)) and "
        + "\(Judging.text(values.max() ?? .nan)), mean \(Judging.text(mean.mean)) "
        + "(\(Judging.interval(low, high))).",
      effect: Effect(
        "mean recall at 3:1", mean.mean,
        interval: ClaimInterval(low, high, kind: "\(Judging.percent) t over families")),
      n: values.count, unit: "families")
  }

  static let mostReachTransformer = Claim(
    "most-reach-transformer", of: 3, section: "4.2", kind: .share,
    "At 3:1 most families approach or exceed the Transformer's recall"
  ) { evidence in
    let baseline = try evidence.ruler("Transformer")
    let rows = try evidence.curves(over: ["3:1"]) { try $0.recall($1, $2) }
    return try Share.most(
      "share at or above the Transformer",
      of: rows.map {
        FamilyValue(family: $0.family, value: $0.values[0].value - baseline.value)
      }, margins: [0, 0.01, 0.03],
      what: { margin in
        margin == 0
          ? "families reach the Transformer's \(baseline.valueText)"
          : "come within \(Judging.text(margin, 2))"
      }, satisfies: { $0 >= -$1 - 1e-9 })
  }

  static let deltaNetPeak = Claim(
    "deltanet-peak", of: 3, section: "4.2", kind: .location, "DeltaNet's recall peaks at 3:1"
  ) { evidence in try peak("DeltaNet", evidence) }

  static let gatedDeltaNetPeak = Claim(
    "gated-deltanet-peak", of: 3, section: "4.2", kind: .location,
    "Gated DeltaNet's recall peaks at 3:1"
  ) { evidence in try peak("GatedDeltaNet", evidence) }

  private static func peak(_ family: String, _ evidence: Evidence) throws -> Judgement {
    try Location.peak(evidence.printedRecall(family), at: "3:1")
  }
}
