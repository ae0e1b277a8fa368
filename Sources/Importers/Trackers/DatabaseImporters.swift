import Core
import Results

/// MLflow's SQLite store (`mlflow.db`): the history of each metric of each run.
///
/// Runs come in the order in which they were started, each run's metrics by name, step and time.
/// Parameters and tags are left out, and so are runs that were deleted.
enum MLflowDatabaseImporter: ResultImporter {
  static let format = "mlflow-sqlite"
  static let title = "MLflow's SQLite store (mlflow.db)"

  private static let columns: Set<String> = ["run_uuid", "key", "value", "timestamp"]

  static func recognises(_ file: ImportFile) -> Bool {
    guard ForeignDatabase.isDatabase(file), let database = try? ForeignDatabase(file),
      let runs = try? database.columns(of: "runs"),
      let metrics = try? database.columns(of: "metrics")
    else { return false }
    return metrics.isSuperset(of: columns) && runs.contains("run_uuid")
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
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

/// The SQLite database that trackio keeps for each project: a row for each call of `log`, with its
/// values as a JSON object.
///
/// Measurements of the machine, media and settings are left out, and so are names that begin with `_`.
enum TrackioImporter: ResultImporter {
  static let format = "trackio"
  static let title = "trackio's project database (SQLite)"

  static func recognises(_ file: ImportFile) -> Bool {
    guard ForeignDatabase.isDatabase(file), let database = try? ForeignDatabase(file),
      let columns = try? database.columns(of: "metrics")
    else { return false }
    return columns.isSuperset(of: ["run_name", "step", "metrics"])
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let database = try ForeignDatabase(file)
    let hasIDs = try database.columns(of: "metrics").contains("run_id")
    let sql = """
      SELECT \(hasIDs ? "run_id" : "run_name"), run_name, step, metrics, id FROM metrics ORDER BY id
      """
    var tally = RunTally()
    tally.note(database)
    var axes: [String: StepAxis] = [:]
    try database.forEachRow(sql) { row in
      _ = try tally.name(of: row.text(0), called: row.text(1), at: file.path)
      var axis = axes[row.text(0)] ?? StepAxis()
      for (name, value) in try values(row, file) where value.natural != nil { axis.note(name) }
      axes[row.text(0)] = axis
    }
    try database.forEachRow(sql) { row in
      try points(row, axis: axes[row.text(0)]?.name, file, &tally, take)
    }
    return try tally.summary(of: file, "rows in the table metrics")
  }

  private static func points(
    _ row: ForeignRow, axis: String?, _ file: ImportFile, _ tally: inout RunTally,
    _ take: ImportSink
  ) throws {
    let run = try tally.name(of: row.text(0), called: row.text(1), at: file.path)
    let place = "row \(row.int(4)) of metrics"
    let values = try values(row, file)
    guard let step = step(row, axis: axis, values) else {
      return tally.notes.add("rows without \(axis ?? "step") are left out", at: place)
    }
    if axis == nil {
      tally.notes.add(
        "the step is the one of trackio, which counts calls of log unless the program gave one: "
          + "no row has \(StepAxis.names.joined(separator: ", "))", at: run.clipped)
    }
    for (name, value) in values where !name.hasPrefix("_") && name != axis {
      try tally.point(value.cell, name, step, of: run, at: place, take)
    }
  }

  private static func step(
    _ row: ForeignRow, axis: String?, _ values: [(name: String, value: JSONNode)]
  ) -> Int? {
    guard let axis else { return row.number(2).flatMap(NumberCell.natural) }
    return values.last { $0.name == axis }?.value.natural
  }

  /// The values of a row, those of objects in it under `outer.inner`.
  private static func values(
    _ row: ForeignRow, _ file: ImportFile
  ) throws -> [(name: String, value: JSONNode)] {
    let place = "\(file.path): row \(row.int(4)) of metrics"
    let node = try row.withBytes(of: 3) {
      try JSONReader.read($0, at: place, limits: .init(depth: 128, values: 1_000_000))
    }
    guard node.object != nil else {
      throw Fault(
        "a row of metrics is not valid", at: place, expected: "a JSON object", found: node.summary)
    }
    var values: [(name: String, value: JSONNode)] = []
    node.forEachLeaf { values.append(($0, $1)) }
    return values
  }
}
