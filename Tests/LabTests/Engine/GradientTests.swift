import Core
import Testing

@testable import Lab

/// Directional finite differences: along a random direction d of one parameter, the loss changes by
/// gradient · d.
@Suite("Gradients") struct GradientTests {
  static func directional(
    _ model: LanguageModel, _ batch: Batch, _ parameter: Parameter, step: Float
  ) -> (difference: Double, gradient: Double, size: Double) {
    var stream = RandomStream(seed: 9, named: parameter.name)
    let start = (0..<parameter.count).map { parameter.value[$0] }
    _ = model.lossAndGradients(batch)
    let gradient = (0..<parameter.count).map { parameter.gradient[$0] }
    let norm = gradient.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
    // Half along the gradient, so that the change is seen above float32's rounding.
    let direction = gradient.map {
      Double($0) / max(norm, 1e-12) + 0.2 * stream.normal() / Double(parameter.count).squareRoot()
    }
    func loss(_ step: Float) -> Double {
      for i in start.indices { parameter.value[i] = start[i] + step * Float(direction[i]) }
      return model.lossAndGradients(batch)
    }
    // Richardson: what the two steps agree on, without their common cubic term.
    func slope(_ step: Float) -> Double { (loss(step) - loss(-step)) / (2 * Double(step)) }
    let change = (4 * slope(step / 2) - slope(step)) / 3
    for i in start.indices { parameter.value[i] = start[i] }
    let expected = zip(direction, gradient).reduce(0) { $0 + $1.0 * Double($1.1) }
    return (change, expected, norm)
  }

  @Test("agree with finite differences for every parameter of every mixer")
  func finiteDifferences() throws {
    for (type, options) in EngineFixture.variants {
      let model = try EngineFixture.model(
        try EngineFixture.config(type, options), sequences: 2, length: 37, gain: 6)
      let batch = EngineFixture.batch(sequences: 2, length: 37)
      for parameter in model.parameters.all {
        let found = Self.directional(model, batch, parameter, step: 2e-3)
        let gap = abs(found.difference - found.gradient)
        #expect(
          gap < 0.02 * abs(found.gradient) + 2e-4,
          "\(type) \(options) \(parameter.name): \(found)")
      }
    }
  }

  @Test("are the same bits each time, and do not depend on what ran before")
  func repeatable() throws {
    for (type, options) in EngineFixture.variants {
      let config = try EngineFixture.config(type, options)
      let model = try EngineFixture.model(config, sequences: 3, length: 40)
      let batch = EngineFixture.batch(sequences: 3, length: 40)
      let loss = model.lossAndGradients(batch)
      let first = EngineFixture.gradients(model)
      _ = model.lossAndGradients(EngineFixture.batch(sequences: 2, length: 17, seed: 4))
      #expect(model.lossAndGradients(batch) == loss)
      #expect(EngineFixture.gradients(model) == first, "\(type) \(options)")
      let other = try EngineFixture.model(config, sequences: 3, length: 40)
      #expect(other.lossAndGradients(batch) == loss)
      #expect(EngineFixture.gradients(other) == first)
    }
  }

  @Test("of a batch in slices are those of its sequences together")
  func slices() throws {
    // 600 tokens a sequence: one a slice.
    let config = try EngineFixture.config("hgrn2")
    let model = try EngineFixture.model(config, sequences: 2, length: 600)
    #expect(model.slice == 1)
    let batch = EngineFixture.batch(sequences: 2, length: 600)
    _ = model.lossAndGradients(batch)
    let together = EngineFixture.gradients(model)
    var apart = [Float](repeating: 0, count: together.count)
    for b in 0..<2 {
      let part = (b * 600)..<((b + 1) * 600)
      _ = model.lossAndGradients(
        Batch(
          sequences: 1, length: 600, inputs: Array(batch.inputs[part]),
          targets: Array(batch.targets[part])))
      for (i, g) in EngineFixture.gradients(model).enumerated() { apart[i] += g / 2 }
    }
    #expect(ParityCheck.difference(together, apart) < 1e-5)
  }

  @Test("a batch in which nothing is scored has loss 0 and no gradient") func nothing() throws {
    let model = try EngineFixture.model(try EngineFixture.config("gla"), length: 8)
    var batch = EngineFixture.batch(sequences: 1, length: 8)
    batch.targets = Array(repeating: Batch.ignored, count: 8)
    #expect(model.lossAndGradients(batch) == 0)
    let zero = EngineFixture.gradients(model).filter { $0 != 0 }
    #expect(zero.isEmpty)
  }
}
