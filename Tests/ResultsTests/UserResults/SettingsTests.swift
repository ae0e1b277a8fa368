import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results

/// What an evaluation depends on beside its task decides what may be compared.
@Suite struct SettingsTests {
  private let temporary: TemporaryFolder
  private let catalog: Store
  private let store: ResultStore

  init() throws {
    temporary = try TemporaryFolder()
    catalog = try filledStore(in: temporary)
    store = try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
  }

  private static let pure = "m-a-p/1.3B-100B-GLA-pure"
  private static let dense = "m-a-p/1.3B-100B-GLA-hybrid-3-1"

  /// - Parameter rows: model, value, settings as JSON, seed
  private func results(_ rows: [(String, String, String, String)]) throws -> UserResults {
    let url = temporary.url.appendingPathComponent("mine.csv")
    let lines = rows.map { model, value, settings, seed in
      let quoted = "\"" + settings.replacing("\"", with: "\"\"") + "\""
      return "score,\(model),piqa,acc,none,0,1,,\(value),,100,fraction,true,\(quoted),\(seed)\n"
    }
    try Data((LongCSVColumn.header + "\n" + lines.joined()).utf8).write(to: url)
    try store.importFile(try ImportFile(url, path: "mine.csv"))
    return try UserResults(store, catalog: catalog)
  }

  @Test func aLimitedRunDoesNotContradictAFullOne() throws {
    let found = try results([
      (Self.pure, "0.9", #"{"limit":"10"}"#, ""), (Self.pure, "0.7", "", ""),
      (Self.dense, "0.8", "", ""),
    ])
    #expect(found.conflicts.isEmpty)
    #expect(found.series.map { $0.points.map(\.value) } == [[0.7, 0.8], [0.9]])
    #expect(found.incomparable.map(\.differences) == [["limit"]])
    #expect(found.incomparable[0].series[0].points.count == 2)
    #expect(found.incomparable[0].series[1].key.conditions.hasSuffix(", limit 10"))
  }

  /// The full run leads even where more models have a limited one.
  @Test func theFullRunComesFirst() throws {
    let limit = #"{"limit":"10"}"#
    let found = try results([
      (Self.pure, "0.9", limit, ""), (Self.dense, "0.95", limit, ""), (Self.dense, "0.8", "", ""),
    ])
    #expect(found.series.map(\.points.count) == [1, 2])
    #expect(found.incomparable[0].series.map { $0.key.settings.isLimited } == [false, true])
  }

  @Test func seedsOfOneSettingAreAMean() throws {
    let found = try results([
      (Self.pure, "0.5", "", "1"), (Self.pure, "0.75", "", "2"), (Self.pure, "0.25", "", "3"),
    ])
    let point = try #require(found.series.first?.points.first)
    #expect(found.conflicts.isEmpty && found.series.count == 1)
    #expect(point.value == 0.5 && point.repetitions == [0.5, 0.75, 0.25])
    // s = 0.25 over three seeds.
    #expect(abs((point.standardError ?? 0) - 0.25 / 3.0.squareRoot()) < 1e-15)
    #expect(point.original == "mean of 3 seeds" && point.n == 100)
  }

  @Test func oneSeedTwiceContradictsItself() throws {
    let found = try results([(Self.pure, "0.5", "", "1"), (Self.pure, "0.75", "", "1")])
    #expect(found.conflicts.count == 1 && found.series.isEmpty)
  }

  @Test func whatDiffersIsSaidInWords() throws {
    _ = try results([
      (Self.pure, "0.7", "", ""), (Self.pure, "0.9", #"{"limit":"10"}"#, ""),
      (Self.pure, "0.8", #"{"chat_template":"yes"}"#, ""),
      (Self.dense, "0.5", "", ""), (Self.dense, "0.6", "", ""),
    ])
    let found = try store.disagreements()
    #expect(
      found.map(\.words) == [
        "nothing that the files state", "chat_template: not said, yes", "limit: not said, 10",
      ])
    #expect(found.map { $0.values.map(\.value) } == [[0.5, 0.6], [0.7, 0.8], [0.7, 0.9]])
    #expect(found.map(\.differences) == [[], ["chat_template"], ["limit"]])
  }

  @Test func settingsAndSeedsSurviveAnExport() throws {
    _ = try results([(Self.pure, "0.7", #"{"a":"1, \"2\"","limit":"0.5"}"#, "7")])
    let first = temporary.url.appendingPathComponent("first.csv")
    try store.exportLongCSV(to: first)
    let copy = try ResultStore.open(at: temporary.url.appendingPathComponent("copy.sqlite"))
    try copy.importFile(try ImportFile(first))
    let second = temporary.url.appendingPathComponent("second.csv")
    try copy.exportLongCSV(to: second)
    #expect(try Data(contentsOf: first) == Data(contentsOf: second))
    let score = try #require(try copy.scores(model: Self.pure).first?.score)
    #expect(score.seed == 7 && score.settings["a"] == "1, \"2\"")
  }
}
