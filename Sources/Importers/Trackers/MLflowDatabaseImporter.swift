import Core
import Results

/// MLflow's SQLite store (`mlflow.db`): the history of each metric of each run.
///
/// Runs come in the order in which they were started, each run's metrics by name, step and time.
/// Parameters and tags are left out, and so are runs that were deleted.
public enum MLflowDatabaseImporter: ResultImporter {
  public static let format = "mlflow-sqlite"
  public static let title = "MLflow's SQLite store (mlflow.db)"

  private static let columns: Set<String> = ["run_uuid", "key", "value", "timestamp"]

  public static func recognises(_ file: ImportFile) -> Bool {
    guard ForeignDatabase.isDatabase(file), let database = try? ForeignDatabase(file),
      let runs = try? database.columns(of: "runs"),
      let metrics = try? database.columns(of: "metrics")
    else { return false }
    return metrics.isSuperset(of: columns) && runs.contains("run_uuid")
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let database = try ForeignDatabase(file)
    let query = try query(database, file)
    var tally = RunTally()
    tally.note(database)
    try database.forEachRow(query) { row in
      let (id, key) = (row.text(0), row.text(3))
      guard row.text(2) != "deleted" else {
        return tally.notes.add("runs that were deleted are left out", at: id.clipped)
      }
      let name = try tally.name(of: id, called: row.text(1), at: file.path)
      let place = "run \(id.clipped), metric \(key.clipped)"
      guard let step = row.number(4).flatMap({ Int(exactly: $0) }) else {
        return tally.notes.add("values whose step is not a whole number are left out", at: place)
      }
      try tally.point(cell(row), key, step, of: name, at: place, take)
    }
    return try tally.summary(of: file, "rows in the table metrics")
  }

  /// Infinities are stored as the largest numbers.
  private static func cell(_ row: ForeignRow) -> NumberCell {
    guard let value = row.number(5) else { return row.isNull(5) ? .missing : .text }
    let isFinite = value.isFinite && abs(value) < Double.greatestFiniteMagnitude
    return isFinite && row.int(6) == 0 ? .number(value) : .missing
  }

  /// - Throws: `Fault` for a store of an old version, which has no steps.
  private static func query(_ database: ForeignDatabase, _ file: ImportFile) throws -> String {
    let runs = try database.columns(of: "runs")
    let metrics = try database.columns(of: "metrics")
    guard metrics.contains("step") else {
      throw Fault(
        "the store has no steps", at: file.path, expected: "the column step in the table metrics",
        hint: "bring the store up to date first: mlflow db upgrade sqlite:///mlflow.db")
    }
    func column(_ name: String, of table: Set<String>, _ prefix: String, or other: String) -> String
    {
      table.contains(name) ? "\(prefix).\(name)" : other
    }
    return """
      SELECT r.run_uuid, coalesce(\(column("name", of: runs, "r", or: "''")), ''),
        \(column("lifecycle_stage", of: runs, "r", or: "'active'")),
        m.key, m.step, m.value, \(column("is_nan", of: metrics, "m", or: "0"))
      FROM runs r JOIN metrics m ON m.run_uuid = r.run_uuid
      ORDER BY \(column("start_time", of: runs, "r", or: "''")), r.run_uuid, m.key, m.step, m.timestamp,
        m.rowid
      """
  }
}
