import Core
import Published

extension AuditCheck {
  /// Numbers in the paper's sentences, recomputed from its tables.
  public static let quotedNumbers = AuditCheck(
    "quote", title: "Numbers in sentences follow from the tables"
  ) { bench in
    try QuotedNumber.all.map { number in
      try bench.finding(
        number.name, number.exhibits, at: "section \(number.section), \(number.name)",
        what: number.what
      ) { evidence in
        let quote = try evidence.quote(number.quote)
        let value = try number.compute(evidence)
        let low = (quote.low ?? -.infinity) - quote.halfStep
        let high = (quote.high ?? .infinity) + quote.halfStep
        let isWithin = value.value >= low - value.halfWidth && value.value <= high + value.halfWidth
        let nearest = Swift.min(
          Swift.max(value.value, quote.low ?? value.value), quote.high ?? value.value)
        return .init(
          Comparison(
            printed: nearest, recomputed: value.value, tolerance: quote.halfStep + value.halfWidth,
            decimals: number.decimals),
          status: isWithin ? .consistent : .discrepant, "“\(quote.text)”")
      }
    }
  }
}

/// A number with how far rounding may have moved it.
typealias Recomputed = (value: Double, halfWidth: Double)

/// A quoted number and what it should be.
private struct QuotedNumber {
  let name: String
  let quote: String
  let section: String
  let exhibits: [String]
  let what: String
  var decimals = 3
  let compute: @Sendable (Evidence) throws -> Recomputed

  private static func difference(_ a: Observation, _ b: Observation) -> Recomputed {
    (a.value - b.value, a.halfStep + b.halfStep)
  }

  private static func ratio(_ a: Observation, _ b: Observation) -> Recomputed {
    let value = a.value / b.value
    return (value, value * (a.halfStep / a.value + b.halfStep / b.value))
  }

  static let all: [QuotedNumber] =
    languageModelling + recall
    + ["GatedDeltaNet", "HGRN2"].map(advantage)

  private static let languageModelling = [
    QuotedNumber(
      name: "HGRN-2 6:1 over the Transformer at 340M", quote: "hgrn2-over-transformer-340m",
      section: "4.1", exhibits: ["Table 2"], what: "difference of the averages"
    ) { evidence in
      difference(
        try evidence.bestLM("HGRN2", in: .two), try evidence.bestLM("Transformer", in: .two))
    },
    QuotedNumber(
      name: "HGRN-2 6:1 over Gated DeltaNet at 340M", quote: "hgrn2-over-best-standalone-340m",
      section: "4.1", exhibits: ["Table 2"], what: "difference of the averages"
    ) { evidence in
      difference(
        try evidence.bestLM("HGRN2", in: .two), try evidence.bestLM("GatedDeltaNet", in: .two))
    },
    QuotedNumber(
      name: "change of language modelling from 24:1 to 3:1", quote: "lm-shift", section: "4.4",
      exhibits: ["Table 6"], what: "difference of the ratios' averages"
    ) { evidence in
      let change = difference(
        try evidence.lm("FamilyMean", "3:1"), try evidence.lm("FamilyMean", "24:1"))
      return (abs(change.value), change.halfWidth)
    },
  ]

  private static let recall = [
    QuotedNumber(
      name: "least recall of a pure model", quote: "recall-pure", section: "4.2",
      exhibits: ["Table 7"], what: "smallest of the pure row"
    ) { evidence in try extreme(evidence, "pure") { $0.min() } },
    QuotedNumber(
      name: "largest recall of a pure model", quote: "recall-pure", section: "4.2",
      exhibits: ["Table 7"], what: "largest of the pure row"
    ) { evidence in try extreme(evidence, "pure") { $0.max() } },
    QuotedNumber(
      name: "mean recall at 3:1", quote: "recall-hybrid", section: "4.2", exhibits: ["Table 7"],
      what: "the average of the row 3:1"
    ) { evidence in
      let mean = try evidence.recall("FamilyMean", "3:1")
      return (mean.value, mean.halfStep)
    },
    QuotedNumber(
      name: "the Transformer's recall", quote: "transformer-recall", section: "4.2",
      exhibits: ["Table 5", "Figure 2"], what: "its average in Table 5"
    ) { evidence in
      let value = try evidence.ruler("Transformer")
      return (value.value, value.halfStep)
    },
    QuotedNumber(
      name: "recall at 3:1 over recall at 24:1", quote: "nearly-doubles", section: "4.4",
      exhibits: ["Table 7"], what: "ratio of the rows' averages", decimals: 2
    ) { evidence in
      ratio(try evidence.recall("FamilyMean", "3:1"), try evidence.recall("FamilyMean", "24:1"))
    },
  ]

  private static func extreme(
    _ evidence: Evidence, _ ratio: String, of choose: ([Double]) -> Double?
  ) throws -> Recomputed {
    let rows = evidence.values {
      $0.path == PaperTable.seven.path && $0.model.ratioLabel == ratio
        && $0.model.family != "FamilyMean"
    }
    guard let value = choose(rows.map(\.value)), let first = rows.first else {
      throw Unprinted("Table 7 prints no \(ratio) models")
    }
    return (value, first.halfStep)
  }

  private static func advantage(_ family: String) -> QuotedNumber {
    QuotedNumber(
      name: "\(family == "HGRN2" ? "HGRN-2" : "Gated DeltaNet") over the Transformer in recall",
      quote: "recall-advantage", section: "4.3",
      exhibits: ["Table 5"], what: "difference of the averages"
    ) { evidence in
      difference(try evidence.ruler(family), try evidence.ruler("Transformer"))
    }
  }
}
