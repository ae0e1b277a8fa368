import Core
import Foundation
import GRDB
import Runs

/// Training runs that were kept: JSON, a run a line.
struct RunRows: DataRows {
  static let isCited = false

  let runs: [(record: RecordedRun, text: String, line: Int)]
  var count: Int { runs.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var seen: Set<String> = []
    runs = try content.lines().map { text, line in
      let place = "\(content.path):\(line)"
      let json = try JSONReader.read(Data(text.utf8), at: content.path, line: line)
      let record = try RecordedRun(json, at: place)
      guard seen.insert(record.run.identity).inserted else {
        throw Fault("the run stands twice", at: place, found: record.run.identity)
      }
      return (record, text, line)
    }
  }

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO recorded_run (source_id, line, identity, profile, record) VALUES (?, ?, ?, ?, ?)
        """)
    for (record, text, line) in runs {
      try statement.execute(arguments: [
        source, line, record.run.identity, record.run.description.profile, text,
      ])
    }
  }
}

extension Store {
  /// The runs of a profile that were kept, in the order of their file.
  public func recordedRuns(
    of profile: String, file: String = #fileID, line: Int = #line
  ) throws -> [RecordedRun] {
    let runs = try recordedRuns(where: "profile = ?", profile)
    note("recordedRuns(of: \"\(profile)\")", runs.map(\.place), file, line)
    return runs
  }

  /// The runs with these identities that were kept, whatever profile they were kept for.
  public func recordedRuns(
    identities: [String], file: String = #fileID, line: Int = #line
  ) throws -> [String: RecordedRun] {
    let list = String(
      decoding: try JSONValue.array(identities.map { .string($0) }).data(), as: UTF8.self)
    let runs = try recordedRuns(where: "identity IN (SELECT value FROM json_each(?))", list)
    note("recordedRuns(identities: \(identities.count) of them)", runs.map(\.place), file, line)
    return Dictionary(runs.map { ($0.run.identity, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func recordedRuns(where condition: String, _ argument: String) throws -> [RecordedRun] {
    let rows = try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT record, s.path || ':' || r.line AS place
          FROM recorded_run r JOIN source s ON s.id = r.source_id
          WHERE \(condition) ORDER BY s.position, r.line
          """, arguments: [argument])
    }
    return try rows.map { row in
      let text: String = row["record"]
      let place: String = row["place"]
      return try RecordedRun(JSONReader.read(Data(text.utf8), at: place), at: place)
    }
  }
}
