import Core
import Testing

@testable import Lab

/// The options of our own, each beside the mixer without it.
@Suite("Options for ablations") struct AblationTests {
  private func model(
    _ type: String, _ options: [String: JSONValue], length: Int = 40, layers: Int = 2
  ) throws -> LanguageModel {
    try EngineFixture.model(
      try EngineFixture.config(type, options, layers: layers), length: length)
  }

  @Test("written out, a default gives the bits of its absence; any other value does not")
  func defaults() throws {
    let batch = EngineFixture.batch(sequences: 1, length: 40)
    for (type, option, values) in EngineFixture.ablated {
      let base = try model(type, [:])
      let loss = base.lossAndGradients(batch)
      for (i, value) in values.enumerated() {
        let other = try model(type, [option: value])
        #expect((other.lossAndGradients(batch) == loss) == (i == 0), "\(type) \(option) \(value)")
        let same = EngineFixture.gradients(other) == EngineFixture.gradients(base)
        #expect(same == (i == 0), "\(type) \(option) \(value)")
      }
    }
  }

  @Test("only what a variant does not compute is not declared; the rest starts the same")
  func parameters() throws {
    let gone = [
      "gla interleave_gate \"fixed\"": ["gk_proj.0.weight", "gk_proj.1.weight", "gk_proj.1.bias"],
      "gla interleave_gate \"off\"": ["gk_proj.0.weight", "gk_proj.1.weight", "gk_proj.1.bias"],
      "gated_deltanet interleave_gate \"off\"": ["a_proj.weight", "A_log", "dt_bias"],
      "hgrn interleave_lower_bound \"zero\"": ["model.lower_bounds"],
      "hgrn2 interleave_lower_bound \"zero\"": ["model.lower_bounds"],
    ]
    for (type, option, values) in EngineFixture.ablated {
      let base = try start(type, [:])
      for value in values {
        let what = "\(type) \(option) \(value.description)"
        let names = gone[what] ?? []
        let expected = base.filter { name, _ in !names.contains { name.hasSuffix($0) } }
        #expect(try start(type, [option: value]) == expected, "\(what)")
        #expect(names.isEmpty == (expected.count == base.count), "\(what)")
      }
    }
  }

  /// The initial values by name.
  private func start(_ type: String, _ options: [String: JSONValue]) throws -> [String: [Float]] {
    let model = try LanguageModel(EngineFixture.config(type, options), sequences: 1, length: 4)
    model.initialise(seed: 7)
    return Dictionary(
      uniqueKeysWithValues: model.parameters.all.map { parameter in
        (parameter.name, (0..<parameter.count).map { parameter.value[$0] })
      })
  }

