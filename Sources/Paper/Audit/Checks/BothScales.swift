import Core
import Published

extension AuditCheck {
  /// Table 6 is said to average both scales. Where Tables 2 and 3 print the same family and ratio,
  /// it can be recomputed; where one of them does, the other scale's average is implied.
  public static let bothScales = AuditCheck(
    "both-scales", title: "Table 6 is the mean of the two scales"
  ) { bench in
    try Cell.all(in: bench.base).map { cell in
      try bench.finding(
        cell.name, cell.exhibits, at: "Table 6, \(cell.name)", what: cell.what
      ) { evidence in
        let printed = try evidence.lm(cell.family, cell.ratio)
        let scales = try [PaperTable.two, .three].map {
          try evidence.ifPrinted(
            "lm_average", in: $0.path, family: cell.family, ratio: cell.ratio)
        }
        let known = scales.compactMap { $0 }
        return known.count == 2
          ? .mean(
            Rounded.mean(known), printed: printed,
            "The mean of \(known[0].valueText) at 340M and \(known[1].valueText) at 1.3B.")
          : try implied(known, printed, cell, evidence)
      }
    }
  }

  /// What Table 6 implies for the scale that is not printed must not beat that scale's best ratio.
  private static func implied(
    _ known: [Observation], _ printed: Observation, _ cell: Cell, _ evidence: Evidence
  ) throws -> AuditBench.Outcome {
    guard let one = known.first else { throw Unprinted("neither scale is printed") }
    let other: PaperTable = one.path == PaperTable.two.path ? .three : .two
    let best = try evidence.bestLM(cell.family, in: other)
    let value = 2 * printed.value - one.value
    let tolerance = 2 * printed.halfStep + one.halfStep + best.halfStep
    let scale = other == .two ? "340M" : "1.3B"
    let distance = NumberText.fixed(abs(best.value - value), 3)
    return .init(
      Comparison(printed: best.value, recomputed: value, tolerance: tolerance),
      status: value <= best.value + tolerance ? .consistent : .discrepant,
      "Implies \(NumberText.fixed(value, 3)) at \(scale), \(distance) "
        + (value > best.value ? "above" : "below")
        + " that scale's best ratio, \(best.model.ratioLabel).")
  }
}

/// A family and ratio of which Table 6 and at least one of Tables 2 and 3 speak.
private struct Cell: Hashable {
  let family: String
  let ratio: String
  let name: String
  let both: Bool
  let exhibits: [String]

  var what: String { both ? "mean of the two scales" : "what it implies for the other scale" }

  static func all(in base: EvidenceBase) -> [Cell] {
    let tables = [PaperTable.two, .three]
    let rows = base.observations.filter { row in
      tables.contains { $0.path == row.path } && row.task == "lm_average"
    }
    let cells = base.observations.filter { row in
      row.path == PaperTable.six.path
        && rows.contains {
          $0.model.family == row.model.family && $0.model.ratioLabel == row.model.ratioLabel
        }
    }
    return cells.map { row in
      let (family, ratio) = (row.model.family, row.model.ratioLabel)
      let printing = tables.filter { table in
        rows.contains {
          $0.path == table.path && $0.model.family == family && $0.model.ratioLabel == ratio
        }
      }
      let display = base.families.first { $0.key == family }?.display ?? family
      return Cell(
        family: family, ratio: ratio, name: "\(display) \(ratio)", both: printing.count == 2,
        exhibits: printing.map(\.title) + [PaperTable.six.title])
    }
  }
}
