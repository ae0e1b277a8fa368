import Core
import Results

/// The SQLite database that trackio keeps for each project: a row for each call of `log`, with its
/// values as a JSON object.
///
/// Measurements of the machine, media and settings are left out, and so are names that begin with `_`.
public enum TrackioImporter: ResultImporter {
  public static let format = "trackio"
  public static let title = "trackio's project database (SQLite)"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard ForeignDatabase.isDatabase(file), let database = try? ForeignDatabase(file),
      let columns = try? database.columns(of: "metrics")
    else { return false }
    return columns.isSuperset(of: ["run_name", "step", "metrics"])
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
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
    _ take: (ImportRecord) throws -> Void
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
