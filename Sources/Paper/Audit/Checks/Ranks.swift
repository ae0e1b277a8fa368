import Core
import Published

extension AuditCheck {
  /// Sentences that name a family as the highest of a printed column.
  public static let ranks = AuditCheck(
    "rank", title: "Who is said to be highest is highest"
  ) { bench in
    try Highest.all.map { claim in
      try bench.finding(
        claim.name, claim.exhibits, at: claim.place, what: claim.what
      ) { evidence in
        let rows = evidence.values(where: claim.among)
        guard let best = rows.max(by: { $0.value < $1.value }),
          let named = rows.filter({ claim.named($0.model) }).max(by: { $0.value < $1.value })
        else { throw Unprinted("the column is not printed") }
        let name = try evidence.family(best.model.family).display
        return .init(
          Comparison(
            printed: named.value, recomputed: best.value,
            tolerance: named.halfStep + best.halfStep),
          best.value <= named.value
            ? "It is the highest of \(rows.count)."
            : "\(name) \(best.model.ratioLabel) has \(best.valueText), it has \(named.valueText).")
      }
    }
  }
}

/// A statement that one model is the highest of some.
private struct Highest {
  let name: String
  let exhibits: [String]
  let place: String
  let what: String
  let among: @Sendable (Observation) -> Bool
  let named: @Sendable (Model) -> Bool

  private static func averages(_ table: PaperTable) -> @Sendable (Observation) -> Bool {
    { $0.path == table.path && $0.task.hasSuffix("_average") && $0.model.family != "FamilyMean" }
  }

  static let all: [Highest] =
    [PaperTable.two, .three].map { table in
      Highest(
        name: "Transformer in \(table.title)", exhibits: [table.title, "Section A"],
        place: "appendix A against \(table.title)",
        what: "the Transformer has the highest language modelling", among: averages(table),
        named: { $0.family == "Transformer" })
    } + [
      Highest(
        name: "HGRN-2 6:1 in Table 2", exhibits: ["Table 2", "Section 4.1"],
        place: "section 4.1 against Table 2", what: "HGRN-2 6:1 is the highest at 340M",
        among: averages(.two), named: { $0.family == "HGRN2" && $0.ratioLabel == "6:1" }),
      Highest(
        name: "standalone in Table 6", exhibits: ["Table 6", "Section 4.1"],
        place: "section 4.1 against Table 6", what: "Gated DeltaNet is the highest standalone",
        among: { averages(.six)($0) && $0.model.ratioLabel == "pure" },
        named: { $0.family == "GatedDeltaNet" }),
    ]
    + ["DeltaNet", "GatedDeltaNet"].map { family in
      Highest(
        name: "\(family) peaks at 3:1", exhibits: ["Table 7", "Section 4.2"],
        place: "section 4.2 against Table 7", what: "\(family) has its highest recall at 3:1",
        among: { averages(.seven)($0) && $0.model.family == family },
        named: { $0.ratioLabel == "3:1" })
    }
}
