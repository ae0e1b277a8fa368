import Core
import Results

/// Curves in a plain table: a column of steps, and a column of values per series (`step,train_loss,val_loss`). So
/// write scripts of one's own, Lightning's `CSVLogger` (`metrics.csv`), Keras's (`epoch,loss,val_loss`), and
/// TensorBoard's download of one curve.
///
/// Commas, semicolons or tabs separate the fields. Cells may be blank. A column may name the run, or stand before the
/// series' names (`split`, or `tag` with the values in `value`).
public enum WideCSVImporter: ResultImporter {
  public static let format = "wide-csv"
  public static let title = "wide CSV: a column of steps and a column per series"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard file.isNamedAsTable, let header = file.csvHeader, header.count > 1 else { return false }
    if TensorBoardDownload.fits(header) { return true }
    return WideCSVColumns.step(header) != nil && !isOfOthers(file, header)
  }

  private static func isOfOthers(_ file: ImportFile, _ header: [String]) -> Bool {
    LongCSVImporter.recognises(file) || WandbHistoryColumns.fits(header)
      || WandbRunsTableImporter.recognises(file) || MLflowRunsTableImporter.fits(header)
  }

  public static func context(of file: ImportFile) -> String {
    if let header = file.csvHeader, TensorBoardDownload.fits(header) {
      let download = TensorBoardDownload(file)
      return "\(download.run)\n\(download.series)"
    }
    return run(file)
  }

  private static func run(_ file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["metrics", "losses", "loss", "history", "progress"])
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    try CurveRows.read(file.path) { try readTable(file, &$0, take) }.summary()
  }

  private static func readTable(
    _ file: ImportFile, _ rows: inout CurveRows, _ take: (ImportRecord) throws -> Void
  ) throws {
    var columns: CurveColumns?
    try file.forEachCSVRecord { record in
      if let columns { return try rows.take(record, columns, take) }
      let header = try record.texts()
      columns =
        TensorBoardDownload.fits(header)
        ? TensorBoardDownload(file).columns(&rows.notes)
        : try WideCSVColumns.columns(header, run: run(file), record, &rows.notes)
    }
  }
}
