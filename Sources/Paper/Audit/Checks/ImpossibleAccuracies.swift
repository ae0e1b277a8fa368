import Core
import Statistics

extension AuditCheck {
  /// GRIM (Brown and Heathers, 2017): an accuracy over n items is a whole number of items over n.
  /// With n at or above one over the printed step every number is possible, so only small tasks
  /// can be checked; the power says how small.
  public static let impossibleAccuracies = AuditCheck(
    "grim", title: "Accuracies are possible for their number of items"
  ) { bench in
    let tables = [PaperTable.two, .three, .five]
    let columns = tables.flatMap { table in
      Column.all(of: table, in: bench.base)
    }
    return try columns.flatMap { column in
      try column.powerless(bench).map { [$0] }
        ?? column.rows.map { row in
          try bench.finding(
            "\(column.table.title)/\(column.task)/\(row.name)", [column.table.title],
            at: "\(column.table.title), \(row.name), \(column.task)", what: Column.what
          ) { evidence in try judge(row, column, evidence) }
        }
    }
  }

  private static func judge(
    _ row: AveragedRow, _ column: Column, _ evidence: Evidence
  ) throws -> AuditBench.Outcome {
    let value = try evidence.value(
      column.task, in: column.table.path, family: row.family, ratio: row.ratio)
    guard let items = try evidence.task(column.task).items else {
      throw Unprinted("how many items the column has is not printed")
    }
    let power = Grim.power(resolution: value.resolution, items: items)
    let isPossible = Grim.isPossible(value.value, resolution: value.resolution, items: items)
    let nearest = Grim.nearest(value.value, resolution: value.resolution, items: items)
      .min { abs($0 - value.value) < abs($1 - value.value) }
    return .init(
      Comparison(
        printed: value.value, recomputed: isPossible ? value.value : nearest ?? .nan, tolerance: 0),
      "\(items) items; the check finds \(NumberText.fixed(power, 2)) of wrong numbers.")
  }
}

/// A column of single tasks in a table.
private struct Column {
  let table: PaperTable
  let task: String
  let rows: [AveragedRow]

  static let what = "nearest accuracy that whole items give"

  /// One finding for a column in which no number could be found impossible; nil where some could.
  func powerless(_ bench: AuditBench) throws -> AuditFinding? {
    let items = bench.base.tasks.first { $0.key == task }?.items
    let resolution = bench.base.observations
      .first { $0.path == table.path && $0.task == task }?.resolution
    if let items, let resolution, Grim.power(resolution: resolution, items: items) > 0 {
      return nil
    }
    return try bench.finding(
      "\(table.title)/\(task)", [table.title], at: "\(table.title), column \(task)",
      what: Self.what
    ) { _ in
      throw Unprinted(
        items.map { "with \($0) items every number of this many digits is possible" }
          ?? "how many items the column has is not printed")
    }
  }

  static func all(of table: PaperTable, in base: EvidenceBase) -> [Column] {
    let rows = (try? AveragedRow.all(of: table, average: "", in: base)) ?? []
    var tasks: [String] = []
    for observation in base.observations
    where observation.path == table.path && !observation.task.hasSuffix("_average")
      && !tasks.contains(observation.task)
    {
      tasks.append(observation.task)
    }
    return tasks.map { Column(table: table, task: $0, rows: rows) }
  }
}
