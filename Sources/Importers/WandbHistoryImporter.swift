import Core
import Results

/// A run's history as Weights & Biases exports it: points of all series by step.
///
/// Three forms. A CSV has a column `_step` somewhere; cells are blank where a row did not log that series. A
/// chart's export names its columns `run - series` and has one column per run. JSON has one object per row, in
/// lines or in a list. The step is the training step that the run logged (`StepAxis`), else `_step`. Names that
/// begin with `_` are the logger's own (time, runtime) and are left out, and so are values that are not numbers,
/// with a warning for each name.
public enum WandbHistoryImporter: ResultImporter {
  public static let format = "wandb-history"
  public static let title = "Weights & Biases run history (CSV or JSON)"

  public static func recognises(_ file: ImportFile) -> Bool {
    WandbHistoryRows.recognises(file) || (file.csvHeader.map(WandbHistoryColumns.fits) ?? false)
  }

  public static func context(of file: ImportFile) -> String {
    file.csvHeader.flatMap(WandbChart.init) == nil ? run(file) : ""
  }

  private static func run(_ file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["wandb-history", "history", "wandb_export"])
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let isJSON = WandbHistoryRows.recognises(file)
    let json = isJSON ? try WandbHistoryRows(file, run: run(file)) : nil
    let axis = isJSON ? nil : try WandbSteps.axis(file, header: file.csvHeader ?? [])
    let rows = try CurveRows.read(file.path) { rows in
      if let json { try json.read(&rows, take) } else { try readTable(file, axis, &rows, take) }
    }
    return try rows.summary(json?.version ?? "csv")
  }

  private static func readTable(
    _ file: ImportFile, _ axis: String?, _ rows: inout CurveRows,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    var columns: CurveColumns?
    try file.forEachCSVRecord { record in
      guard let columns else {
        columns =
          try WandbHistoryColumns(record, axis: axis, run: run(file), &rows.notes).columns
        return
      }
      try rows.take(record, columns, take)
    }
  }
}
