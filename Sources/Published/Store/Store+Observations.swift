import Core
import GRDB

extension Store {
  /// The observations that match every condition given.
  ///
  /// They come in a fixed order: family (by generation), attention fraction, task, metric, source,
  /// line.
  /// - Parameters:
  ///   - citation: the key of the work.
  ///   - path: the data file, such as `data/paper/table7.csv`.
  ///   - family: the key of the family.
  ///   - ratio: the ratio label, such as `24:1`.
  public func observations(
    task: String? = nil, metric: String? = nil, scope: Scope? = nil, citation: String? = nil,
    path: String? = nil, scale: String? = nil, family: String? = nil, ratio: String? = nil,
    file: String = #fileID, line: Int = #line
  ) throws -> [Observation] {
    let conditions = [
      ("task", task), ("metric", metric), ("scope", scope?.rawValue), ("citation", citation),
      ("path", path), ("scale", scale), ("family", family), ("ratio_label", ratio),
    ].compactMap { column, value in value.map { (column: column, value: $0) } }
    let found = try read { try Observation.fetchAll($0, where: conditions) }
    note(
      QueryLog.text("observations", conditions.map { ($0.column, $0.value) }),
      found.map(\.provenance), file, line)
    return found
  }

  /// The one observation that matches; none or several is a fault that says what was asked.
  public func observation(
    task: String, metric: String? = nil, citation: String? = nil, path: String? = nil,
    scale: String? = nil, family: String? = nil, ratio: String? = nil, file: String = #fileID,
    line: Int = #line
  ) throws -> Observation {
    let found = try observations(
      task: task, metric: metric, citation: citation, path: path, scale: scale, family: family,
      ratio: ratio, file: file, line: line)
    guard found.count == 1 else {
      let asked = [task, metric, citation, path, scale, family, ratio].compactMap { $0 }
      throw Fault(
        "the store has not exactly one such observation", at: url.path,
        expected: "one of \(asked.joined(separator: ", "))",
        found: found.isEmpty
          ? "none"
          : found.prefix(3).map(\.provenance).joined(separator: ", ")
            + (found.count > 3 ? " and \(found.count - 3) more" : ""))
    }
    return found[0]
  }

  /// Values that their own work prints twice and differently.
  public func conflicts(
    file: String = #fileID, line: Int = #line
  ) throws -> [ObservationPair] { try pairs("conflicts", file, line) }

  /// Values that different works measured of the same model class.
  public func replications(
    file: String = #fileID, line: Int = #line
  ) throws -> [ObservationPair] { try pairs("replications", file, line) }

  private func pairs(_ view: String, _ file: String, _ line: Int) throws -> [ObservationPair] {
    let found = try read { try ObservationPair.fetchAll($0, view: view) }
    note("\(view)()", found.flatMap { [$0.first.provenance, $0.second.provenance] }, file, line)
    return found
  }
}

extension ObservationPair {
  static func fetchAll(_ db: Database, view: String) throws -> [ObservationPair] {
    let pairs = try Row.fetchAll(db, sql: "SELECT first_id, second_id FROM \(view)")
    guard !pairs.isEmpty else { return [] }
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM observations")
    let byID = try Dictionary(
      uniqueKeysWithValues: rows.map { ($0["id"] as Int64, try Observation($0)) })
    return pairs.compactMap { pair in
      guard let first = byID[pair[0]], let second = byID[pair[1]] else { return nil }
      return ObservationPair(first: first, second: second)
    }
  }
}

extension Observation {
  fileprivate static func fetchAll(
    _ db: Database, where conditions: [(column: String, value: String)]
  ) throws -> [Observation] {
    let filter = conditions.map { "\($0.column) = ?" }.joined(separator: " AND ")
    let sql = """
      SELECT * FROM observations WHERE \(filter.isEmpty ? "TRUE" : filter)
      ORDER BY family_position, attention_fraction IS NULL, attention_fraction, task, metric,
        source_position, line
      """
    let arguments = StatementArguments(conditions.map(\.value))
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map(Observation.init)
  }
}
