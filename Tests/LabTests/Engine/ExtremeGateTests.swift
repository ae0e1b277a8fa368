import Core
import Testing

@testable import Lab

@Suite("Gates at extremes") struct ExtremeGateTests {
  /// Sets every parameter whose name ends with `suffix`.
  private func set(_ model: LanguageModel, _ suffix: String, _ change: (Float, Int) -> Float) {
    for parameter in model.parameters.all where parameter.name.hasSuffix(suffix) {
      for i in 0..<parameter.count { parameter.value[i] = change(parameter.value[i], i) }
    }
  }

  /// Everything finite, and both forms equal.
  private func check(_ model: LanguageModel, length: Int, _ what: String) {
    let batch = EngineFixture.batch(sequences: 1, length: length)
    let loss = model.lossAndGradients(batch)
    #expect(loss.isFinite, "\(what)")
    #expect(EngineFixture.hasFiniteGradients(model), "\(what)")
    let gap = RecurrentFormTests.gap(model, batch.inputs)
    #expect(gap < 2e-4, "\(what): \(gap)")
  }

  @Test("alpha near 0 and near 1, or changing between them, stays finite and exact")
  func decays() throws {
    let cases: [(String, String, (Float, Int) -> Float)] = [
      ("gla", "gk_proj.1.bias", { _, _ in -2000 }), ("gla", "gk_proj.1.bias", { _, _ in 2000 }),
      ("gla", "gk_proj.1.bias", { _, i in i % 2 == 0 ? -300 : 300 }),
      ("gla", "gk_proj.0.weight", { x, _ in x * 300 }),
      ("hgrn2", "f_proj.weight", { x, _ in x * 100 }),
      ("hgrn2", "f_proj.weight", { x, _ in x * 5 }),
      ("hgrn", "f_proj.weight", { x, _ in x * 100 }),
      ("gated_deltanet", "A_log", { _, _ in 6 }), ("gated_deltanet", "A_log", { _, _ in -20 }),
      ("gated_deltanet", "a_proj.weight", { x, _ in x * 100 }),
    ]
    for (type, name, change) in cases {
      for length in [1, 5, 70] {
        let model = try EngineFixture.model(try EngineFixture.config(type), length: length)
        set(model, name, change)
        check(model, length: length, "\(type) \(name) T=\(length)")
      }
    }
  }

  @Test("beta 0 and 1, zero keys and zero values stay finite")
  func writes() throws {
    for type in ["delta_net", "gated_deltanet"] {
      for (name, factor) in [
        ("b_proj.weight", Float(1000)), ("k_proj.weight", 0), ("v_proj.weight", 0),
      ] {
        let model = try EngineFixture.model(try EngineFixture.config(type), length: 70)
        set(model, name) { x, _ in x * factor }
        check(model, length: 70, "\(type) \(name) x \(factor)")
      }
    }
  }

  @Test("one token again and again, the hardest case of the delta rule") func repeated() throws {
    for (type, options) in EngineFixture.variants {
      let model = try EngineFixture.model(try EngineFixture.config(type, options), length: 65)
      let ids = [Int32](repeating: 3, count: 65)
      let loss = model.lossAndGradients(Batch(nextTokensOf: ids, sequences: 1, length: 65))
      #expect(loss.isFinite)
      #expect(EngineFixture.hasFiniteGradients(model), "\(type) \(options)")
    }
  }
}
