import Published

extension AuditCheck {
  /// Tables 2 and 3: the average is the plain mean of the six task columns.
  public static let taskAverages = AuditCheck(
    "task-average", title: "The average of a row is the mean of its tasks"
  ) { bench in
    try [PaperTable.two, .three].flatMap { table in
      try AveragedRow.all(of: table, average: "lm_average", in: bench.base).map { row in
        try bench.finding(
          "\(table.title)/\(row.name)", [table.title], at: "\(table.title), \(row.name), Avg",
          what: "mean of the row's tasks"
        ) { evidence in
          let (average, tasks) = try row.read(evidence)
          return .mean(
            Rounded.mean(tasks), printed: average,
            "The mean of \(tasks.count) printed accuracies.")
        }
      }
    }
  }
}

/// A row of a printed table: a model with its average and the columns under it.
struct AveragedRow {
  let family: String
  let ratio: String
  let table: PaperTable
  let average: String
  /// The table's columns without the average.
  let columns: Set<String>
  /// `HGRN-2 6:1`
  let name: String

  /// The rows of a table that have an average.
  static func all(
    of table: PaperTable, average: String, in base: EvidenceBase
  ) throws -> [AveragedRow] {
    let found = base.observations.filter { $0.path == table.path }
    let columns = Set(found.map(\.task)).subtracting([average])
    var rows: [AveragedRow] = []
    for model in found.map(\.model)
    where !rows.contains(where: { $0.family == model.family && $0.ratio == model.ratioLabel }) {
      let display = base.families.first { $0.key == model.family }?.display ?? model.family
      rows.append(
        AveragedRow(
          family: model.family, ratio: model.ratioLabel, table: table, average: average,
          columns: columns, name: "\(display) \(model.ratioLabel)"))
    }
    return rows
  }

  /// The printed average and the columns, in the order of the file.
  /// - Throws: `Unprinted` where the row lacks a column that other rows have.
  func read(_ evidence: Evidence) throws -> (average: Observation, columns: [Observation]) {
    let average = try evidence.value(average, in: table.path, family: family, ratio: ratio)
    let columns = evidence.values { row in
      row.path == table.path && row.model.family == family && row.model.ratioLabel == ratio
        && row.task != self.average
    }.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    guard !columns.isEmpty, columns.count == self.columns.count else {
      throw Unprinted("\(table.title) does not print all columns for \(name)")
    }
    return (average, columns)
  }
}

/// Means of printed numbers, with how far rounding may have moved them.
enum Rounded {
  /// The mean under weights (all one where none are given).
  static func mean(
    _ values: [Observation], weights: [Double]? = nil
  ) -> (value: Double, halfWidth: Double) {
    let weights = weights ?? values.map { _ in 1 }
    let total = weights.reduce(0, +)
    let pairs = zip(values, weights)
    return (
      pairs.reduce(0) { $0 + $1.0.value * $1.1 } / total,
      pairs.reduce(0) { $0 + $1.0.halfStep * abs($1.1) } / abs(total)
    )
  }
}
