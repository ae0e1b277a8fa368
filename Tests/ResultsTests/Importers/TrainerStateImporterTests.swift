import Core
import Testing
import TestSupport

@Suite struct TrainerStateImporterTests {
  static let fuzzSeeds = [ImportSample("hf-trainer-state", "trainer_state.json", text)]

  static let text = """
    {
      "best_metric": null, "epoch": 1.0, "global_step": 20,
      "log_history": [
        {"epoch": 0.5, "grad_norm": 1.25, "learning_rate": 4e-05, "loss": 3.5, "step": 10},
        {"epoch": 0.5, "eval_loss": 3.25, "eval_g0_accuracy": 0.5, "step": 10},
        {"epoch": 1.0, "learning_rate": 2e-05, "loss": NaN, "step": 20},
        {"epoch": 1.0, "step": 20, "total_flos": 946916779155456.0, "train_loss": 3.0,
          "train_runtime": 12.5}
      ],
      "stateful_callbacks": {"TrainerControl": {"args": {}}}
    }
    """

  @Test func rowsBecomePoints() throws {
    let file = try Imported("gla-340M/checkpoint-20/trainer_state.json", Self.text)
    #expect(file.format == "hf-trainer-state")
    #expect(
      file.pointLines == [
        "grad_norm 10 1.25", "learning_rate 10 4e-05", "loss 10 3.5", "eval_loss 10 3.25",
        "eval_g0_accuracy 10 0.5", "learning_rate 20 2e-05", "total_flos 20 946916779155456.0",
        "train_loss 20 3.0", "train_runtime 20 12.5",
      ])
    #expect(Set(file.points.map(\.run)) == ["gla-340M"])
    #expect(file.points[1].locator == "log_history[0].learning_rate")
    #expect(file.summary.warnings == ["loss: values that are not finite are left out (line 6)"])
    #expect(file.scores.isEmpty)
  }

  @Test func oldFilesLackKeys() throws {
    let file = try Imported(
      "old_trainer_state.json", #"{"log_history": [{"loss": 1.5, "step": 5}, {"loss": 1.0}]}"#)
    #expect(file.pointLines == ["loss 5 1.5"])
    #expect(file.points[0].run == "old")
    #expect(file.summary.warnings == ["rows without a step are left out (line 1)"])
    #expect(file.summary.version == "before 4.42")
  }

  /// `load_best_model_at_end` evaluates another model at the same step.
  @Test func theFirstOfTwoEvaluationsAtOneStepStays() throws {
    let file = try Imported(
      "trainer_state.json",
      #"{"log_history": [{"eval_loss": 2, "step": 5}, {"eval_loss": 1, "step": 5}]}"#)
    #expect(file.pointLines == ["eval_loss 5 2.0"])
    #expect(
      file.summary.warnings == ["eval_loss: a second value at one step is left out (line 1)"])
  }

  @Test(arguments: [
    (#"{"log_history": 3}"#, "log_history is missing"),
    (#"{"log_history": [3]}"#, "log_history[0] is not a row"),
    (#"{"log_history": [{"step": 0.5}]}"#, "log_history[0].step is not a whole number"),
    (#"{"log_history": [{"step": 1e300}]}"#, "log_history[0].step is not a whole number"),
    (#"{"log_history": [{"step": 1, "loss": 1e999}]}"#, "a number is out of range"),
    (#"{"log_history": [{"step": 1, "step": 2}]}"#, "a key stands twice"),
    (#"{"log_history": []"#, "the JSON ends before it is complete"),
  ])
  func whatIsWrongIsNamed(_ text: String, _ what: String) throws {
    let fault = try fault { try Imported("trainer_state.json", text) }
    #expect(fault.what == what)
    #expect(fault.location.hasPrefix("trainer_state.json"))
  }

  // MARK: Published files

  @Test(.realSamples("hf_trainer_state/amharic-to-geez_trainer_state.json"))
  func aFileOfAnEarlierVersion() throws {
    let file = try RealSamples.read("hf_trainer_state/amharic-to-geez_trainer_state.json")
    #expect(file.values("loss") == [3.4668, 2.8068, 2.5455, 2.4174, 2.3678])
    #expect(file.values("train_loss") == [2.6872192870738894])
    #expect(file.points.first?.run == "amharic-to-geez")
  }

  @Test(.realSamples("hf_trainer_state/whisper-large-v2-ja_trainer_state.json"))
  func aFileWithEvaluations() throws {
    let file = try RealSamples.read("hf_trainer_state/whisper-large-v2-ja_trainer_state.json")
    #expect(file.values("loss").count == 200)
    #expect(file.values("eval_wer").last == 0.7449365679946583)
    #expect(file.summary.warnings.isEmpty)
  }
}
