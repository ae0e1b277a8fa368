import Core
import Testing
import TestSupport

@Suite struct ZoologyImporterTests {
  static let fuzzSeeds = [ImportSample("zoology-mqar", "a.json", text)]

  static let text = """
    {
      "run_id": "gla-d128", "model_name": "gla", "learning_rate": 0.003, "best_epoch": 0,
      "best_valid_accuracy": 0.875, "best_valid_loss": 0.5,
      "best_accuracy_by_kv_pairs": {"4": 1.0, "64": 0.75},
      "final_epoch": 1, "final_valid_accuracy": 0.75, "final_valid_loss": NaN,
      "final_accuracy_by_kv_pairs": {"64": 0.625},
      "epoch_history": [
        {"epoch": 0, "valid_accuracy": 0.875, "valid_loss": 0.5},
        {"epoch": 1, "valid_accuracy": 0.5, "valid_loss": null}
      ]
    }
    """

  @Test func scoresOfBothEpochs() throws {
    let file = try Imported("a.json", Self.text)
    #expect(file.format == "zoology-mqar")
    let lines = file.scores.map { "\($0.filter) \($0.metric) \($0.value) \($0.unit.rawValue)" }
    #expect(
      lines == [
        "final accuracy 0.75 fraction", "final accuracy@kv=64 0.625 fraction",
        "best accuracy 0.875 fraction", "best loss 0.5 nats", "best accuracy@kv=4 1.0 fraction",
        "best accuracy@kv=64 0.75 fraction",
      ])
    #expect(file.scores.allSatisfy { $0.model == "gla-d128" && $0.task == "mqar" && $0.n == nil })
    #expect(
      file.pointLines == ["valid_accuracy 0 0.875", "valid_loss 0 0.5", "valid_accuracy 1 0.5"])
    #expect(
      file.summary.warnings == [
        "values that are not finite are left out (final_valid_loss)",
        "the final epoch is not the best: accuracy 0.75 at the end, 0.875 at its best",
        "final_valid_accuracy is 0.75, but epoch_history has 0.5 for epoch 1",
      ])
  }

  @Test func aValueOutsideOfItsUnitHasNone() throws {
    let file = try Imported("a.json", #"{"run_id": "a", "final_valid_accuracy": 87.5}"#)
    #expect(file.scores.map(\.unit) == [.score])
    #expect(file.summary.warnings.count == 1)
  }

  @Test(arguments: [
    (#"{"run_id": 3, "final_valid_accuracy": 1}"#, "run_id is missing"),
    (
      #"{"run_id": "a", "final_accuracy_by_kv_pairs": {"x": 1}}"#,
      "final_accuracy_by_kv_pairs has an unknown name"
    ),
    (
      #"{"run_id": "a", "final_accuracy_by_kv_pairs": [1]}"#,
      "final_accuracy_by_kv_pairs has the wrong type"
    ),
    (
      #"{"run_id": "a", "best_valid_accuracy": 1, "epoch_history": [{"epoch": -1}]}"#,
      "epoch_history[0].epoch is not a whole number"
    ),
  ])
  func whatIsWrongIsNamed(_ text: String, _ what: String) throws {
    #expect(try fault { try Imported("a.json", text) }.what == what)
  }

  // MARK: Published files

  private static let gla = "zoology_mqar/stp-t-mqar-p1_gla-d128-lr3.2e-03.json"
  private static let attention = "zoology_mqar/stp-t-mqar-p1_attention-d64-lr1.0e-03.json"

  @Test(.realSamples(gla)) func aPublishedRunOfGLA() throws {
    let file = try RealSamples.read(Self.gla)
    let at64 = file.scores.filter { $0.metric == "accuracy@kv=64" }
    #expect(at64.map(\.filter) == ["final", "best"])
    #expect(at64.map(\.value) == [0.95709375, 0.95696875])
    #expect(file.values("valid_accuracy").count == 32)
    #expect(file.summary.warnings.count == 1)
  }

  @Test(.realSamples(attention)) func aPublishedRunOfAttention() throws {
    let file = try RealSamples.read(Self.attention)
    #expect(file.scores.first?.value == 0.9999464285714286)
    #expect(file.scores.first?.model == "attention-d64-lr1.0e-03")
    #expect(file.summary.warnings.isEmpty)
  }
}
