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
