import Core
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Numbers that no evaluation has: they are refused at the door, and a store that holds them all the same can be
/// read.
@Suite struct NumberBoundsTests {
  private let temporary: TemporaryFolder
  private let store: ResultStore

  init() throws {
    temporary = try TemporaryFolder()
    store = try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
  }

  private static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"

  private func take(_ row: String) throws -> ImportOutcome {
    let url = temporary.url.appendingPathComponent("x.csv")
    try Data((Self.header + row + "\n").utf8).write(to: url)
    return try store.importFile(try ImportFile(url, path: "x.csv"))
  }

  @Test(arguments: [
    "score,m,piqa,acc,none,0,1,,0.7,0.01,9223372036854775807,fraction,true",
    "score,m,piqa,acc,none,9223372036854775807,1,,0.7,0.01,10,fraction,true",
    "score,m,piqa,acc,none,0,1,,0.7,1e308,10,fraction,true",
    "score,m,piqa,acc,none,0,1,,0.7,1.5,10,fraction,true",
    "score,m,x,y,none,0,1,,1e300,,10,score,true",
    "score,m,x,y,none,0,1,,-1e300,,10,score,true",
    "point,m,loss,,,,,9223372036854775807,0.7,,,,",
    "point,m,loss,,,,,1,1e308,,,,",
  ])
  func whatIsTooLargeIsRefusedWithItsLine(_ row: String) throws {
    let fault = try fault { _ = try take(row) }
    #expect(fault.location.contains("x.csv: line 2"), "\(fault)")
    #expect(fault.expected != nil)
    #expect(try store.models().isEmpty)
  }

  /// The same in a store that something else has written.
  @Test func aHostileStoreCanBeReadAndMendedByForgetting() throws {
    let name = "m-a-p/1.3B-100B-HGRN2-hybrid-3-1"
    _ = try take("score,\(name),piqa,acc,none,0,1,,0.7,0.01,10,fraction,true")
    try store.file.write { db in
      try db.execute(sql: "UPDATE score SET n = 9223372036854775807")
      try db.execute(
        sql: """
          INSERT INTO model_statement VALUES
          (?, 'configuration', 'c', 'HGRN2', '', '', 'stated', 9223372036854775807, 1, ''),
          ('o', 'mapping', 'c', 'HGRN2', '', '9223372036854775806:1', 'linear-to-full', NULL, NULL, ''),
          ('p', 'mapping', 'c', 'HGRN2', '', '', 'stated', 2, 9, '')
          """, arguments: [name])
    }
    let families = try filledStore(in: temporary).families()
    let models = try store.knownModels(families: families)
    #expect(models.map(\.name) == [name])
    #expect(try store.scores(model: name).map(\.score.n) == [nil])
    #expect(try store.forget(model: name))
    #expect(try store.models().isEmpty)
    #expect(try !store.forget(model: name))
  }

  @Test func aForgottenModelComesBackWithItsFile() throws {
    let rows = ["a", "b"].map { "score,\($0),piqa,acc,none,0,1,,0.7,0.01,10,fraction,true" }
      .joined(separator: "\n")
    _ = try take(rows)
    #expect(try take(rows).isKnown)
    #expect(try store.forget(model: "a"))
    #expect(try store.models().map(\.name) == ["b"])
    #expect(try take(rows).new == 2)
    #expect(try store.models().map(\.name) == ["a", "b"])
    #expect(try take(rows).isKnown)
  }

  @Test(arguments: [
    "m-a-p/1e308B-100B-HGRN2-hybrid-3-1", "m-a-p/1.3B-100B-HGRN2-hybrid-9223372036854775807-1",
    "m-a-p/infB-100B-HGRN2-hybrid-3-1", "m-a-p/1.3B-1e9999B-HGRN2-hybrid-3-1",
  ])
  func aNameWithSuchANumberSaysNothing(_ name: String) throws {
    let families = try filledStore(in: temporary).families()
    #expect(ModelStatement(name: name, families: families) == nil)
  }
}
