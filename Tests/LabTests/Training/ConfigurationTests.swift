import Core
import Foundation
import Testing

@testable import Lab

@Suite struct ConfigurationTests {
  private static let model: JSONValue = [
    "model_type": "gla", "vocab_size": 64, "hidden_size": 32, "num_hidden_layers": 2,
  ]

  @Test func aRunIsReadWithDefaultsForWhatIsMissing() throws {
    let config = try RunConfig(
      json: [
        "model": Self.model, "sequenceLength": 32,
        "tasks": [["task": "mqar"], ["task": "hmm", "label": "language", "weight": 2]],
        "training": ["steps": 50, "learningRate": 1],
      ], at: "run.json")
    #expect(config.seed == 0)
    #expect(config.tasks.map(\.label) == ["mqar", "language"])
    #expect(config.training.learningRate == 1)
    #expect(config.training.batchSize == TrainingConfig().batchSize)
    // A run shorter than the default warm-up warms up all along.
    #expect(config.training.warmupSteps == 50)
  }

  @Test(
    arguments: [
      (["sed": 1], "sed"), (["seed": -1], "-1"), (["training": ["step": 5]], "step"),
      (["training": ["steps": "5"]], "\"5\""), (["tasks": []], "[]"),
      (["tasks": [["task": "mqar", "wieght": 1]]], "wieght"),
    ] as [([String: JSONValue], String)])
  func mistakesAreNamed(_ fields: [String: JSONValue], _ found: String) throws {
    let good: [String: JSONValue] = [
      "model": Self.model, "sequenceLength": 32, "tasks": [["task": "mqar"]],
    ]
    _ = try RunConfig(json: .object(good), at: "run.json")
    let fault = try #require(
      #expect(throws: Fault.self) {
        try RunConfig(json: .object(good.merging(fields) { $1 }), at: "run.json")
      })
    #expect(fault.found == found)
    #expect(fault.location.hasPrefix("run.json"))
  }

  @Test func whatIsWrittenReadsBackAsTheSameRun() throws {
    let config = try chainConfig()
    let data = try JSONEncoder().encode(config)
    let read = try RunConfig(json: JSONValue(data: data, at: "text"), at: "text")
    #expect(try read.identity() == config.identity())
  }

  @Test func tasksAreReadFromText() throws {
    let tasks = try TaskChoice.tasks(
      ["mqar", "long:mqar=0.5", "hmm=2"],
      options: ["long.pairs=8", "hmm.concentration=0.25", "mqar.text=abc", "hmm.on=true"])
    #expect(tasks.map(\.label) == ["mqar", "long", "hmm"])
    #expect(tasks.map(\.task) == ["mqar", "mqar", "hmm"])
    #expect(tasks.map(\.weight) == [1, 0.5, 2])
    #expect(tasks[0].options == ["text": "abc"])
    #expect(tasks[1].options == ["pairs": 8])
    #expect(tasks[2].options == ["concentration": 0.25, "on": true])
    #expect(try TaskChoice.tasks(["mqar"], options: ["pairs=8"])[0].options == ["pairs": 8])
  }

  @Test(
    arguments: [
      (["mqar=no"], []), ([""], []), (["a:b:c"], []), (["mqar=-1"], []), (["mqar", "mqar"], []),
      (["mqar", "hmm"], ["pairs=8"]), (["mqar"], ["pairs"]), (["mqar"], ["=8"]),
    ] as [([String], [String])])
  func textThatIsNoTaskIsRefused(_ tasks: [String], _ options: [String]) {
    #expect(throws: Fault.self) { try TaskChoice.tasks(tasks, options: options) }
  }

  @Test func eventsSurviveJSON() throws {
    let record = try #require(try chainTrainer(chainConfig()).run())
    let events: [TrainingEvent] = [
      .start(
        .init(
          identity: record.identity, config: record.config, parameters: 37,
          environment: record.environment, resumedAtStep: 4)),
      .evaluation(.init(identity: record.identity, evaluation: record.evaluations[1])),
      .end(.init(record: record)),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for (event, kind) in zip(events, ["start", "evaluation", "end"]) {
      let data = try encoder.encode(event)
      #expect(try JSONFields(JSONValue(data: data, at: kind), at: kind).event == kind)
      let again = try encoder.encode(try JSONDecoder().decode(TrainingEvent.self, from: data))
      #expect(again == data)
    }
  }
}

