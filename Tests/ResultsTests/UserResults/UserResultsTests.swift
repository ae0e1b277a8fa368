import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results

@Suite struct UserResultsTests {
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

  private func results(_ files: String...) throws -> UserResults {
    for (index, rows) in files.enumerated() {
      let url = temporary.url.appendingPathComponent("\(index).csv")
      try Data((LongCSVImporterTests.header + rows).utf8).write(to: url)
      try store.importFile(try ImportFile(url, path: "\(index).csv"))
    }
    return try UserResults(store, catalog: catalog)
  }

  private func row(
    _ model: String, _ value: String, task: String = "piqa", metric: String = "acc",
    shots: String = "0", version: String = "1", error: String = "", n: String = "",
    unit: String = "fraction"
  ) -> String {
    "score,\(model),\(task),\(metric),none,\(shots),\(version),,\(value),\(error),\(n),\(unit),true\n"
  }

  @Test func percentagesAndFractionsShareASeries() throws {
    let found = try results(
      row(Self.pure, "73.5", error: "1.5", unit: "percent") + row(Self.dense, "0.75"))
    #expect(found.series.count == 1 && found.incomparable.isEmpty)
    let points = found.series[0].points
    #expect(points.map(\.value) == [0.735, 0.75])
    #expect(points[0].standardError == 0.015 && points[0].original == "73.5 percent")
    #expect(points.map(\.sources) == [["0.csv: line 2"], ["0.csv: line 3"]])
    #expect(found.series[0].higherIsBetter == true)
  }

  @Test(arguments: [
    ("5", "1", ["shots"]), ("0", "2", ["version"]), ("", "1", ["shots"]),
    ("5", "2", ["shots", "version"]),
  ])
  func whatWasMeasuredDifferentlySharesNone(
    _ shots: String, _ version: String, _ differences: [String]
  ) throws {
    let found = try results(
      row(Self.pure, "0.7") + row(Self.dense, "0.75", shots: shots, version: version))
    #expect(found.series.map(\.points.count) == [1, 1])
    #expect(found.incomparable.map(\.differences) == [differences])
  }

  @Test func modelsOfAnotherScaleAreAnotherSeriesAndNoContradiction() throws {
    let found = try results(
      row(Self.pure, "0.7") + row("m-a-p/340M-20B-GLA-pure-baseline", "0.6"))
    #expect(found.series.map(\.key.scale) == ["1.3B", "340M"])
    #expect(found.incomparable.isEmpty)
    #expect(found.scales == ["1.3B", "340M"])
  }

  @Test func unidentifiedModelsAreListedAndStayOut() throws {
    let found = try results(row("mine", "0.7") + row(Self.pure, "0.6"))
    #expect(found.models.map(\.name) == [Self.pure, "mine"])
    #expect(found.identified.map(\.name) == [Self.pure])
    #expect(found.series.flatMap(\.points).map(\.model) == [Self.pure])
  }

  @Test func contradictionsAreInNoSeries() throws {
    let found = try results(row(Self.pure, "0.7"), row(Self.pure, "0.71") + row(Self.dense, "0.8"))
    #expect(found.series.flatMap(\.points).map(\.model) == [Self.dense])
    #expect(found.conflicts.map(\.model) == [Self.pure])
    #expect(found.conflicts[0].points.map(\.value) == [0.7, 0.71])
  }

  @Test func oneValueOfSeveralFilesIsThatWhichKnowsItsError() throws {
    let found = try results(
      row(Self.pure, "0.7"), row(Self.pure, "70", error: "1", n: "100", unit: "percent"))
    #expect(found.conflicts.isEmpty)
    #expect(found.series[0].points.map(\.n) == [100])
  }

  @Test(arguments: [("0.5", true), ("0", false), ("1", false)])
  func anErrorOfZeroIsFlaggedWhereItCannotBe(_ value: String, _ isFlagged: Bool) throws {
    let point = try results(row(Self.pure, value, error: "0", n: "10")).series[0].points[0]
    #expect(point.hasImpossibleError == isFlagged)
    #expect((point.standardError == nil) == isFlagged)
  }

  // MARK: Averages

  private func languageModelling(_ model: String, _ value: String, without task: String? = nil)
    -> String
  {
    [
      ("arc_challenge", "acc_norm"), ("arc_easy", "acc"), ("hellaswag", "acc_norm"),
      ("lambada_openai", "acc"), ("openbookqa", "acc_norm"), ("piqa", "acc"),
    ].filter { $0.0 != task }
      .map { row(model, value, task: $0.0, metric: $0.1, n: "100") }.joined()
  }

