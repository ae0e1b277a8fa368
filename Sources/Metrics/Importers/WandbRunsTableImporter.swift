import Core

/// The table of runs as the web interface of Weights & Biases exports it: a row a run, with the run's
/// configuration and its last values in columns.
///
/// Each column of numbers is a task, with the metric `value`. The export does not say which columns are
/// settings and which are results, so all of them are kept. A column takes its unit from its name if
/// all of its values are possible in that unit.
public enum WandbRunsTableImporter: ResultImporter {
  public static let format = "wandb-runs"
  public static let title = "Weights & Biases table of runs (CSV)"

  public static func recognises(_ file: ImportFile) -> Bool {
    file.csvHeader.map(fits) ?? false
  }

  static func fits(_ header: [String]) -> Bool {
    header.contains("Name") && header.contains("State")
  }

  /// The table is a row a run, so it is small; it is held whole, since a unit needs all of a column.
  static let largest = 64 << 20

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    guard file.size <= largest else {
      throw Fault(
        "the table is too large", at: file.path, expected: "\(largest) bytes at most",
        found: "\(file.size)")
    }
    var table = WandbRunsTable(path: file.path)
    try file.forEachCSVRecord { try table.add($0) }
    try table.emit(take)
    return ImportSummary(warnings: table.notes.warnings)
  }
}