  @Test("other words are refused, with what is expected") func refused() throws {
    let hybrid: JSONValue = ["layers": [1], "num_heads": 2, "interleave_positions": "learned"]
    let cases: [(String, [String: JSONValue], [String])] = [
      ("gla", ["interleave_gate": "constant"], ["\"learned\", \"fixed\", \"off\"", "constant"]),
      ("gla", ["interleave_gate": false], ["\"learned\", \"fixed\", \"off\"", "false"]),
      ("gated_deltanet", ["interleave_gate": "fixed"], ["\"learned\", \"off\"", "fixed"]),
      ("delta_net", ["interleave_gate": "off"], ["interleave_gate"]),
      ("retnet", ["interleave_delta_rule": false], ["interleave_delta_rule"]),
      ("delta_net", ["interleave_delta_rule": "off"], ["interleave_delta_rule", "true or false"]),
      ("hgrn", ["interleave_lower_bound": "Zero"], ["\"increasing\", \"constant\", \"zero\""]),
      ("hgrn2", ["interleave_lower_bound": 0], ["\"increasing\", \"constant\", \"zero\""]),
      ("transformer", ["interleave_positions": "alibi"], ["\"rotary\", \"none\"", "alibi"]),
      ("gla", ["interleave_positions": "none"], ["interleave_positions"]),
      ("gla", ["attn": hybrid], ["attn", "\"rotary\", \"none\"", "learned"]),
    ]
    for (type, options, words) in cases {
      #expect("\(type) \(options)") { try model(type, options) } throws: { error in
        error is Fault && words.allSatisfy { "\(error)".contains($0) }
      }
    }
  }

  @Test("use_lower_bound and interleave_lower_bound must agree") func contradiction() throws {
    for type in ["hgrn", "hgrn2"] {
      for (enabled, ladder) in [(false, "increasing"), (false, "constant"), (true, "zero")] {
        let options: [String: JSONValue] = [
          "use_lower_bound": .bool(enabled), "interleave_lower_bound": .string(ladder),
        ]
        #expect("\(type) \(options)") { try model(type, options) } throws: {
          "\($0)".contains("contradict")
        }
      }
      let ids = EngineFixture.ids(40)
      let zero = try model(type, ["use_lower_bound": false, "interleave_lower_bound": "zero"])
      let theirs = try model(type, ["use_lower_bound": false])
      #expect(
        zero.logits(ids, sequences: 1, length: 40) == theirs.logits(ids, sequences: 1, length: 40))
    }
  }

  @Test("GLA's fixed gate is the learned one that hears nothing; off is one that keeps everything")
  func gates() throws {
    let ids = EngineFixture.ids(40)
    for (gate, bias) in [("fixed", Float(0)), ("off", 2000)] {
      for normalizer in [16, 2] {
        let options: [String: JSONValue] = ["gate_logit_normalizer": .integer(normalizer)]
        let learned = try model("gla", options)
        let found = try model("gla", options.merging(["interleave_gate": .string(gate)]) { $1 })
        for parameter in learned.parameters.all {
          guard let other = found.parameters[parameter.name] else {
            let value = parameter.name.hasSuffix("bias") ? bias : 0
            parameter.value.update(repeating: value, count: parameter.count)
            continue
          }
          parameter.value.update(from: other.value, count: parameter.count)
        }
        let gap = ParityCheck.difference(
          found.logits(ids, sequences: 1, length: 40), learned.logits(ids, sequences: 1, length: 40)
        )
        #expect(gap < 1e-6, "\(gate) 1/\(normalizer): \(gap)")
      }
    }
  }

  @Test("Gated DeltaNet without its gate is DeltaNet, to the bit") func ungated() throws {
    let batch = EngineFixture.batch(sequences: 1, length: 70)
    for gate in [true, false] {
      for rule in [true, false] {
        let shared: [String: JSONValue] = [
          "use_gate": .bool(gate), "interleave_delta_rule": .bool(rule), "expand_v": 2.0,
        ]
        let gated: [String: JSONValue] = ["interleave_gate": "off", "head_dim": 8]
        let ours = try model("gated_deltanet", shared.merging(gated) { $1 }, length: 70)
        let theirs = try model("delta_net", shared, length: 70)
        #expect(ours.lossAndGradients(batch) == theirs.lossAndGradients(batch))
        #expect(EngineFixture.gradients(ours) == EngineFixture.gradients(theirs))
        #expect(
          ours.blocks[0].mixer.flops(length: 70) == theirs.blocks[0].mixer.flops(length: 70))
      }
    }
  }

  @Test("products that a variant does not have are not counted") func operations() throws {
    // Of these only bounds and positions cost no products.
    let free = ["interleave_lower_bound", "interleave_positions"]
    for (type, option, values) in EngineFixture.ablated {
      let base = try model(type, [:]).blocks[0].mixer.flops(length: 70)
      for value in values.dropFirst() {
        let found = try model(type, [option: value]).blocks[0].mixer.flops(length: 70)
        #expect(free.contains(option) ? found == base : found < base, "\(type) \(option) \(value)")
      }
    }
  }

  @Test("without positions the order of earlier tokens is not seen by one layer")
  func positions() throws {
    var ids = EngineFixture.ids(12)
    let turned = try model("transformer", [:], length: 12, layers: 1)
    let none = try model("transformer", ["interleave_positions": "none"], length: 12, layers: 1)
    // The first token stands at angle 0.
    #expect(
      turned.logits([3], sequences: 1, length: 1) == none.logits([3], sequences: 1, length: 1))
    func last(_ model: LanguageModel) -> [Float] {
      Array(model.logits(ids, sequences: 1, length: 12).suffix(23))
    }
    let before = (turned: last(turned), none: last(none))
    ids[0..<11].reverse()
    #expect(ParityCheck.difference(last(none), before.none) < 1e-5)
    #expect(ParityCheck.difference(last(turned), before.turned) > 1e-3)
  }
}
