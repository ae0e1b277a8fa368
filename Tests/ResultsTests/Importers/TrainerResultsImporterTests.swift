import Core
import Testing
import TestSupport

@Suite struct TrainerResultsImporterTests {
  static let fuzzSeeds = [ImportSample("hf-trainer-results", "all_results.json", text)]

  static let text = """
    {
      "epoch": 1.0, "eval_accuracy": 0.25, "eval_loss": 2.5, "eval_runtime": 1.5,
      "eval_samples": 40, "eval_wiki_perplexity": 12.5, "perplexity": 12.25,
      "train_loss": 3.5, "train_steps_per_second": 2.0, "eval_f1": NaN, "eval_name": "wiki"
    }
    """

  @Test func theFinalModelsScores() throws {
    let file = try Imported("out/gla-340M/all_results.json", Self.text)
    #expect(file.format == "hf-trainer-results")
    let lines = file.scores.map { "\($0.task) \($0.metric) \($0.value) \($0.unit) \($0.n ?? 0)" }
    #expect(
      lines == [
        "eval accuracy 0.25 fraction 40", "eval loss 2.5 nats 40",
        "eval wiki_perplexity 12.5 perplexity 40", "eval perplexity 12.25 perplexity 40",
        "train loss 3.5 nats 0",
      ])
    #expect(Set(file.scores.map(\.model)) == ["gla-340M"])
    #expect(
      file.summary.warnings == [
        "eval_f1: values that are not finite are left out (line 4)",
        "eval_name: values that are not numbers are left out (line 4)",
      ])
  }

  @Test func aFileOfOnePartKeepsItsName() throws {
    let file = try Imported("gla_eval_results.json", #"{"eval_loss": 2.5, "epoch": 1.0}"#)
    #expect(file.scores.map(\.model) == ["gla"])
  }

  @Test func aFileWithoutAScoreIsAnError() throws {
    let fault = try fault { try Imported("all_results.json", #"{"train_runtime": 2.5}"#) }
    #expect(fault.what == "no value of the file can be imported")
    #expect(fault.location == "all_results.json")
  }

  @Test(arguments: [
    ("results.json", text), ("all_results.json", #"{"acc": 1}"#), ("eval_results.json", "[]"),
  ])
  func otherFilesAreNotTaken(_ name: String, _ text: String) throws {
    #expect(try fault { try Imported(name, text) }.what == "this file is of no known format")
  }
}
