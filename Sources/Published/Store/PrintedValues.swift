import GRDB

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