extension JSONFields {
  fileprivate var event: String? {
    var copy = self
    return try? copy.string("event")
  }
}

@Suite struct ModelChoiceTests {
  private func config(
    _ layout: StackLayout = .pure, options: [String: JSONValue] = [:],
    _ change: (inout ModelChoice) -> Void
  ) throws -> ModelConfig {
    var choice = ModelChoice()
    change(&choice)
    return try choice.config(vocabularySize: 40, layout: layout, options: options)
  }

  @Test func shortNamesAreThoseOfFLA() throws {
    #expect(try config { $0.mixer = "attention" }.modelType == "transformer")
    #expect(try config { $0.mixer = "deltanet" }.modelType == "delta_net")
    #expect(try config { $0.mixer = "delta_net" }.modelType == "delta_net")
    #expect(throws: Fault.self) { try config { $0.mixer = "mamba" } }
  }

  @Test func headSizesOfLargeModelsAreDerived() throws {
    #expect(try config { $0.mixer = "hgrn2" }.options["expand_ratio"] == 32)
    #expect(try config { $0.mixer = "gated_deltanet" }.options["head_dim"] == 24)
    #expect(try config { $0.mixer = "hgrn" }.options["num_heads"] == nil)
    let given = try config(options: ["head_dim": 16]) { $0.mixer = "gated_deltanet" }
    #expect(given.options["head_dim"] == 16)
    #expect(throws: Fault.self) { try config { $0.heads = 0 } }
  }

  @Test func layoutsFollowTheirConventions() throws {
    func layers(_ layout: StackLayout, of count: Int = 24) throws -> [Int]? {
      try config(layout) { $0.layers = count }.attention?.layers
    }
    #expect(try layers(.pure) == nil)
    #expect(try layers(.layers([5, 2])) == [2, 5])
    #expect(try layers(.oneIn(12)) == [11, 23])
    #expect(try layers(.oneIn(3)) == [2, 5, 8, 11, 14, 17, 20, 23])
    #expect(try layers(.linearToFull(3), of: 8) == [3, 7])
    #expect(throws: Fault.self) { try layers(.oneIn(25)) }
    #expect(throws: Fault.self) { try layers(.oneIn(0)) }
    #expect(throws: Fault.self) { try layers(.layers([24])) }
  }
}

@Suite struct TrainingTextTests {
  @Test func evaluationsReadAsALine() throws {
    let score = TaskScore(
      task: "hmm", loss: 1.5, accuracy: 0.25, predictions: 4, sequences: 1, floor: 1.25)
    let evaluation = Evaluation(
      step: 10, tokens: 100, trainingLoss: 2, gradientNorm: 1, learningRate: 0.1, scores: [score])
    #expect(
      TrainingText.evaluation(evaluation, steps: 20)
        == "step 10 of 20: training loss 2.0000, hmm loss 1.5000 (floor 1.2500) recall 0.2500")
    let progress = TrainingProgress(
      step: 12, steps: 20, loss: 1.875, tokensPerSecond: 1234.4, secondsLeft: 125,
      lastEvaluation: evaluation)
    #expect(
      TrainingText.progress(progress)
        == "step 12/20  loss 1.875  recall hmm 0.250  1234 tokens/s  2 min 5 s left")
  }

  @Test(arguments: [(0.2, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (12000, "3 h 20 min")])
  func durationsAreForPeople(_ seconds: Double, _ text: String) {
    #expect(TrainingText.duration(seconds) == text)
  }

  @Test func theEndSaysHow() throws {
    var record = try #require(try chainTrainer(chainConfig()).run())
    record.seconds = 65
    #expect(TrainingText.end(record) == "finished after 30 steps in 1 min 5 s")
    (record.outcome, record.reason) = (.diverged, "step 3: the loss is nan")
    #expect(TrainingText.end(record) == "diverged after 1 min 5 s: step 3: the loss is nan")
  }
}
