import Core
import Published

// Statement 1, section 4.1: what standalone models tell of hybrids.

extension Claim {
  static let standaloneRanks = Claim(
    "standalone-ranks", of: 1, section: "4.1", kind: .ranks,
    "The rank of a family standalone does not predict its rank as a hybrid in language modelling"
  ) { evidence in
    let curves = try evidence.curves { try $0.lm($1, $2) }
    return try RankAgreement(
      name: "Kendall's tau, pure against best hybrid",
      pairs: curves.map { curve in
        (
          curve.family, curve.values[0].value,
          curve.values.dropFirst().map(\.value).max() ?? .nan
        )
      }
    ).judgement()
  }

  static let standaloneTopPick = Claim(
    "standalone-top-pick", of: 1, section: "4.1", kind: .ranks,
    "The best standalone family is not the family of the best hybrid"
  ) { evidence in
    let curves = try evidence.curves { try $0.lm($1, $2) }
    let pure = try Ranked(curves.map { ($0.family, $0.values[0]) })
    let hybrid = try Ranked(
      curves.flatMap { curve in
        curve.values.dropFirst().map { (curve.family, $0) }
      })
    let differ = pure.best.family != hybrid.best.family
    let rival = pure.entries.first { $0.family == hybrid.best.family } ?? pure.best
    let tolerance = pure.best.row.tolerance(to: rival.row)
    let kind = pure.best.row.toleranceKind(to: rival.row)
    let isClear = pure.isClear(over: hybrid.best.family) && hybrid.isClear(over: pure.best.family)
    return Judgement(
      isClear ? (differ ? .supported : .contradicted) : .inconclusive,
      "Standalone \(pure.best.family.display) leads with \(pure.best.row.valueText), as a hybrid "
        + "\(hybrid.best.family.display) with \(hybrid.best.row.valueText); "
        + (isClear
          ? "both leads exceed rounding."
          : "standalone the two lie \(Judging.text(pure.lead(over: hybrid.best.family))) apart, "
            + "which \(kind) alone could make."),
      effect: Effect(
        "standalone lead over the family of the best hybrid",
        pure.lead(over: hybrid.best.family),
        interval: ClaimInterval(
          pure.lead(over: hybrid.best.family) - tolerance,
          pure.lead(over: hybrid.best.family) + tolerance, kind: kind)),
      n: curves.count, unit: "families")
  }

  static let hgrn2OverTransformer = Claim(
    "hgrn2-over-transformer-340m", of: 1, section: "4.1", kind: .difference,
    "At 340M the printed average of HGRN-2 6:1 is 1.2 points above the Transformer's"
  ) { evidence in
    try NumberDifference(
      "HGRN-2 6:1 less Transformer, 340M", evidence.bestLM("HGRN2", in: .two),
      less: evidence.bestLM("Transformer", in: .two)
    ).isQuoted(try evidence.quote("hgrn2-over-transformer-340m"))
  }

  static let hgrn2BeatsTransformer = Claim(
    "hgrn2-beats-transformer-340m", of: 1, section: "4.1", kind: .difference,
    "At 340M HGRN-2 6:1 is better than the Transformer, beyond the noise of the tasks' items"
  ) { evidence in
    let models = ["HGRN2", "Transformer"]
    let errors = try models.map { try ItemError.ofAverage($0, in: .two, evidence) }
    let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
    return try NumberDifference(
      "HGRN-2 6:1 less Transformer, 340M", evidence.bestLM(models[0], in: .two),
      less: evidence.bestLM(models[1], in: .two)
    ).isPositive(error: error, source: "six tasks, answers taken as unpaired")
  }

  static let hgrn2OverStandalone = Claim(
    "hgrn2-over-standalone-340m", of: 1, section: "4.1", kind: .difference,
    "At 340M the printed average of HGRN-2 6:1 is 1.2 points above the best standalone, Gated DeltaNet"
  ) { evidence in
    try NumberDifference(
      "HGRN-2 6:1 less Gated DeltaNet pure, 340M", evidence.bestLM("HGRN2", in: .two),
      less: evidence.bestLM("GatedDeltaNet", in: .two)
    ).isQuoted(try evidence.quote("hgrn2-over-best-standalone-340m"))
  }

  static let tieAtLargeScale = Claim(
    "tie-1b3", of: 1, section: "4.1", kind: .difference,
    "At 1.3B Gated DeltaNet 24:1 and HGRN-2 6:1 tie"
  ) { evidence in
    try NumberDifference(
      "HGRN-2 6:1 less Gated DeltaNet 24:1, 1.3B", evidence.bestLM("HGRN2", in: .three),
      less: evidence.bestLM("GatedDeltaNet", in: .three)
    ).isZero()
  }
}

/// Printed values of families, best first.
struct Ranked {
  typealias Entry = (family: Family, row: Observation)
  let entries: [Entry]
  let best: Entry

  init(_ values: [(Family, Observation)]) throws {
    entries = values.map { (family: $0.0, row: $0.1) }.sorted { $0.row.value > $1.row.value }
    guard let first = entries.first else { throw Unprinted("no family is printed") }
    best = first
  }

  /// How far the best lies above the best of a family.
  func lead(over family: Family) -> Double {
    let other = entries.first { $0.family == family }?.row.value ?? best.row.value
    return best.row.value - other
  }

  /// Whether rounding cannot have made the lead over a family; over itself there is none to make.
  func isClear(over family: Family) -> Bool {
    guard family != best.family, let other = entries.first(where: { $0.family == family }) else {
      return true
    }
    return lead(over: family) > best.row.tolerance(to: other.row) + 1e-9
  }
}

/// What the number of items leaves open in an average of tasks.
enum ItemError {
  /// Standard error of a model's average: tasks are independent, items answered right or wrong.
  static func ofAverage(_ family: String, in table: PaperTable, _ evidence: Evidence) throws
    -> Double
  {
    let model = try evidence.bestLM(family, in: table).model
    let rows = evidence.values {
      $0.path == table.path && $0.model == model && $0.task != "lm_average"
    }
    let variances = try rows.map { row -> Double in
      guard let items = try evidence.task(row.task).items else {
        throw Unprinted("the items of \(row.task) are not known")
      }
      return row.value * (1 - row.value) / Double(items)
    }
    guard !variances.isEmpty else { throw Unprinted("\(table.title) prints no tasks of \(family)") }
    return variances.reduce(0, +).squareRoot() / Double(variances.count)
  }
}
