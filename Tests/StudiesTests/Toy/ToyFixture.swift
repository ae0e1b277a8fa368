import Core
import Foundation
import Lab
import TestSupport

@testable import Published
@testable import Runs
@testable import Studies

/// Runs of small stacks with accuracies that a test chooses.
struct ToyFixture {
  /// Families with layouts and seeds, four layers each: `one in 4` and `one in 2` are hybrids.
  var families = ["transformer", "gla", "hgrn2"]
  var layouts = ["pure", "one in 4", "one in 2"]
  var seeds = 1...2
  /// The accuracy on all recall tasks, by attention fraction and seed.
  var recall: @Sendable (RunDescription) -> Double = { $0.attentionFraction }

  func runs() throws -> [ToyRun] {
    try Profile(json: json, at: "toy.json").sweep().map { run in
      let stored = StoredRun(
        description: run.description, parameters: 10, coreType: "Haswell", cpu: "x",
        outcome: .finished, reason: nil, seconds: 1, recordHash: nil)
      let curve = [0, 1000, 2000].map { tokens in
        Evaluation(
          step: tokens / 10, tokens: tokens, trainingLoss: nil, gradientNorm: nil, learningRate: 0,
          scores: run.config.tasks.map { score($0.label, run.description, tokens) })
      }
      return ToyRun(config: run.config, stored: stored, evaluations: curve)
    }
  }

  func study() throws -> ToyStudy { try ToyStudy("toy", runs(), store: Self.store()) }

  private func score(_ task: String, _ about: RunDescription, _ tokens: Int) -> TaskScore {
    let isLanguage = task == ToyTasks.language
    let accuracy = isLanguage ? 0.25 : tokens == 2000 ? recall(about) : 0
    return TaskScore(
      task: task, loss: isLanguage ? 2.6 : 1 - accuracy, accuracy: accuracy, predictions: 100,
      sequences: 10, floor: isLanguage ? 2.5 : 0)
  }

  private var json: JSONValue {
    [
      "name": "toy",
      "run": [
        "model": ["vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4, "num_heads": 2],
        "sequenceLength": 64,
        "tasks": [
          ["task": "hmm"], ["task": "recite"],
          ["task": "recite", "label": "recite24", "weight": 0, "options": ["pairs": 24]],
        ],
        "training": ["steps": 200, "batchSize": 2],
      ],
      "attention": ["num_heads": 2],
      "families": .array(families.map { .string($0) }),
      "layouts": .array(layouts.map { .string($0) }),
      "seeds": .array(seeds.map { .integer($0) }),
    ]
  }

  /// The families and the paper's numbers.
  static func store() throws -> Store {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("toy-\(UUID().uuidString)")
    let store = try Store.open(at: folder.appendingPathComponent("store.sqlite"))
    try store.importData(DataFolder(NotebookFixture.project.data).load())
    return store
  }
}
