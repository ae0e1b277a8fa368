import Core
import Testing

@testable import Importers
@testable import Results

/// Files that others published: a few of their numbers, read by eye.
@Suite struct PublishedResultsTests {
  private func read(
    _ name: String, by importer: any ResultImporter.Type
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    let file = try ImportFile(RealSamples.url(name), path: name)
    #expect(try ImporterRegistry.importer(for: file).format == importer.format)
    return try ImportTrial.scores(of: file, by: importer)
  }

  /// A file of each era: its path, the number of scores, the version and the model.
  private static let eras = [
    ("lm_eval/v03_160m_step0.json", 172, "0.3", "EleutherAI/pythia-v1.1-160m@step0"),
    ("lm_eval/v040alpha_flan_t5_large_atis.json", 2, "0.4", "v040alpha_flan_t5_large_atis"),
    (
      "lm_eval/v042_llama2-7b_groups_alias_last.json", 6, "0.4",
      "/data/public_models/huggingface/meta-llama/Llama-2-7b-hf"
    ),
    (
      "lm_eval/v043_mamba2-370m_results_2025-03-05T23-46-04.249226.json", 27, "0.4",
      "state-spaces/mamba2-370m"
    ),
    (
      "lm_eval/v048_llama2-7b-chat_humaneval_pass_at_1.json", 1, "0.4",
      "meta-llama/Llama-2-7b-chat-hf"
    ),
    ("lm_eval/v048_gpt2_lm_eval_version_key.json", 12, "0.4.8", "gpt2"),
    ("lm_eval_ruler_generated/niah_single_1_1k_2k_4k.json", 3, "0.4.12", "frchyp9u"),
  ]

  @Test(.realSamples(eras.map(\.0)), arguments: eras)
  func readsEachEra(name: String, count: Int, version: String, model: String) throws {
    let (scores, summary) = try read(name, by: LMEvalImporter.self)
    #expect(scores.count == count)
    #expect(summary.version == version)
    #expect(Set(scores.map(\.model)) == [model])
  }

  private static let mamba =
    "lm_eval/v043_mamba2-370m_results_2025-03-05T23-46-04.249226.json"

  @Test(.realSamples(mamba)) func readsExactValues() throws {
    let (scores, summary) = try read(Self.mamba, by: LMEvalImporter.self)
    #expect(
      scores.first { $0.metric == "perplexity" }
        == ScoreRecord(
          model: "state-spaces/mamba2-370m", task: "lambada_openai", metric: "perplexity",
          filter: "none", shots: 0, taskVersion: "1.0",
          settings: EvaluationSettings(["model_args.dtype": "float32"]), seed: 1234,
          value: 7.994818742780401, unit: .perplexity, standardError: 0.21839064718137957, n: 5153,
          higherIsBetter: false,
          locator: "results/lambada_openai/perplexity,none"))
    #expect(scores.filter { $0.locator.hasPrefix("groups/glue/") }.count == 3)
    #expect(summary.warnings == [])
    #expect(scores.first { $0.task == "winogrande" }?.taskVersion == "1.0")
  }

  private static let unfinished =
    "lm_eval_ruler_generated/niah_single_1_limit4_minus1_sentinel.json"

  @Test(.realSamples(unfinished)) func leavesOutTheLengthThatWasNotRun() throws {
    let (scores, summary) = try read(Self.unfinished, by: LMEvalImporter.self)
    #expect(scores.map(\.metric) == ["accuracy@1024"])
    #expect(scores.map(\.n) == [4])
    #expect(summary.warnings.count == 1)
  }

  private static let passAtOne =
    "lm_eval/v048_llama2-7b-chat_humaneval_pass_at_1.json"

  @Test(.realSamples(passAtOne)) func readsPassAtOne() throws {
    let (scores, _) = try read(Self.passAtOne, by: LMEvalImporter.self)
    #expect(scores[0].metric == "pass@1" && scores[0].filter == "create_test")
    #expect(scores[0].value == 0.1524390243902439 && scores[0].unit == .fraction)
    #expect(scores[0].higherIsBetter == true && scores[0].n == 164)
  }

  private static let summaries = [
    "ruler/mistral-7b-instruct-v0.2_4096_summary.csv",
    "ruler/mistral-7b-instruct-v0.2_4096_summary-qa_2.csv",
  ]

  @Test(.realSamples(summaries)) func readsSummariesOfRuler() throws {
    let (scores, _) = try read(Self.summaries[0], by: RulerSummaryImporter.self)
    let (single, _) = try read(Self.summaries[1], by: RulerSummaryImporter.self)
    #expect(scores.count == 13)
    #expect(scores[9].task == "cwe" && scores[9].value == 99.14 && scores[9].n == 500)
    #expect(Set(scores.map(\.metric)) == ["score@4096"])
    #expect(Set(scores.map(\.model)) == ["mistral-7b-instruct-v0.2"])
    #expect(single.map(\.value) == [40] && single.map(\.n) == [5])
  }
}
