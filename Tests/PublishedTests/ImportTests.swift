import Core
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Published

@Suite struct ImportTests {
  let copy: DataCopy
  let store: Store

  init() throws {
    copy = try DataCopy()
    store = try Store.open(at: copy.temporary.storeURL)
  }

  private func count(_ table: String) throws -> Int {
    try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
  }

  private func outcome(_ file: String, in report: ImportReport) -> ImportReport.Outcome? {
    report.files.first { $0.path == "data/\(file)" }?.outcome
  }

  @Test func fillsAnEmptyStore() throws {
    let data = try copy.folder.load()
    let report = try store.importData(data)
    #expect(report.files.allSatisfy { $0.outcome == .new })
    #expect(report.files.map(\.path).first == "data/references.json")
    #expect(report.files.map(\.rows).reduce(0, +) == data.rowCount)
    let rows = try [
      "reference", "family", "layout", "cost", "task", "quote", "update_rule", "exhibit",
      "average_part", "recorded_run", "stack_speed", "observation",
    ].map(count)
    #expect(rows.reduce(0, +) == data.rowCount)
  }

  @Test func changesNothingTheSecondTime() throws {
    try store.importData(try copy.folder.load())
    let before = try dump()
    let report = try store.importData(try copy.folder.load())
    #expect(report.changedNothing)
    #expect(report.conflicts.count == 2)
    #expect(try dump() == before)
  }

  @Test func replacesARevisionAndSaysWhatChanged() throws {
    try store.importData(try copy.folder.load())
    let rows = try count("observation")
    try copy.editField("paper/table7.csv", 2, "value", "0.418")
    try copy.editLine("paper/table7.csv", 26) { _ in nil }
    try copy.folder.seal()
    let report = try store.importData(try copy.folder.load())
    let model = "arXiv:2507.06457 1.3B"
    #expect(
      outcome("paper/table7.csv", in: report)
        == .replaced([
          .init(
            model: "\(model) DeltaNet 24:1", task: "ruler_average", metric: "accuracy",
            old: "0.417", new: "0.418"),
          .init(
            model: "\(model) mean of 4 families pure", task: "ruler_average", metric: "accuracy",
            old: "0.256", new: nil),
        ]))
    #expect(outcome("paper/table5.csv", in: report) == .same)
    #expect(try count("observation") == rows - 1)
    #expect(try store.models().contains { $0.name.hasSuffix("mean of 4 families pure") } == false)
    #expect(report.description.contains("0.417 → 0.418"))
  }

  @Test func isTheSameByAnyWay() throws {
    try store.importData(try copy.folder.load())
    try copy.editField("paper/table5.csv", 3, "value", "0.400")
    try copy.folder.seal()
    try store.importData(try copy.folder.load())
    try copy.editField("paper/table5.csv", 3, "value", "0.471")
    try copy.folder.seal()
    try store.importData(try copy.folder.load())
    let other = try TemporaryFolder()
    let fresh = try filledStore(in: other)
    #expect(try store.fingerprint() == fresh.fingerprint())
    #expect(try store.observations() == fresh.observations())
    #expect(try store.conflicts() == fresh.conflicts())
  }

  @Test func removesWhatIsNoLongerListed() throws {
    try store.importData(try copy.folder.load())
    var manifest = try copy.folder.manifest()
    manifest.files.removeAll { $0.file == "other-papers/jamba.csv" }
    try copy.write("manifest.json", manifest.text)
    let report = try store.importData(try copy.folder.load())
    #expect(outcome("other-papers/jamba.csv", in: report) == .removed)
    #expect(try store.models().contains { $0.name.contains("Jamba") } == false)
  }

  @Test func aChangedLayoutReachesTheModels() throws {
    try store.importData(try copy.folder.load())
    try copy.replace(
      "layouts.csv", "24:1,one-in-r,24,1,23,inferred", "24:1,one-in-r,24,1,11,stated")
    try copy.folder.seal()
    let report = try store.importData(try copy.folder.load())
    #expect(outcome("paper/table7.csv", in: report) == .replaced([]))
    let observation = try #require(
      try store.observations(path: "data/paper/table7.csv", ratio: "24:1").first)
    #expect(observation.model.layers.indices == [11])
    #expect(observation.model.layers.status == .stated)
  }

  @Test func aRenamedFamilyReachesTheModels() throws {
    try store.importData(try copy.folder.load())
    try copy.replace("families.csv", "KDA,KDA,", "Kimi,KDA,")
    let kimi = try copy.text("other-papers/kimi_linear.csv")
    try copy.write(
      "other-papers/kimi_linear.csv", kimi.replacingOccurrences(of: ",KDA,", with: ",Kimi,"))
    try copy.folder.seal()
    try store.importData(try copy.folder.load())
    #expect(try store.observations(family: "Kimi").count == 8)
    #expect(try store.observations(family: "KDA").isEmpty)
  }

  @Test func leavesNothingHalfWritten() throws {
    try store.importData(try copy.folder.load())
    let before = try dump()
    try copy.editField("paper/table2.csv", 2, "value", "0.300")
    try copy.folder.seal()
    let changed = try copy.folder.load()
    let broken = DataSet(files: changed.files + [try Broken.file(changed)])
    let fault = try fault { try store.importData(broken) }
    #expect(fault.what == "the power went out")
    #expect(try dump() == before)
  }

  @Test func survivesAnErrorOfTheDatabase() throws {
    try store.importData(try copy.folder.load())
    let before = try dump()
    let data = try copy.folder.load()
    let twice = DataSet(
      files: data.files.map { .init(content: $0.content, rows: $0.rows, key: $0.key) }
        + [.init(content: data.files[5].content, rows: data.files[0].rows, key: data.files[0].key)])
    _ = try? store.importData(twice)
    #expect(try dump() == before)
  }

  @Test func twoImportersTakeTurns() async throws {
    let data = try copy.folder.load()
    let url = copy.temporary.storeURL
    let reports = try await withThrowingTaskGroup(of: ImportReport.self) { group in
      for _ in 0..<4 { group.addTask { try Store.open(at: url).importData(data) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(reports.count == 4)
    #expect(reports.filter { !$0.changedNothing }.count == 1)
    #expect(try store.observations().count == 602)
  }

  /// All rows of all tables, as text.
  private func dump() throws -> [String] {
    try store.read { db in
      try ["source", "reference", "family", "layout", "cost", "model", "observation"].flatMap {
        try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description)
      }
    }
  }
}

/// Records that fail after some of them are in the store.
private struct Broken: DataRows {
  let count = 1

  init() {}
  init(_ content: FileContent, knowing catalog: Catalog) {}
  func register(in catalog: inout Catalog) {}
  func insert(into db: Database, source: Int64) throws {
    try db.execute(
      sql: """
        INSERT INTO cost (mixer, source_id, line, families, state, flops_per_token, complexity)
        VALUES ('x', ?, 2, '[]', '', '', '')
        """, arguments: [source])
    throw Fault("the power went out")
  }

  static func file(_ data: DataSet) throws -> DataSet.File {
    var entry = try #require(data.files.last?.entry)
    entry.file = "broken.csv"
    let content = FileContent(entry: entry, path: "data/broken.csv", data: Data())
    return .init(content: content, rows: Broken(), key: Digest.sha256("broken"))
  }
}
