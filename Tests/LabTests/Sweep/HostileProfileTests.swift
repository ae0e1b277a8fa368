import Core
import Foundation
import Testing

@testable import Lab

/// Profiles that people get wrong, or that are meant to do harm: each is a fault, and soon.
@Suite(.timeLimit(.minutes(1))) struct HostileProfileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, to name: String) throws -> URL {
    let file = folder.url.appendingPathComponent(name)
    try AtomicFile.write(text, to: file)
    return file
  }

  private func fault(_ body: () throws -> Void) -> Fault? {
    do { try body() } catch { return error as? Fault }
    return nil
  }

  /// A profile of one GLA run with `changes` put over it.
  private func profile(_ changes: [String: JSONValue]) throws -> Profile {
    let json: [String: JSONValue] = [
      "name": "toy",
      "run": [
        "model": ["vocab_size": 256, "hidden_size": 32, "num_hidden_layers": 2, "num_heads": 2],
        "sequenceLength": 64, "tasks": [["task": "mqar"]], "training": ["steps": 1],
      ],
      "families": ["gla"],
    ]
    return try Profile(json: .object(json.merging(changes) { $1 }), at: "toy.json")
  }

  private func refused(_ changes: [String: JSONValue]) -> Fault? {
    fault { _ = try profile(changes).runs() }
  }

  /// The run with one field set, by its path.
  private func refused(_ path: String, _ value: JSONValue) -> Fault? {
    refused(["axes": [["field": .string(path), "values": [value]]]])
  }

  // MARK: Bases

  @Test func aCircleOfBasesIsNamed() throws {
    let a = try write(#"{"name":"a","base":"b"}"#, to: "a.json")
    _ = try write(#"{"name":"b","base":"a.json"}"#, to: "b.json")
    let circle = fault { _ = try Profile(file: a) }
    #expect(circle?.what == "a profile is its own base")
    #expect(circle?.found == "a → b → a")
    let loop = try write(#"{"name":"loop","base":"loop","families":["gla"]}"#, to: "loop.json")
    #expect(fault { _ = try Profile(file: loop) }?.found == "loop → loop")
    let link = folder.url.appendingPathComponent("link.json")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: a)
    _ = try write(#"{"name":"b","base":"link"}"#, to: "b.json")
    #expect(fault { _ = try Profile(file: a) }?.what == "a profile is its own base")
  }

  @Test func aLongChainOfBasesEnds() throws {
    for number in 0..<40 {
      _ = try write(
        #"{"name":"p","base":"p\#(number + 1)","families":["gla"]}"#, to: "p\(number).json")
    }
    let chain = fault { _ = try Profile(file: folder.url.appendingPathComponent("p0.json")) }
    #expect(chain?.what == "too many profiles are bases of one another")
  }

  @Test func aBaseIsText() throws {
    for base in ["", "a\u{0}b", "a\u{1B}[31m", String(repeating: "a", count: 5000)] {
      #expect(refused(["base": .string(base)])?.what == "this is not a valid name of a base")
    }
  }

  @Test func aPipeIsNotRead() throws {
    let pipe = folder.url.appendingPathComponent("pipe.json")
    #expect(mkfifo(pipe.path, 0o644) == 0)
    #expect(fault { _ = try Profile(file: pipe) }?.found == "a named pipe")
    let file = try write(#"{"name":"a","base":"pipe"}"#, to: "a.json")
    #expect(fault { _ = try Profile(file: file) }?.found == "a named pipe")
  }

  // MARK: Text

  @Test func keysThatStandTwiceAreNamed() throws {
    let file = try write(
      #"{"name":"d","name":"e","run":{"model":{"vocab_size":256,"vocab_size":512}}}"#, to: "d.json")
    let fault = fault { _ = try Profile(file: file) }
    #expect(fault?.what == "a key stands twice" && fault?.found == "\"name\"")
    #expect(fault?.location == file.path + ":1")
  }

  @Test(arguments: [510, 10_000]) func deepNestingIsRefused(_ depth: Int) throws {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let deep =
        String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      let file = try write(#"{"name":"d","run":{"model":\#(deep)}}"#, to: "deep.json")
      #expect(fault { _ = try Profile(file: file).runs() }?.what == "JSON is nested too deeply")
    }
  }

  @Test(arguments: [17, 100_000]) func aLongPathIsRefused(_ count: Int) {
    let path = [String](repeating: "a", count: count).joined(separator: ".")
    let fault = refused("model.\(path)", 1)
    #expect(fault?.what == "the path to a field is too long")
    #expect(fault?.found?.hasSuffix("with \(count + 1) names") == true)
  }

  @Test(arguments: [
    "", ".", "..", "../../x", "a/b", "a b", "x\u{1B}[31m", "a\nb", "a\u{0}", "\u{202E}a", "-a",
    String(repeating: "a", count: 201), "é",
  ])
  func aNameHasLettersAndDigits(_ name: String) {
    let fault = refused(["name": .string(name)])
    #expect(fault?.what == "this is not a valid name of a profile")
    #expect(fault?.expected?.contains("letters, digits") == true)
    // A line of its own could pass for a command of a build service.
    #expect(fault?.found?.contains("\n") == false)
  }

  @Test(arguments: ["a", "six-layers", "gla-num_heads", "v1.2", "7"])
  func otherNamesAreTaken(_ name: String) { #expect(refused(["name": .string(name)]) == nil) }

  // MARK: Numbers

  @Test func theNumberOfRunsIsBounded() throws {
    let axis: JSONValue = [
      "field": "training.steps", "values": .array((1...100).map { .integer($0) }),
    ]
    func found(_ axes: Int, seeds: Int = 1) -> Fault? {
      refused([
        "axes": .array(Array(repeating: axis, count: axes)),
        "seeds": .array((0..<seeds).map { .integer($0) }),
      ])
    }
    let fault = found(5)
    #expect(fault?.what == "the profile makes too many runs")
    #expect(fault?.expected == "at most 100000 runs" && fault?.found == "10000000000")
    #expect(found(12)?.found == "more than 9223372036854775807")
    #expect(found(2, seeds: 11)?.found == "110000")
    #expect(try profile(["axes": [axis], "seeds": [1, 2]]).size == 200)
  }

  @Test func ablationsCount() throws {
    let ablation: JSONValue = [
      "id": "a", "family": "gla", "vary": "steps",
      "values": .array((1...1000).map { .integer($0) }),
    ]
    let seeds = JSONValue.array((0..<101).map { .integer($0) })
    #expect(
      refused(["ablations": [ablation], "seeds": seeds])?.what == "the profile makes too many runs")
  }

  static let integers = [
    "model.vocab_size", "model.hidden_size", "model.num_hidden_layers", "model.intermediate_size",
    "model.num_heads", "model.conv_size", "model.gate_low_rank_dim", "sequenceLength", "seed",
    "training.batchSize", "training.steps", "training.warmupSteps", "training.evaluateEvery",
    "training.evaluationSequences", "training.checkpointEvery", "tasks.mqar.options.pairs",
    "tasks.mqar.options.vocabulary",
  ]

  @Test(arguments: integers) func hugeNumbersAreRefused(_ path: String) {
    let huge = [Int.max, Int.max - 1, 1 << 62, 1 << 53, (1 << 32) + 1, -1, .min]
    for value in huge where path != "seed" {
      let fault = refused(path, .integer(value))
      #expect(fault != nil, "\(path) \(value)")
      #expect(fault?.found != nil, "\(path) \(value): \(fault as Any)")
      #expect(fault?.expected != nil, "\(path) \(value): \(fault as Any)")
    }
    #expect(refused(path, .number(1e300)) != nil || path == "seed")
    #expect(refused(path, "all") != nil || path == "seed")
  }

  @Test func seedsAreBounded() {
    #expect(refused(["seeds": [.integer(.max)]])?.what == "seed is too large")
    #expect(refused(["seeds": [.number(1e300)]])?.what == "seeds has the wrong type")
    #expect(refused(["seeds": [.integer((1 << 53) - 1)]]) == nil)
  }

  @Test(arguments: [
    "model.expand_k", "model.expand_v", "model.hidden_ratio", "model.initializer_range",
    "tasks.mqar.options.power", "tasks.mqar.weight",
  ])
  func hugeFractionsAreRefused(_ path: String) {
    for value in [1e300, 1e18, -1e300] {
      #expect(refused(path, .number(value)) != nil, "\(path) \(value)")
    }
  }

  /// The largest of each by itself fits; all together would not fit into a machine.
  @Test func productsAreBounded() {
    let wide = refused([
      "axes": [
        ["field": "model.hidden_size", "values": [65_536]],
        ["field": "model.vocab_size", "values": [16_777_216]],
      ]
    ])
    #expect(wide?.what == "the model has too many parameters")
    #expect(wide?.expected == "at most 1000000000")
    let long = refused([
      "axes": [
        ["field": "training.batchSize", "values": [65_536]],
        ["field": "sequenceLength", "values": [1_048_576]],
      ]
    ])
    #expect(long?.what == "batchSize times sequenceLength is too large")
    let set = refused([
      "axes": [["field": "training.evaluationSequences", "values": [1_048_576]]],
      "run": [
        "model": ["vocab_size": 256, "hidden_size": 32, "num_hidden_layers": 2, "num_heads": 2],
        "sequenceLength": 128, "tasks": [["task": "mqar"]], "training": ["steps": 1],
      ],
    ])
    #expect(set?.what == "evaluationSequences times sequenceLength is too large")
  }

  @Test func layoutsAreBounded() {
    for layout: JSONValue in [
      "one in 9223372036854775807", "one in 0", "9223372036854775807:1", "-3:1", "1e300:1",
      [.integer(.max)], [-1], ["all"], 7, [nil],
    ] {
      #expect(refused(["layouts": [layout]]) != nil, "\(layout)")
    }
    #expect(
      refused([
        "layouts": ["full"],
        "axes": [["field": "model.num_hidden_layers", "values": [.integer(.max)]]],
      ])?.expected == "at most 1024")
  }

  // MARK: What the trainer would find

  @Test(arguments: ["gla", "hgrn2", "retnet", "delta_net", "gated_deltanet", "transformer"])
  func headsHaveToDivideTheWidth(_ family: String) {
    let fault = refused([
      "families": [
        [
          "family": .string(family),
          "set": [
            "model.num_heads": 5, "model.head_dim": family == "gated_deltanet" ? 70_000 : nil,
          ],
        ]
      ]
    ])
    #expect(fault?.location.hasPrefix("toy.json: \(family) pure") == true, "\(fault as Any)")
    #expect(fault?.found != nil)
  }

  @Test func attentionIsCheckedToo() {
    let fault = refused(["layouts": ["one in 2"], "attention": ["num_heads": 3]])
    #expect(fault?.what == "num_heads and num_kv_heads do not fit hidden_size")
    #expect(refused(["layouts": ["one in 2"], "attention": ["num_heads": 2]]) == nil)
  }

  @Test func listsOfLayersAreLists() {
    for layers: JSONValue in ["all", 3, [1.5], ["a"], ["a": 1], true] {
      let set: JSONValue = ["family": "gla", "set": ["model.attn.layers": layers]]
      let family = refused([
        "families": [set], "layouts": ["one in 2"], "attention": ["num_heads": 2],
      ])
      #expect(family?.what == "layers has the wrong type", "\(layers)")
      #expect(family?.location == "toy.json: gla one in 2: attn")
      let attention = refused([
        "layouts": ["one in 2"], "attention": ["num_heads": 2, "layers": layers],
      ])
      #expect(attention?.what == "layers has the wrong type", "\(layers)")
    }
    #expect(refused("model.attn", "all")?.what == "this is not a JSON object")
  }

  @Test func optionsThatNoMixerHasAreFound() {
    #expect(refused("model.colour", "red")?.what == "unknown field")
    #expect(refused("model.use_gk", false)?.what == "this use_gk is not supported")
  }
}
