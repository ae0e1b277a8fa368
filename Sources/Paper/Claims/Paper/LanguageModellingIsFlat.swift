import Core

// Statement 2, section 4.2: language modelling does not depend on the ratio.

extension Claim {
  static let lmFlatAmongHybrids = Claim(
    "lm-flat-hybrids", of: 2, section: "4.2", kind: .equivalence,
    "Among hybrids language modelling is flat: from 24:1 to 3:1 it changes by under one percent"
  ) { evidence in try flat(from: "24:1", evidence) }

  static let lmFlatFromPure = Claim(
    "lm-flat-from-pure", of: 2, section: "4.2", kind: .equivalence,
    "Language modelling is flat from pure linear attention on: to 3:1 it changes by under one percent"
  ) { evidence in try flat(from: "pure", evidence) }

  private static func flat(from first: String, _ evidence: Evidence) throws -> Judgement {
    let quote = try evidence.quote("lm-flat")
    let curves = try evidence.curves(over: [first, "3:1"]) { try $0.lm($1, $2) }
    let one = try Equivalence(
      name: "change from \(first) to 3:1",
      values: curves.map {
        FamilyValue(family: $0.family, value: $0.values[1].value - $0.values[0].value)
      }, margin: try quote.number(), source: "“\(quote.text)”, read as accuracy points",
      resolution: curves.first?.values.first?.resolution ?? 0)
    return try one.judgement()
  }

  static let lmFlatInEachFamily = Claim(
    "lm-flat-each-family", of: 2, section: "4.2", kind: .equivalence,
    "In every family language modelling stays within one percent across all ratios"
  ) { evidence in
    let quote = try evidence.quote("lm-flat")
    let margin = try quote.number()
    let curves = try evidence.curves { try $0.lm($1, $2) }
    let ranges = curves.map { curve in
      let values = curve.values.map(\.value)
      return FamilyValue(
        family: curve.family, value: (values.max() ?? 0) - (values.min() ?? 0))
    }
    guard let widest = ranges.max(by: { $0.value < $1.value }) else {
      throw Unprinted("Table 6 prints no family")
    }
    let tolerance = curves[0].values[0].resolution
    let beyond = ranges.filter { $0.value > margin + tolerance + 1e-9 }
    return Judgement(
      beyond.isEmpty ? .supported : .contradicted,
      "The range over the ratios exceeds \(Judging.text(margin)) in \(beyond.count) of "
        + "\(ranges.count) families, most in \(widest.family.display) "
        + "(\(Judging.text(widest.value))).",
      effect: Effect(
        "widest range of a family", widest.value,
        interval: ClaimInterval(widest.value, within: tolerance, kind: "rounding")),
      n: ranges.count, unit: "families",
      sensitivity: [0.5, 2, 3].map { factor in
        Sensitivity(
          "margin \(Judging.text(margin * factor))",
          ranges.allSatisfy { $0.value <= margin * factor + tolerance + 1e-9 }
            ? .supported : .contradicted, effect: widest.value)
      })
  }

  static let lmCluster = Claim(
    "lm-cluster", of: 2, section: "4.2", kind: .share,
    "At 1.3B most averages cluster around 0.55 to 0.57"
  ) { evidence in
    let quote = try evidence.quote("lm-cluster")
    let rows = try evidence.families(.studied).compactMap { family in
      try evidence.ifPrinted("lm_average", in: PaperTable.three.path, family: family.key).map {
        FamilyValue(family: family, value: $0.value)
      }
    }
    let (low, high) = (quote.low ?? 0, quote.high ?? 1)
    return try Share.most(
      "share of the best ratios' averages in the range", of: rows, margins: [0, 0.005],
      what: { margin in
        "best ratios lie within \(Judging.text(low - margin)) to \(Judging.text(high + margin))"
      }, satisfies: { $0 >= low - $1 && $0 <= high + $1 })
  }
}