  @Test func theAverageIsThatOfThePapersSixTasks() throws {
    let rows = languageModelling(Self.pure, "0.5").replacing(
      "piqa,acc,none,0,1,,0.5", with: "piqa,acc,none,0,1,,0.8")
    let found = try results(rows + languageModelling(Self.dense, "0.6"))
    let average = try #require(found.averages.first)
    #expect(found.averages.count == 1 && found.incomplete.isEmpty)
    #expect(average.definition.key == "lm_average" && average.scale == "1.3B")
    #expect(average.points.map(\.model) == [Self.pure, Self.dense])
    #expect(abs(average.points[0].value - 0.55) < 1e-12)
    // Five shares of 0.5 and one of 0.8, each of 100 items.
    let expected: Double = (5 * 0.0025 + 0.0016).squareRoot() / 6
    let error = try #require(average.points[0].standardError)
    #expect(abs(error - expected) < 1e-12)
    #expect(average.points[0].n == 600)
    #expect(average.points[0].sources.count == 6)
    let observation = try #require(average.observations.last)
    #expect(observation.task == "lm_average" && observation.model.ratioLabel == "3:1")
    #expect(observation.provenance == "0.csv: line 8 and 5 more")
  }

  @Test func aModelWithoutAllTasksHasNoAverage() throws {
    let found = try results(languageModelling(Self.pure, "0.5", without: "openbookqa"))
    #expect(found.averages.isEmpty)
    #expect(found.incomplete.map(\.missing) == [["openbookqa"]])
  }

  @Test func averagesOfOtherVariantsAreOtherSeries() throws {
    let standard = languageModelling(Self.dense, "0.6").replacing(
      "lambada_openai", with: "lambada_standard")
    let found = try results(languageModelling(Self.pure, "0.5") + standard)
    #expect(found.averages.map(\.points.count) == [1, 1])
  }

  private static let ruler = [
    "niah_single_1", "niah_single_2", "niah_single_3", "niah_multikey_1", "niah_multikey_2",
    "niah_multikey_3", "niah_multivalue", "niah_multiquery", "ruler_vt", "ruler_cwe", "ruler_fwe",
    "ruler_qa_squad", "ruler_qa_hotpot",
  ]

  @Test func recallHasAnAverageForEachLength() throws {
    let rows =
      Self.ruler.map { row(Self.pure, "0.4", task: $0, metric: "accuracy@4096") }
      + Self.ruler.dropLast().map { row(Self.pure, "0.2", task: $0, metric: "accuracy@8192") }
    let found = try results(rows.joined())
    let whole = found.averages.filter { $0.definition.key == "ruler_average" }
    #expect(whole.map(\.length) == [4096])
    #expect(abs(whole[0].points[0].value - 0.4) < 1e-12)
    let missing = found.incomplete.filter { $0.definition.key == "ruler_average" }
    #expect(missing.map(\.length) == [8192])
    #expect(missing.map(\.missing) == [["question answering 2"]])
    #expect(found.averages.contains { $0.definition.key == "ruler_vt" && $0.length == 8192 })
  }

  @Test func rulersOwnSummariesMakeTheSameAverage() throws {
    let names = Self.ruler.map {
      $0 == "ruler_qa_squad"
        ? "qa_1"
        : $0 == "ruler_qa_hotpot"
          ? "qa_2"
          : $0.hasPrefix("ruler_") ? String($0.dropFirst(6)) : $0
    }
    let rows = names.map { row(Self.pure, "40", task: $0, metric: "score@4096", unit: "percent") }
    let found = try results(rows.joined())
    let whole = try #require(found.averages.first { $0.definition.key == "ruler_average" })
    #expect(whole.length == 4096 && abs(whole.points[0].value - 0.4) < 1e-12)
  }

  @Test func theMeanOverModelsKeepsTheErrors() throws {
    let found = try results(
      languageModelling(Self.pure, "0.5") + languageModelling(Self.dense, "0.7"))
    let rows = found.averages[0].observations
    let mean = Observation.mean(rows, family: "FamilyMean")
    #expect(abs(mean.value - 0.6) < 1e-12 && mean.model.family == "FamilyMean")
    #expect(mean.provenance.hasPrefix("mean of 2 models"))
    #expect(Observation.mean([rows[0]]) == rows[0])
  }
}

extension String {
  fileprivate func replacing(_ old: String, with new: String) -> String {
    components(separatedBy: old).joined(separator: new)
  }
}
