import Core
import Foundation
import Testing

@testable import Lab

@Suite struct ProfileTests {
  private static let hgrn2: JSONValue = ["family": "hgrn2", "set": ["model.num_heads": 2]]

  /// A profile with `changes` put over it.
  private func profile(_ changes: [String: JSONValue] = [:]) throws -> Profile {
    let json: [String: JSONValue] = [
      "name": "toy",
      "run": [
        "model": ["vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4],
        "sequenceLength": 24, "tasks": [["task": "recite"]], "training": ["steps": 10],
      ],
      "attention": ["num_heads": 2], "families": [Self.hgrn2], "layouts": ["pure", "3:1"],
      "seeds": [1, 2],
    ]
    return try Profile(json: .object(json.merging(changes) { $1 }), at: "toy.json")
  }

  private func refused(_ changes: [String: JSONValue]) -> Fault? {
    do {
      _ = try profile(changes).runs()
      return nil
    } catch {
      return error as? Fault
    }
  }

  @Test func familiesThenLayoutsThenAxesThenSeeds() throws {
    let runs = try profile([
      "families": [Self.hgrn2, "gla"],
      "axes": [["field": "training.steps", "values": [10, 20]]],
    ]).runs()
    #expect(runs.count == 16)
    #expect(
      runs.map(\.model.modelType) == .init(repeating: "hgrn2", count: 8)
        + .init(repeating: "gla", count: 8))
    #expect(
      runs.prefix(8).map(\.model.layout) == [
        .pure, .pure, .pure, .pure, .oneIn(4), .oneIn(4), .oneIn(4), .oneIn(4),
      ])
    #expect(runs.prefix(4).map(\.training.steps) == [10, 10, 20, 20])
    #expect(runs.prefix(4).map(\.seed) == [1, 2, 1, 2])
    #expect(Set(try runs.map { try $0.identity() }).count == 16)
    #expect(runs.allSatisfy { $0.training.batchSize == TrainingConfig().batchSize })
  }

  @Test func whatIsSetForAllRunsWinsAndIsAnotherRun() throws {
    let plain = try profile([
      "families": [
        ["family": "gla", "set": ["training.learningRate": 0.01, "model.num_heads": 2]]
      ]
    ])
    let set = try plain.setting([
      "training.steps=5", "learningRate=0.002", "tasks.recite.weight=2",
      "model.num_hidden_layers=8",
    ])
    let runs = try set.runs()
    #expect(runs.count == 4)
    for run in runs {
      #expect(run.training.steps == 5 && run.training.learningRate == 0.002)
      #expect(run.tasks[0].weight == 2 && run.model.layerCount == 8)
    }
    #expect(runs[2].model.attention?.layers == [3, 7])
    let others = Set(try plain.runs().map { try $0.identity() })
    #expect(try runs.allSatisfy { try !others.contains($0.identity()) })
    // A profile may say the same.
    let written = try profile(["set": ["training.steps": 5]]).runs()
    #expect(try written == profile().setting(["training.steps=5"]).runs())
  }

  @Test(arguments: [
    ("training.step=5", "training.step", "training.steps"),
    ("trainign.steps=5", "trainign.steps", "training.steps"),
    ("tasks.reciet.weight=2", "tasks.reciet.weight", "tasks.recite.weight"),
    ("model.num_head=2", "model.num_head", "model.num_heads"),
    ("seed=3", "model.seed", nil),
  ]) func aFieldThatNoRunHasIsNamed(_ text: String, _ path: String, _ near: String?) throws {
    let fault = #expect(throws: Fault.self) { try profile().setting([text]) }
    #expect(fault?.what == "there is no such field" && fault?.found == path)
    if let near { #expect(fault?.hint?.contains(near) == true, "\(fault as Any)") }
  }

  @Test func anOptionThatNoConfigurationWritesOutCanBeSet() throws {
    let plain = try profile(["families": [["family": "gla", "set": ["model.num_heads": 2]]]])
    let runs = try plain.setting(["interleave_gate=off"]).runs()
    #expect(runs.allSatisfy { $0.model.options["interleave_gate"] == "off" })
    let fault = #expect(throws: Fault.self) { try plain.setting(["interleave_gate=ajar"]).runs() }
    #expect(fault?.found?.contains("ajar") == true)
  }

  @Test func aTransformerIsOneRunWhateverTheLayout() throws {
    let runs = try profile([
      "families": [["family": "transformer", "set": ["model.num_heads": 2]], "gla"], "seeds": [1],
    ]).runs()
    #expect(runs.map(\.model.modelType) == ["transformer", "gla", "gla"])
    #expect(runs[0].model.attention == nil)
    #expect(runs[0].model.layout == .full)
  }

  @Test func aFamilyHasItsOwnSettingsAndLayouts() throws {
    let runs = try profile([
      "families": [
        "gla",
        [
          "family": "hgrn2", "layouts": [[1, 3]],
          "set": [
            "training.learningRate": 0.01, "model.num_heads": 2, "tasks.recite.options.pairs": 3,
          ],
        ],
      ],
      "attention": ["num_heads": 4], "seeds": [7],
    ]).runs()
    #expect(runs.count == 3)
    let own = runs[2]
    #expect(own.training.learningRate == 0.01)
    #expect(own.model.options["num_heads"] == 2)
    #expect(own.model.attention?.layers == [1, 3])
    #expect(own.model.attention?.options == ["num_heads": 4])
    #expect(own.tasks[0].options == ["pairs": 3, "keys": 32, "values": 32])
    #expect(runs[1].training.learningRate == TrainingConfig().learningRate)
    #expect(runs[1].model.options["num_heads"] == nil)
  }

  @Test func theLayoutFollowsANumberOfLayersThatIsAnAxis() throws {
    let runs = try profile([
      "axes": [["field": "model.num_hidden_layers", "values": [4, 8]]], "layouts": ["3:1"],
      "seeds": [1],
    ]).runs()
    #expect(runs.map { $0.model.attention?.layers } == [[3], [3, 7]])
  }

  @Test func runsThatAreTheSameAreOne() throws {
    #expect(
      try profile(["layouts": ["3:1", "one in 4", [3]], "seeds": [1, 1]]).runs().count == 1)
  }

  static let wrong: [(changes: [String: JSONValue], what: String, found: String?)] = [
    (["colour": "red"], "unknown field", "colour"),
    (["families": [["family": "gla", "sett": [:]]]], "unknown field", "sett"),
    (["families": []], "an axis of the profile is empty", nil),
    (["seeds": [-1]], "seed must not be negative", "-1"),
    (["layouts": ["half"]], "this is not a layout", "\"half\""),
    (["layouts": [[4]]], "the layout names a layer that does not exist", "4"),
    (["layouts": ["6:1"]], "no layer would be full attention", "6:1"),
    (
      ["axes": [["field": "model.vocab_size", "values": [9]]]],
      "the model's vocabulary is too small for the tasks", "9"
    ),
    (["axes": [["field": "training.stepps", "values": [1]]]], "unknown field", "stepps"),
    (
      ["axes": [["field": "training.steps", "values": ["x"]]]], "steps has the wrong type", "\"x\""
    ),
    (
      ["axes": [["field": "tasks.lm.weight", "values": [1]]]], "the path leads nowhere",
      "tasks.lm.weight"
    ),
    (
      ["axes": [["field": "sequenceLength.a", "values": [1]]]], "the path leads nowhere",
      "sequenceLength.a"
    ),
    (
      ["axes": [["field": "model..a", "values": [1]]]], "this is not a valid path to a field",
      "model..a"
    ),
  ]

  @Test(arguments: wrong.indices) func whatIsWrongIsNamed(_ index: Int) throws {
    let (changes, what, found) = Self.wrong[index]
    let fault = try #require(refused(changes))
    #expect(fault.what == what)
    #expect(fault.found == found)
    #expect(fault.location.hasPrefix("toy.json"))
  }
}

