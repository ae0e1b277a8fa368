import Core
import Foundation
import Testing

@testable import Lab

@Suite struct ComparisonTests {
  private static let base: JSONValue = [
    "name": "base",
    "run": [
      "model": ["vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4],
      "sequenceLength": 24, "tasks": [["task": "recite"]], "training": ["steps": 10],
    ],
    "attention": ["num_heads": 2],
    "families": [
      ["family": "gla", "set": ["model.num_heads": 2, "training.learningRate": 0.01]], "hgrn",
    ],
    "layouts": ["pure", "3:1"], "seeds": [1, 2],
  ]

  private func profile(_ ablations: [JSONValue], seeds: JSONValue? = nil) throws -> Profile {
    var json: [String: JSONValue] = [
      "name": "toy", "base": "base", "ablations": .array(ablations),
    ]
    json["seeds"] = seeds
    return try Profile(json: .object(json), at: "toy.json") { name in
      #expect(name == "base")
      return try Profile(json: Self.base, at: "base.json")
    }
  }

  private func runs(_ ablation: JSONValue) throws -> [[RunConfig]] {
    let profile = try profile([ablation])
    return try profile.runs(of: profile.comparisons[0])
  }

  @Test func aBaselineIsTheBaseAsItIs() throws {
    let runs = try runs([
      "id": "gate", "family": "gla", "baseline": "learned", "vary": "interleave_gate",
      "values": ["off"],
    ])
    let grid = try Profile(json: Self.base, at: "base.json").runs()
    #expect(runs[0] == Array(grid.prefix(2)))
    #expect(runs[0].map(\.seed) == [1, 2] && runs[1].map(\.seed) == [1, 2])
    #expect(runs[1][0].model.options["interleave_gate"] == "off")
    #expect(runs[1][0].training.learningRate == 0.01)
    var same = runs[1][0]
    same.model.options["interleave_gate"] = nil
    #expect(same == runs[0][0], "only one thing differs")
  }

  @Test func withoutABaselineTheFirstValueIsIt() throws {
    let profile = try profile([
      ["id": "rate", "family": "gla", "vary": "learningRate", "values": [0.01, 0.1]]
    ])
    let comparison = profile.comparisons[0]
    #expect(comparison.variants.map(\.name) == ["0.01", "0.1"])
    #expect(try profile.runs(of: comparison).map { $0[0].training.learningRate } == [0.01, 0.1])
    // The runs of both seeds of both variants, each once.
    #expect(try profile.runs().count == 4)
  }

  @Test func layoutsAndAttentionMayVary() throws {
    let places = try runs([
      "id": "place", "family": "hgrn", "layout": "3:1", "baseline": "last",
      "variants": [["name": "first", "layout": [0]], ["name": "two", "layout": [0, 1]]],
    ])
    #expect(places.map { $0[0].model.attention?.layers } == [[3], [0], [0, 1]])
    let windows = try runs([
      "id": "window", "family": "hgrn", "layout": "3:1", "baseline": "all",
      "vary": "attn.window_size", "values": [4],
    ])
    #expect(windows[1][0].model.attention?.options == ["num_heads": 2, "window_size": 4])
    let layouts = try runs([
      "id": "layout", "family": "hgrn", "vary": "layout", "values": ["pure", "one in 2"],
    ])
    #expect(layouts.map { $0[0].model.attentionLayerCount } == [0, 2])
  }

  @Test func severalFieldsMayChangeTogether() throws {
    let runs = try runs([
      "id": "state", "family": "gla", "baseline": "as it is",
      "variants": [["name": "wide", "set": ["expand_k": 1, "model.num_heads": 1]]],
    ])
    #expect(runs[1][0].model.options["expand_k"] == 1)
    #expect(runs[1][0].model.options["num_heads"] == 1)
  }

  @Test(arguments: [
    ("use_short_conv", "model.use_short_conv"), ("steps", "training.steps"),
    ("sequenceLength", "sequenceLength"), ("attn.window_size", "model.attn.window_size"),
    ("model.num_heads", "model.num_heads"),
    ("tasks.recite.options.pairs", "tasks.recite.options.pairs"),
  ])
  func fieldsGoByTheirNames(key: String, path: String) {
    #expect(Comparison.path(key) == path)
  }

  private static let gate: JSONValue = [
    "id": "a", "family": "gla", "baseline": "b", "vary": "interleave_gate", "values": ["off"],
  ]

  static let wrong: [(ablations: [JSONValue], what: String, found: String?)] = [
    ([["family": "gla"]], "id is missing", nil),
    (
      [["id": "a b", "family": "gla", "vary": "steps", "values": [1, 2]]], "this is not a valid id",
      "a b"
    ),
    (
      [["id": "a", "family": "gla", "vary": "steps", "values": [1]]],
      "there is nothing to compare", "1"
    ),
    (
      [["id": "a", "family": "gla", "vary": "steps", "values": [1, 1]]],
      "two variants have one name", "1"
    ),
    (
      [["id": "a", "family": "gla", "vary": "steps", "values": [1, 2], "colour": 1]],
      "unknown field", "colour"
    ),
    (
      [["id": "a", "family": "retnet", "vary": "steps", "values": [1, 2]]],
      "the profile does not have this family", "retnet"
    ),
    (
      [["id": "a", "family": "gla", "baseline": "x", "vary": "num_heads", "values": [2]]],
      "a variant changes nothing", "2"
    ),
    (
      [["id": "a", "family": "gla", "baseline": "x", "vary": "attn.window_size", "values": [2]]],
      "attention has options but no layer", "window_size"
    ),
    ([gate, gate], "two ablations have one id", "a"),
  ]

  @Test(arguments: wrong.indices) func whatIsWrongIsNamed(_ index: Int) throws {
    let (ablations, what, found) = Self.wrong[index]
    do {
      _ = try profile(ablations).runs()
      Issue.record("it was taken")
    } catch let fault as Fault {
      #expect(fault.what == what)
      #expect(fault.found == found)
      #expect(fault.location.hasPrefix("toy.json"))
    }
  }

  @Test func pairsNeedSeedsThatDiffer() {
    #expect(throws: Fault.self) { try profile([Self.gate], seeds: [1, 1]) }
  }

  @Test func aBaseIsFoundBesideTheFileOrInAnotherFolder() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("comparison-\(UUID().uuidString)")
    let own = folder.appendingPathComponent("own")
    try AtomicFile.makeFolder(own)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ json: JSONValue, _ name: String) throws -> URL {
      let file = folder.appendingPathComponent(name)
      try AtomicFile.write(json.data(), to: file)
      return file
    }
    let base = try write(Self.base, "base.json")
    let file = try write(
      ["name": "toy", "base": "base", "ablations": [Self.gate]], "own/toy.json")
    #expect(throws: Fault.self) { try Profile(file: file) }
    #expect(try Profile(file: file, folders: [folder]).comparisons.count == 1)
    let path = try write(
      ["name": "toy", "base": .string(base.path), "ablations": [Self.gate]], "own/path.json")
    #expect(try Profile(file: path).runs().count == 4)
  }
}
