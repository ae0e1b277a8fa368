extension AuditCheck {
  /// Tables 6 and 7: the last column is the mean over the families of its row.
  public static let familyAverages = AuditCheck(
    "family-average", title: "The average of a ratio is the mean over its families"
  ) { bench in
    try [(PaperTable.six, "lm_average"), (.seven, "ruler_average")].flatMap { table, task in
      let columns = Set(
        bench.base.observations.filter { $0.path == table.path }.map(\.model.family)
      ).subtracting(["FamilyMean"])
      return try Evidence.ratios.map { ratio in
        try bench.finding(
          "\(table.title)/\(ratio)", [table.title], at: "\(table.title), row \(ratio), average",
          what: "mean over the families"
        ) { evidence in
          let average = try evidence.value(
            task, in: table.path, family: "FamilyMean", ratio: ratio)
          let families = evidence.values {
            $0.path == table.path && $0.task == task && $0.model.ratioLabel == ratio
              && $0.model.family != "FamilyMean"
          }
          guard !families.isEmpty, families.count == columns.count else {
            throw Unprinted("\(table.title) does not print all families at \(ratio)")
          }
          return .mean(
            Rounded.mean(families), printed: average,
            "The mean of \(families.count) printed families.")
        }
      }
    }
  }
}