@Suite struct TrainingEventTests {
  @Test func eventsGoThereAndBack() throws {
    let run = try RunConfig(
      json: [
        "model": [
          "model_type": "gla", "vocab_size": 8, "hidden_size": 16, "num_hidden_layers": 2,
        ], "sequenceLength": 16, "tasks": [["task": "recite"]],
      ], at: "x")
    let place = RunEnvironment(engine: "1", coreType: "Haswell", cpu: "x")
    let point = Evaluation(
      step: 1, tokens: 2, trainingLoss: nil, gradientNorm: 0.1, learningRate: 1e-3, scores: [])
    let events: [TrainingEvent] = [
      .start(
        .init(identity: "a", config: run, parameters: 9, environment: place, resumedAtStep: 4)),
      .evaluation(.init(identity: "a", evaluation: point)),
      .end(
        .init(
          record: RunRecord(
            identity: "a", config: run, environment: place, outcome: .diverged, reason: "nan",
            parameters: 9, evaluations: [point], seconds: 1.5))),
    ]
    for event in events {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let data = try encoder.encode(event)
      let read = try JSONDecoder().decode(TrainingEvent.self, from: data)
      #expect(try encoder.encode(read) == data)
      guard case .object(let fields) = try JSONValue(data: data, at: "x") else {
        Issue.record("no object")
        return
      }
      #expect(fields["event"] != nil)
    }
  }
}
