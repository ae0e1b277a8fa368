import Core
import GRDB

extension Store {
  /// The models, in the order of families and attention fractions.
  public func models() throws -> [Model] {
    try fetch(
      """
      SELECT m.*, m.name AS model FROM model m JOIN family f ON f.key = m.family
      ORDER BY f.position, attention_fraction IS NULL, attention_fraction, m.name
      """, Model.init)
  }

  /// Every task and metric that something was measured in.
  public func metricKinds() throws -> [MetricKind] {
    try fetch(
      """
      SELECT task, metric, unit, higher_is_better, count(*) AS observations FROM observation
      GROUP BY task, metric, unit, higher_is_better ORDER BY task, metric, unit
      """, MetricKind.init)
  }

  /// The data files, in the order of the manifest.
  public func sources() throws -> [DataSource] {
    try fetch("SELECT * FROM source ORDER BY position", DataSource.init)
  }

  /// The families, in the order of tables and charts.
  public func families() throws -> [Family] {
    try fetch("SELECT * FROM family ORDER BY position", Family.init)
  }

  /// The family with this key, display name or alias.
  public func family(named name: String) throws -> Family? {
    let families = try families()
    return families.first { $0.key == name } ?? families.first { $0.isCalled(name) }
  }

  /// The bibliography, by key.
  public func references() throws -> [Reference] {
    try fetch("SELECT * FROM reference ORDER BY key", Reference.init)
  }

  /// The known layouts, in the order of their file.
  public func layouts() throws -> [LayerLayout] {
    try fetch("SELECT * FROM layout ORDER BY source_id, line", LayerLayout.init)
  }

  /// What the mixers cost, in the order of their file.
  public func costs(file: String = #fileID, line: Int = #line) throws -> [MixerCost] {
    let costs = try fetch(
      """
      SELECT c.*, s.path || ':' || c.line AS provenance
      FROM cost c JOIN source s ON s.id = c.source_id ORDER BY s.position, c.line
      """, MixerCost.init)
    note("costs()", costs.map(\.provenance), file, line)
    return costs
  }

  /// A digest of all that the store was filled from: two stores with the same fingerprint give
  /// the same answers.
  public func fingerprint() throws -> String {
    let keys = try read { try Row.fetchAll($0, sql: "SELECT path, key FROM source ORDER BY path") }
    return Digest.sha256(keys.map { "\($0[0] as String) \($0[1] as String)\n" }.joined())
  }

  private func fetch<Record>(_ sql: String, _ make: (Row) throws -> Record) throws -> [Record] {
    try read { try Row.fetchAll($0, sql: sql).map(make) }
  }
}

extension Store {
  /// What is known of tasks, in the order of their file.
  public func tasks(file: String = #fileID, line: Int = #line) throws -> [TaskInfo] {
    try facts("task", "tasks()", file, line) {
      TaskInfo(
        key: $0["key"], display: $0["display"], suite: $0["suite"], items: $0["items"],
        chance: $0["chance"], source: $0["source_text"])
    }
  }

  /// The numbers that the paper's sentences quote, in the order of their file.
  public func quotes(file: String = #fileID, line: Int = #line) throws -> [Quote] {
    try facts("quote", "quotes()", file, line) {
      Quote(
        id: $0["id"], section: $0["section"], text: $0["text"], quantity: $0["quantity"],
        low: $0["low"], high: $0["high"], resolution: $0["resolution"], unit: $0["unit"],
        path: $0["path"], line: $0["line"])
    }
  }

  /// The update rules, in the order of their file.
  public func updateRules(file: String = #fileID, line: Int = #line) throws -> [UpdateRule] {
    try facts("update_rule", "updateRules()", file, line) {
      UpdateRule(
        family: $0["family"], update: $0["update_text"], readout: $0["readout"],
        provenance: $0["provenance"])
    }
  }

  /// The paper's figures and tables, in the order of their file.
  public func exhibits(file: String = #fileID, line: Int = #line) throws -> [Exhibit] {
    try facts("exhibit", "exhibits()", file, line) {
      Exhibit(
        v2: $0["v2"], v1: $0["v1"], title: $0["title"], items: try $0.list("items"),
        note: $0["note"], provenance: $0["provenance"])
    }
  }

  /// What the paper's averages are made of, in the order of their file.
  public func averages(file: String = #fileID, line: Int = #line) throws -> [AverageDefinition] {
    let parts = try facts("average_part", "averages()", file, line) { row in
      (
        average: row["average"] as String,
        part: AverageDefinition.Part(
          name: row["part"], tasks: try row.list("tasks"), metrics: try row.list("metrics"),
          source: row["source_text"])
      )
    }
    var keys: [String] = []
    for part in parts where !keys.contains(part.average) { keys.append(part.average) }
    return keys.map { key in
      AverageDefinition(key: key, parts: parts.filter { $0.average == key }.map(\.part))
    }
  }

  /// The rows of a table of facts with their places; `query` is what is noted.
  private func facts<Record>(
    _ table: String, _ query: String, _ file: String, _ line: Int, _ make: (Row) throws -> Record
  ) throws -> [Record] {
    let (records, places) = try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT t.*, s.path, s.path || ':' || t.line AS provenance
          FROM \(table) t JOIN source s ON s.id = t.source_id ORDER BY s.position, t.line
          """)
      return (try rows.map(make), rows.map { $0["provenance"] as String })
    }
    note(query, places, file, line)
    return records
  }
}
