import Published

extension AuditCheck {
  /// A quantity of one model that two tables print.
  public static let printedTwice = AuditCheck(
    "printed-twice", title: "What two tables print of one model is one number"
  ) { bench in
    try Pair.all(in: bench.base).map { pair in
      let (first, second) = (pair.first, pair.second)
      let titles = [Pair.title(first), Pair.title(second)]
      return try bench.finding(
        pair.name, titles, at: titles.joined(separator: " and ") + ", \(pair.name)",
        what: "the same quantity in two tables"
      ) { evidence in
        let read = evidence.values {
          $0.provenance == first.provenance || $0.provenance == second.provenance
        }
        guard read.count == 2 else { throw Unprinted("one of the two is not printed") }
        return .init(
          Comparison(
            printed: second.value, recomputed: first.value,
            tolerance: abs(first.halfStep - second.halfStep)),
          "\(titles[0]) prints \(first.valueText), \(titles[1]) \(second.valueText).",
          replacement: [second.provenance: first.value])
      }
    }
  }
}

/// Two rows of the paper with one meaning. The first, with more detail, counts as recomputed.
private struct Pair {
  let first: Observation
  let second: Observation
  let name: String

  static func title(_ row: Observation) -> String {
    PaperTable.allCases.first { $0.path == row.path }?.title ?? row.path
  }

  static func all(in base: EvidenceBase) throws -> [Pair] {
    let paths = PaperTable.allCases.map(\.path)
    let rows = base.observations.filter { paths.contains($0.path) }
    return rows.flatMap { a in
      rows.filter { b in
        (a.path, a.line ?? 0) < (b.path, b.line ?? 0) && a.path != b.path && a.task == b.task
          && a.metric == b.metric && a.model.name == b.model.name
      }.map { b in
        let family = base.families.first { $0.key == a.model.family }?.display ?? a.model.family
        return Pair(first: a, second: b, name: "\(family) \(a.model.ratioLabel)")
      }
    }
  }
}
