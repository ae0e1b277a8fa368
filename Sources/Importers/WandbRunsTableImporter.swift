import Core
import Results

/// The table of runs of a Weights & Biases project: a row per run, with the run's configuration and its last values
/// in columns. The web interface exports it, and so do scripts that flatten `api.runs()`, with names in lower case or
/// with the summary as a Python dictionary in one cell.
///
/// Each column of numbers is a task, with the metric `value`. The table does not say which columns are settings and
/// which are results, so all of them are kept; a dictionary of settings is left out. A column takes its unit from its
/// name if all of its values are possible in that unit.
public enum WandbRunsTableImporter: ResultImporter {
  public static let format = "wandb-runs"
  public static let title = "Weights & Biases table of runs (CSV)"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard let header = file.csvHeader else { return false }
    let isExport = header.contains("Name") && file.name.hasPrefix("wandb_export")
    return fits(header) || isExport && !MLflowRunsTableImporter.fits(header)
  }

  static func fits(_ header: [String]) -> Bool {
    guard header.count > 1, !MLflowRunsTableImporter.fits(header) else { return false }
    return header.contains("Name") && !webColumns.isDisjoint(with: header)
      || header.contains("name") && !apiColumns.isDisjoint(with: header)
  }

  private static let webColumns: Set<String> = [
    "State", "Created", "Runtime", "Sweep", "Job Type", "Agent",
  ]
  private static let apiColumns: Set<String> = [
    "state", "created_at", "summary", "summary_metrics",
  ]

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    try RunsTable.read(file, .wandb, take)
  }
}
