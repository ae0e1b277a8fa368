import GRDB
import Testing
import TestSupport

/// The views, as another program sees them.
@Suite struct ViewTests {
  let temporary: TemporaryFolder
  let queue: DatabaseQueue

  init() throws {
    temporary = try TemporaryFolder()
    _ = try filledStore(in: temporary)
    queue = try DatabaseQueue(path: temporary.storeURL.path)
  }

  private func rows(_ sql: String) throws -> [[String]] {
    try queue.read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map { "\($0.storage.value ?? "NULL")" }
      }
    }
  }

  @Test func recallByRatio() throws {
    let found = try rows(
      """
      SELECT ratio_label, value_text, provenance FROM recall_by_ratio
      WHERE family = 'HGRN2' AND provenance LIKE '%table7%'
      """)
    #expect(found.map { $0[0] } == ["pure", "24:1", "12:1", "6:1", "3:1"])
    #expect(found.map { $0[1] } == ["0.203", "0.303", "0.368", "0.434", "0.395"])
    #expect(found.last?[2] == "data/paper/table7.csv:20")
  }

  @Test func languageModellingByRatio() throws {
    let found = try rows("SELECT count(*) FROM lm_by_ratio GROUP BY scale ORDER BY count(*), scale")
    #expect(found == [["7"], ["7"], ["35"]])
  }

  @Test func conflicts() throws {
    let found = try rows("SELECT model, first_value, second_value FROM conflicts")
    #expect(found.last == ["arXiv:2507.06457 1.3B GatedDeltaNet 3:1", "0.440", "0.436"])
  }

  @Test func replications() throws {
    let found = try rows(
      """
      SELECT first_citation, second_citation, count(*) FROM replications
      GROUP BY first_citation, second_citation ORDER BY 1, 2
      """)
    #expect(
      found.map { $0.prefix(2).joined(separator: " ") } == [
        "entrainment2026 yamwd2026", "wang2025systematic entrainment2026",
      ])
  }

  @Test func coverageAddsUp() throws {
    #expect(try rows("SELECT sum(observations) FROM coverage") == [["602"]])
  }

  @Test func attentionFractionIsGenerated() throws {
    let found = try rows(
      """
      SELECT DISTINCT ratio_label, round(attention_fraction, 4) FROM model
      WHERE name LIKE 'arXiv:2403.19887%' ORDER BY 2
      """)
    #expect(
      found == [
        ["pure Mamba", "0.0"], ["a:m=1:7", "0.125"], ["a:m=1:3", "0.25"], ["all attention", "1.0"],
      ])
    #expect(throws: DatabaseError.self) {
      try queue.write { try $0.execute(sql: "UPDATE model SET attention_fraction = 1") }
    }
  }

  @Test(arguments: [
    "UPDATE model SET attention_layers = 25 WHERE total_layers = 24",
    "UPDATE model SET family = 'nobody'",
    "UPDATE source SET scope = 'hearsay'",
    "UPDATE observation SET value = 'high'",
    "UPDATE observation SET n = 0",
    "UPDATE layout SET attention_indices = '[1]' WHERE attention_layers = 2",
    "INSERT INTO observation SELECT 100000, source_id, line, model_id, task, metric, value, "
      + "value_text, resolution, stderr, n, unit, higher_is_better, locator FROM observation LIMIT 1",
  ])
  func theSchemaRefusesNonsense(sql: String) throws {
    #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
  }
}
