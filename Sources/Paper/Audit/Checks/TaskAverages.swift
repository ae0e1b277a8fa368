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
          let mean = Rounded.mean(tasks)
          return .init(
            Comparison(
              printed: average.value, recomputed: mean.value,
              tolerance: mean.halfWidth + average.halfStep),
            "The mean of \(tasks.count) printed accuracies.",
            replacement: [average.provenance: mean.value])
        }
      }
    }
  }
}
