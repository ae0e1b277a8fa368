import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// How an evaluation was set up, and which of several it is.
@Suite struct LMEvalSettingsTests {
  /// Results of one task, with more members beside them.
  private func text(_ members: String) -> String {
    #"{"results": {"piqa": {"acc,none": 0.5}}, "model_name": "m", \#(members)}"#
  }

  private func score(_ members: String) throws -> ScoreRecord {
    let trial = try ImportTrial(text(members), as: "results.json")
    return try #require(try trial.scores(by: LMEvalImporter.self).scores.first)
  }

  @Test(arguments: [
    (#""config": {"limit": null, "model_args": "pretrained=a/b,device_map=auto"}"#, ""),
    (#""config": {"limit": 10.0}"#, #"{"limit":"10"}"#),
    (#""config": {"limit": 0.25}"#, #"{"limit":"0.25"}"#),
    (
      #""config": {"model_args": {"pretrained": "a/b", "dtype": "bfloat16", "add_bos_token": true}}"#,
      #"{"model_args.add_bos_token":"True","model_args.dtype":"bfloat16"}"#
    ),
    (
      #""config": {"model_args": "pretrained=a/b,add_bos_token=True,dtype=bfloat16,batch_size=8"}"#,
      #"{"model_args.add_bos_token":"True","model_args.dtype":"bfloat16"}"#
    ),
    (
      #""config": {"gen_kwargs": "top_p=0.9,temperature=0.6"}"#,
      #"{"gen_kwargs":"temperature=0.6,top_p=0.9"}"#
    ),
    (
      #""config": {"gen_kwargs": {"temperature": 0.6, "top_p": 0.9}}"#,
      #"{"gen_kwargs":"temperature=0.6,top_p=0.9"}"#
    ),
    (
      #""chat_template": "{% for m in messages %}", "chat_template_sha": "0123456789abcdef""#,
      #"{"chat_template":"sha256 0123456789ab"}"#
    ),
    (#""chat_template": null, "apply_chat_template": true"#, #"{"chat_template":"yes"}"#),
    (#""chat_template": "", "chat_template_sha": "0123""#, ""),
    (
      #""fewshot_as_multiturn": true, "system_instruction": "Be brief.""#,
      #"{"fewshot_as_multiturn":"yes","system_instruction":"Be brief."}"#
    ),
    (#""fewshot_as_multiturn": false, "system_instruction": null"#, ""),
  ])
  func theFileSaysHowItWasEvaluated(members: String, settings: String) throws {
    #expect(try score(members).settings.text == settings)
  }

  @Test func longTextsAreKnownByTheirHash() throws {
    let long = String(repeating: "a", count: 90)
    let said = try score(#""system_instruction": "\#(long)""#).settings["system_instruction"]
    #expect(said == "sha256 \(Digest.sha256(long).prefix(12))")
  }

  @Test(arguments: [
    (#""config": {"random_seed": 0, "fewshot_seed": 1234}"#, 1234),
    (#""config": {"random_seed": 7, "fewshot_seed": null}"#, 7), (#""config": {}"#, nil),
    (#""config": {"random_seed": -1}"#, nil), (#""config": {"random_seed": 1e300}"#, nil),
  ])
  func theSeedIsThatOfTheExamples(members: String, seed: Int?) throws {
    #expect(try score(members).seed == seed)
  }

  @Test(arguments: [
    ("pretrained='a/b',dtype=\"float32\"", ["pretrained=a/b", "dtype=float32"]),
    ("{'pretrained': 'a/b', 'x': {'y': 1, 'z': 2}}", ["pretrained=a/b", "x={'y': 1, 'z': 2}"]),
    ("a=1,a=2,=3,b,c=,d=None,e=(1,2)", ["a=1", "e=(1,2)"]), ("", []), ("{", []), ("'", []),
    ("a='b,c=d", ["a='b,c=d"]), ("a=b=c", ["a=b=c"]),
  ])
  func argumentsAreRead(text: String, pairs: [String]) {
    #expect(ModelArguments(text).pairs.map { "\($0.name)=\($0.value)" } == pairs)
  }

  @Test(arguments: [
    ("pretrained=\\\"a/b\\\",dtype=float32", "a/b"),
    ("{'pretrained': 'a/b', 'revision': 'step1'}", "a/b@step1"),
    ("pretrained=a/b/,revision=main", "a/b/"),
  ])
  func theModelIsNamedWithoutQuotes(arguments: String, name: String) throws {
    #expect(try score(#""config": {"model_args": "\#(arguments)"}"#).model == name)
  }

  @Test(arguments: [
    ("results_2026-02-03T04-05-06.000007.json", "2026-02-03T04-05-06.000007"),
    ("results_2026-02-03T04-05-06.json", "2026-02-03T04-05-06"), ("results.json", ""),
    ("results_2026-02-03.json", ""),
  ])
  func theNameTellsTheTimeOfTheEvaluation(name: String, time: String) throws {
    let trial = try ImportTrial(text(#""config": {}"#), as: name)
    #expect(try trial.scores(by: LMEvalImporter.self).summary.evaluation == time)
    #expect(trial.context(by: LMEvalImporter.self) == "\n\(time)")
  }

  @Test func aModelThatTheFileDoesNotNameIsContext() throws {
    let bare = #"{"piqa": {"acc,none": 0.5, "acc_stderr,none": 0.01}}"#
    for model in ["gla", "gsa"] {
      let trial = try ImportTrial(bare, as: "org__\(model)/results.json")
      #expect(trial.context(by: LMEvalImporter.self) == "org/\(model)\n")
      #expect(trial.recognisers == ["lm-eval"])
      #expect(try trial.scores(by: LMEvalImporter.self).scores.map(\.model) == ["org/\(model)"])
    }
  }

  @Test func samplesAreOfTheirPath() throws {
    let name = "org__m/samples_piqa_2026-02-03T04-05-06.000007.jsonl"
    let trial = try ImportTrial(LMEvalTexts.samples, as: name)
    let time = "2026-02-03T04-05-06.000007"
    #expect(trial.context(by: LMEvalSamplesImporter.self) == "org/m\npiqa\n\(time)")
    #expect(try trial.scores(by: LMEvalSamplesImporter.self).summary.evaluation == time)
  }

  @Test(arguments: ["math_verify", "extractive_match", "accuracy_amb", "accuracy_disamb"])
  func newerSharesAreFractions(metric: String) throws {
    #expect(LMEvalMetric.unit(of: metric, task: "a") == .fraction)
  }

  /// One results file under two names of folders is two models' where it names none.
  @Test func equalBytesOfTwoModelsAreTwoModelsScores() throws {
    let folder = try TemporaryFolder()
    let store = try ResultStore.open(at: folder.url.appendingPathComponent("results.sqlite"))
    let bare = #"{"piqa": {"acc,none": 0.5, "acc_stderr,none": 0.01}}"#
    for (model, new) in [("org__a", 1), ("org__b", 1), ("org__a", 0)] {
      let file = folder.url.appendingPathComponent("\(model)/results.json")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bare.utf8).write(to: file)
      #expect(try store.importFile(ImportFile(file)).new == new)
    }
  }
}
