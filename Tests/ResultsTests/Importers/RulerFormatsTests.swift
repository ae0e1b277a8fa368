import Core
import Testing

@testable import Importers
@testable import Results

/// RULER's scores as other tools write them.
@Suite struct RulerFormatsTests {
  private func read(
    _ text: String, as name: String, by importer: any ResultImporter.Type
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    try ImportTrial(text, as: name).scores(by: importer)
  }

  @Test(arguments: [
    ("ruler__4096__a--m__no_press__0.00/metrics.json", "a/m", "score@4096", ""),
    (
      "ruler__8192__m__snapkv__0.25__x1/metrics.json", "m", "score@8192",
      #"{"compression_ratio":"0.25","press":"snapkv","press_options":"x1"}"#
    ),
    (
      "ruler__16384__m__knorm__0.50.json", "m", "score@16384",
      #"{"compression_ratio":"0.50","press":"knorm"}"#
    ),
    ("m/synthetic/4096/pred/metrics.json", "m", "score@4096", ""),
    ("metrics.json", "", "score", ""),
  ])
  func kvpressNamesModelLengthAndPressInThePath(
    name: String, model: String, metric: String, settings: String
  ) throws {
    let (scores, summary) = try read(EvaluationTexts.kvpress, as: name, by: RulerJSONImporter.self)
    let score = try #require(scores.first)
    #expect(score.model == model && score.metric == metric && score.settings.text == settings)
    #expect(score.task == "vt" && score.value == 99.5 && score.unit == .percent)
    #expect(summary.warnings.isEmpty == (metric != "score"))
  }

  @Test func pathsOfKvpressAreContext() throws {
    let names = ["4096__m__a__0.5", "8192__m__a__0.5", "4096__n__a__0.5", "4096__m__b__0.5"]
    let contexts = try names.map {
      try ImportTrial(EvaluationTexts.kvpress, as: "ruler__\($0)/metrics.json")
        .context(by: RulerJSONImporter.self)
    }
    #expect(Set(contexts).count == names.count)
  }

  @Test func neMoNamesTheLengthInTheSetup() throws {
    let (scores, _) = try read(
      EvaluationTexts.nemo, as: "gla/eval-results/ruler/metrics.json", by: RulerJSONImporter.self)
    #expect(scores.map(\.metric) == ["score@131072", "score@131072"])
    #expect(scores.map(\.model) == ["gla", "gla"])
    #expect(scores.map(\.filter) == ["", "pass@1[2]"])
    #expect(scores.map(\.n) == [50, 50])
    let elsewhere = try read(EvaluationTexts.nemo, as: "metrics.json", by: RulerJSONImporter.self)
    #expect(elsewhere.scores.map(\.model) == ["m", "m"])
  }

  @Test func readsTheTableOfModelsAndLengths() throws {
    let (scores, _) = try read(EvaluationTexts.rulerTable, as: "a.csv", by: RulerTableImporter.self)
    #expect(scores.map(\.model) == ["m", "m", "n", "n"])
    #expect(scores.map(\.task) == ["niah_single_1", "vt", "niah_single_1", "vt"])
    #expect(scores.map(\.value) == [100, 40.5, 98.5, 38])
    #expect(Set(scores.map(\.metric)) == ["score@4096"])
  }

  @Test func rowsThatMayBeFractionsAreDoubted() throws {
    let text = "model,length,vt,note\nm,4k,0.5,x\nn,4k,50,\n,4k,1,\no,many,1,\n"
    let (scores, summary) = try read(text, as: "a.csv", by: RulerTableImporter.self)
    #expect(scores.map(\.value) == [0.5, 50])
    #expect(summary.warnings.count == 3)
    #expect(summary.warnings[1].hasPrefix("all values are at most 1"))
    #expect(summary.warnings[1].hasSuffix("(line 2)"))
  }

  @Test(arguments: [
    "model,ctx,loss\nm,4096,1\n", "ctx,vt\n4096,1\n", "model,vt\nm,1\n",
    "model,ctx,vt,vt\nm,1,1,1\n",
  ])
  func otherTablesAreNotTaken(text: String) throws {
    #expect(!(try ImportTrial(text, as: "a.csv").recognisers).contains("ruler-table"))
  }

  @Test(arguments: [
    ("4096", 4096), ("4k", 4096), ("128K", 131_072), ("0", nil), ("-1", nil), ("k", nil),
    ("9999999999", nil), ("4.5k", nil), ("", nil),
  ])
  func lengthsAreRead(text: String, tokens: Int?) { #expect(RulerLength.tokens(text) == tokens) }
}
