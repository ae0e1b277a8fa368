import Core
import GRDB
import Storage

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

// How records come out of rows of the database. Words that the loader has checked are read back
// through `word`, which says so if they are not known: another program may have written them.

extension Row {
  fileprivate func word<Word: RawRepresentable>(
    _ column: String, _: Word.Type = Word.self
  ) throws -> Word where Word.RawValue == String {
    let text: String = self[column]
    guard let word = Word(rawValue: text) else {
      throw Fault("the store holds an unknown word", at: "column \(column)", found: text)
    }
    return word
  }

  func list<Element: Decodable>(_ column: String) throws -> [Element] {
    try jsonList(self[column], of: Element.self)
  }
}

extension Model {
  init(_ row: Row) throws {
    let indices: String? = row["attention_indices"]
    let status: String? = row["layout_status"]
    self.init(
      name: row["model"], family: row["family"], scale: row["scale"],
      parameters: row["parameters"], tokens: row["tokens"],
      layers: LayerCount(
        total: row["total_layers"], attention: row["attention_layers"],
        indices: try indices.map { try jsonList($0, of: Int.self) },
        status: status.flatMap(LayerLayout.Status.init), statedFraction: row["stated_fraction"]),
      ratioLabel: row["ratio_label"], ratioConvention: try row.word("ratio_convention"))
  }
}

extension Observation {
  init(_ row: Row) throws {
    self.init(
      model: try Model(row), task: row["task"], metric: row["metric"], value: row["value"],
      valueText: row["value_text"], resolution: row["resolution"], standardError: row["stderr"],
      n: row["n"], unit: try row.word("unit"), higherIsBetter: row["higher_is_better"],
      locator: row["locator"], path: row["path"], line: row["line"], citation: row["citation"],
      scope: try row.word("scope"))
  }
}

extension MetricKind {
  init(_ row: Row) throws {
    self.init(
      task: row["task"], metric: row["metric"], unit: try row.word("unit"),
      higherIsBetter: row["higher_is_better"], observations: row["observations"])
  }
}

extension DataSource {
  init(_ row: Row) throws {
    let convention: String? = row["ratio_convention"]
    self.init(
      path: row["path"], kind: try row.word("kind"), title: row["title"],
      citation: row["citation"], version: row["version"], locator: row["locator"],
      scope: try row.word("scope"),
      ratioConvention: convention.flatMap(RatioConvention.init), licence: row["licence"],
      sha256: row["sha256"], rows: row["rows"], note: row["note"])
  }
}

extension Family {
  init(_ row: Row) throws {
    self.init(
      key: row["key"], display: row["display"], generation: row["generation"],
      state: row["state"], role: try row.word("role"), position: row["position"],
      aliases: try row.list("aliases"), reference: row["reference"])
  }
}

extension Reference {
  init(_ row: Row) throws {
    self.init(
      key: row["key"], authors: try row.list("authors"), title: row["title"], year: row["year"],
      venue: row["venue"], url: row["url"], version: row["version"])
  }
}

extension LayerLayout {
  init(_ row: Row) throws {
    let text: String = row["ratio_label"]
    guard let ratio = RatioLabel(text) else {
      throw Fault("the store holds an unknown word", at: "column ratio_label", found: text)
    }
    self.init(
      ratio: ratio, ratioConvention: try row.word("ratio_convention"),
      totalLayers: row["total_layers"], attentionLayers: row["attention_layers"],
      attentionIndices: try row.list("attention_indices"), status: try row.word("status"),
      source: row["source_text"])
  }
}

extension MixerCost {
  init(_ row: Row) throws {
    self.init(
      mixer: row["mixer"], families: try row.list("families"), state: row["state"],
      flopsPerToken: row["flops_per_token"], passes: row["passes"],
      complexity: row["complexity"], provenance: row["provenance"])
  }
}

/// The values of one source as printed, to tell what a new revision changes.
struct PrintedValues {
  private struct Identity: Hashable, Comparable {
    let parts: [String]
    static func < (a: Identity, b: Identity) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
  }

  private let values: [Identity: String]

  init(_ db: Database, source: Int64) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT m.name, o.task, o.metric, o.value_text
        FROM observation o JOIN model m ON m.id = o.model_id
        WHERE o.source_id = ?
        """,
      arguments: [source])
    values = Dictionary(
      uniqueKeysWithValues: rows.map { (Identity(parts: [$0[0], $0[1], $0[2]]), $0[3]) })
  }

  func changes(from old: PrintedValues) -> [ImportReport.ValueChange] {
    Set(values.keys).union(old.values.keys).sorted().compactMap { identity in
      let (before, after) = (old.values[identity], values[identity])
      guard before != after else { return nil }
      return ImportReport.ValueChange(
        model: identity.parts[0], task: identity.parts[1], metric: identity.parts[2],
        old: before, new: after)
    }
  }
}
