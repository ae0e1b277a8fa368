import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Files that have no end of names: what is kept in mind has one.
@Suite struct NameBudgetTests {
  private let long = String(repeating: "x", count: 16_000)

  @Test func aBudgetIsSpentOnce() {
    var budget = NameBudget()
    let first = budget.takes(NameBudget.limit - 1)
    let tooMuch = budget.takes(2)
    let last = budget.takes(1)
    #expect([first, tooMuch, last] == [true, false, true])
  }

  /// More long names than fit: they are forgotten and asked for again, and none is made twice.
  @Test func modelsAreForgottenAndFoundAgain() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.csv")
    let count = NameBudget.limit / long.utf8.count + 100
    var text = LongCSVImporterTests.header
    for index in [Int](0..<count) + [0, count - 1] {
      text += "point,\(long)\(index),loss,,,,,\(text.utf8.count),1,,,,\n"
    }
    try Data(text.utf8).write(to: url)
    let store = try ResultStore.open(at: folder.url.appendingPathComponent("r.sqlite"))
    let outcome = try store.importFile(ImportFile(url))
    #expect(outcome.models == count && outcome.new == count + 2)
    #expect(try store.models().count == count)
  }

  @Test func aRunWithTooMuchTextInItsSeriesIsRefused() throws {
    let lines = (0..<30).map { line in
      let fields = (0..<100).map { "\"\(long)\(100 * line + $0)\": 1.5" }
      return "{\"_step\": \(line), \(fields.joined(separator: ", "))}\n"
    }
    let error = try fault { try Imported("wandb-history.jsonl", lines.joined()) }
    #expect(error.what.contains("too many series"))
    #expect(error.location.hasPrefix("wandb-history.jsonl:"))
  }

  @Test func samplesWithTooManyFiltersAreRefused() throws {
    let lines = (0..<1_100).map { "{\"doc_id\": \($0), \"filter\": \"f\($0)\"}\n" }
    let error = try fault {
      try Imported("samples_a.jsonl", bytes: Array(lines.joined().utf8), as: "lm-eval-samples")
    }
    #expect(error.what == "there are too many filters")
    #expect(error.location == "samples_a.jsonl:1001")
  }

  @Test func aTableOfTooLongNamesIsRefused() throws {
    let rows = (0..<2_300).map { "\(long)\($0),finished,1\n" }
    let error = try fault {
      try Imported(
        "export.csv", bytes: Array(("Name,State,loss\n" + rows.joined()).utf8), as: "wandb-runs")
    }
    #expect(error.what == "the table has too many names")
  }

  /// One character may have any number of accents.
  @Test func aNameIsCutWhateverItsCharactersAre() {
    let name = "e" + String(repeating: "\u{301}", count: 100_000)
    #expect(name.clipped.utf8.count < 200)
    var notes = ImportNotes()
    notes.add(name)
    var leftOut = LeftOut()
    leftOut.note(name, "why")
    #expect((notes.warnings + leftOut.warnings).allSatisfy { $0.utf8.count < 300 })
  }
}
