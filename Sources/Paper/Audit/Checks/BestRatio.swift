extension AuditCheck {
  /// Tables 2, 3 and 5 show each family at its best ratio. Where the same tables by ratio exist,
  /// the best of those must be the one shown: Table 7 for Table 5, and Table 6 where both scales
  /// have their best at one ratio.
  public static let bestRatio = AuditCheck(
    "best-ratio", title: "The ratio shown as a family's best is its best"
  ) { bench in
    try bench.base.families.filter { $0.role == .studied }.flatMap { family in
      [
        try bench.finding(
          "Table 5/\(family.display)", ["Table 5", "Table 7"],
          at: "Table 5, \(family.display)", what: "recall of the ratio shown against the best"
        ) { evidence in
          let shown = try evidence.ruler(family.key).model.ratioLabel
          return try compare(family.key, shown, "ruler_average", in: .seven, evidence)
        },
        try bench.finding(
          "Tables 2 and 3/\(family.display)", ["Table 2", "Table 3", "Table 6"],
          at: "Tables 2 and 3, \(family.display)",
          what: "both scales' best ratio against the best of their mean"
        ) { evidence in
          let shown = try [PaperTable.two, .three].map {
            try evidence.bestLM(family.key, in: $0).model.ratioLabel
          }
          guard shown[0] == shown[1] else {
            throw Unprinted(
              "the scales differ in their best ratio, so their mean may peak elsewhere")
          }
          return try compare(family.key, shown[0], "lm_average", in: .six, evidence)
        },
      ]
    }
  }

  private static func compare(
    _ family: String, _ shown: String, _ task: String, in table: PaperTable, _ evidence: Evidence
  ) throws -> AuditBench.Outcome {
    let own = try evidence.value(task, in: table.path, family: family, ratio: shown)
    let all = evidence.values {
      $0.path == table.path && $0.task == task && $0.model.family == family
    }
    guard let best = all.max(by: { $0.value < $1.value }) else {
      throw Unprinted("\(table.title) does not print the family")
    }
    let isTie = best.value <= own.value
    return .init(
      Comparison(
        printed: own.value, recomputed: best.value, tolerance: own.halfStep + best.halfStep),
      isTie
        ? "\(table.title) has its best at \(shown) too."
        : "\(table.title) has \(best.valueText) at \(best.model.ratioLabel), "
          + "\(own.valueText) at \(shown).")
  }
}
