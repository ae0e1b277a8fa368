import Core
import Results

/// The table of runs of MLflow: what its page downloads as `runs.csv`, and what `mlflow.search_runs` returns, saved as
/// CSV. Its columns are read as those of the table of Weights & Biases.
///
/// The page does not say which columns are parameters and which are metrics, so all numbers are kept. `search_runs`
/// does (`metrics.loss`, `params.lr`), and only its metrics are taken.
public enum MLflowRunsTableImporter: ResultImporter {
  public static let format = "mlflow-runs"
  public static let title = "MLflow table of runs (CSV)"

  public static func recognises(_ file: ImportFile) -> Bool {
    file.csvHeader.map(fits) ?? false
  }

  static func fits(_ header: [String]) -> Bool {
    let isOfPage =
      header.contains("Run ID")
      && ["Start Time", "Status", "Duration"].contains(where: header.contains)
    return isOfPage || ["run_id", "experiment_id", "artifact_uri"].allSatisfy(header.contains)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    try RunsTable.read(file, .mlflow, take)
  }
}
