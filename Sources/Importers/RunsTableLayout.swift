/// What a tracker calls the columns of its tables of runs.
struct RunsTableLayout: Sendable {
  /// Columns that name the run, best first; a blank cell leaves it to the next.
  let names: [String]
  /// Columns that tell whether the run is finished.
  let states: [String]
  /// Columns about the run itself, in lower case.
  let about: Set<String>
  /// What the names of results begin with, where the table says which columns are results.
  var prefix = ""
  /// Columns that hold a Python dictionary of results.
  var dictionaries: [String] = []
  /// Columns that hold a Python dictionary of settings.
  var settings: [String] = []

  /// Which columns of a header are what.
  func columns(_ header: [String]) -> Columns {
    let isMarked = !prefix.isEmpty && header.contains { $0.hasPrefix(prefix) }
    let hasDictionary = dictionaries.contains(where: header.contains)
    var columns = Columns(
      names: names.compactMap { header.firstIndex(of: $0) },
      state: states.lazy.compactMap { header.firstIndex(of: $0) }.first,
      hasSettings: isMarked || hasDictionary)
    for (index, name) in header.enumerated() {
      if hasDictionary, dictionaries.contains(name) {
        columns.dictionaries.append(index)
      } else if isMarked ? name.hasPrefix(prefix) : isValue(name, hasDictionary) {
        columns.values.append(index)
      }
    }
    return columns
  }

  private func isValue(_ name: String, _ hasDictionary: Bool) -> Bool {
    !name.isEmpty && !name.hasPrefix("_") && !about.contains(name.lowercased())
      && !names.contains(name) && !(hasDictionary && settings.contains(name))
  }

  struct Columns {
    var names: [Int] = []
    var state: Int?
    /// Whether the table tells settings from results, so that the settings are left out.
    var hasSettings = false
    var values: [Int] = []
    var dictionaries: [Int] = []
  }
}

extension RunsTableLayout {
  static let wandb = RunsTableLayout(
    names: ["Name", "name", "display_name", "run_name", "ID", "id", "run_id"],
    states: ["State", "state"],
    about: [
      "name", "state", "notes", "user", "tags", "created", "updated", "end time", "runtime",
      "sweep", "id", "agent", "hostname", "host", "commit", "group", "job type", "description",
      "gpu type", "gpu count", "cpu count", "python version", "os", "command", "created_at",
      "updated_at", "heartbeat_at", "job_type", "display_name", "run_name", "run_id", "sweep_id",
      "entity", "project", "url", "path", "username", "unnamed: 0",
    ],
    dictionaries: ["summary", "summary_metrics"], settings: ["config", "system_metrics"])

  /// The page's download and what `mlflow.search_runs` returns.
  static let mlflow = RunsTableLayout(
    names: ["Name", "Run Name", "tags.mlflow.runName", "run_name", "Run ID", "run_id"],
    states: ["Status", "status"],
    about: [
      "start time", "end time", "duration", "run id", "name", "run name", "source type",
      "source name", "source", "user", "status", "version", "models", "dataset", "created",
      "experiment id", "experiment name", "run_id", "experiment_id", "status", "artifact_uri",
      "start_time", "end_time", "unnamed: 0",
    ],
    prefix: "metrics.")
}
