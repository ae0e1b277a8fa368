import Core
import Testing

@testable import Lab

/// What lies below the options: recurrences beside their direct form, and the bounds of layers.
@Suite("Parts of ablations") struct AblatedPartTests {
  private static let shape = HeadShape(heads: 2, key: 5, value: 3)
  /// No multiple of a chunk.
  private static let length = 75

  private func maker(
    _ parameters: ParameterSet, _ arena: Arena, layer: Int = 0, layers: Int = 1
  ) throws -> LayerMaker {
    LayerMaker(
      config: try EngineFixture.config("gla", layers: layers), layer: layer,
      capacity: Extent(sequences: 1, length: Self.length), parameters: parameters, arena: arena,
      prefix: "")
  }

  /// q, k `[T, H K]`, v `[T, H V]`, β and log α `[T, H]` of one sequence, and room for o.
  private struct Inputs {
    let q, k, v, beta, logAlpha, o: Buffer

    init(_ make: LayerMaker) {
      let shape = AblatedPartTests.shape
      (q, k) = (
        make.keep(perToken: shape.heads * shape.key), make.keep(perToken: shape.heads * shape.key)
      )
      (v, o) = (
        make.keep(perToken: shape.heads * shape.value),
        make.keep(perToken: shape.heads * shape.value)
      )
      (beta, logAlpha) = (make.keep(perToken: shape.heads), make.keep(perToken: shape.heads))
    }

    /// Normal numbers, and β and log α in their ranges; the arena is sealed by then.
    func fill() {
      var stream = RandomStream(seed: 2, named: "recurrence")
      for buffer in [q, k, v] {
        for i in 0..<buffer.count { buffer.base[i] = Float(stream.normal()) }
      }
      for i in 0..<beta.count {
        beta.base[i] = Float(stream.uniform())
        logAlpha.base[i] = -0.1 * Float(stream.uniform())
      }
    }

    /// o_t = Σ_{s <= t} (q_t · k_s) β_s α_{s+1} ... α_t v_s / sqrt K.
    func direct(beta hasBeta: Bool, alpha hasAlpha: Bool) -> [Float] {
      let (shape, T) = (AblatedPartTests.shape, AblatedPartTests.length)
      let (H, K, V) = (shape.heads, shape.key, shape.value)
      var result = [Float](repeating: 0, count: T * H * V)
      for h in 0..<H {
        for t in 0..<T {
          var kept = 1.0
          for s in (0...t).reversed() {
            var weight = kept * (hasBeta ? Double(beta.base[s * H + h]) : 1)
            weight /= Double(K).squareRoot()
            weight *= (0..<K).reduce(0.0) { sum, i in
              sum + Double(q.base[(t * H + h) * K + i]) * Double(k.base[(s * H + h) * K + i])
            }
            for j in 0..<V {
              result[(t * H + h) * V + j] += Float(weight) * v.base[(s * H + h) * V + j]
            }
            if hasAlpha { kept *= DeterministicMath.exp(Double(logAlpha.base[s * H + h])) }
          }
        }
      }
      return result
    }

    var found: [Float] { (0..<o.count).map { o.base[$0] } }
  }

  @Test("without the delta rule every key and value is added, in quadratic form as in chunks")
  func additive() throws {
    let shape = Self.shape
    for gated in [true, false] {
      let arena = Arena()
      let make = try maker(ParameterSet(), arena)
      let x = Inputs(make)
      let chunks = DeltaChunks(shape, gated: gated, erases: false, make)
      arena.seal()
      x.fill()
      chunks.forward(
        HeadRows(
          q: x.q.rows(shape.keys), k: x.k.rows(shape.keys), v: x.v.rows(shape.values),
          logA: gated ? x.logAlpha.rows(shape.heads) : nil, beta: x.beta.rows(shape.heads)),
        into: x.o.rows(shape.values), Extent(sequences: 1, length: Self.length))
      let gap = ParityCheck.difference(x.found, x.direct(beta: true, alpha: gated))
      #expect(gap < 1e-5, "decays \(gated): \(gap)")
    }
  }

  @Test("with its gate off, GLA's recurrence is linear attention in quadratic form")
  func linear() throws {
    let (shape, arena) = (Self.shape, Arena())
    let make = try maker(ParameterSet(), arena)
    let x = Inputs(make)
    var options = try JSONFields(["interleave_gate": "off"], at: "test")
    let decay = ChannelDecay(
      try ChannelDecay.Choice(&options), keys: shape.keys, make)
    let chunks = GatedChunks(shape, make)
    arena.seal()
    x.fill()
    let rows = x.q.rows(shape.keys)
    chunks.forward(
      HeadRows(
        q: rows, k: x.k.rows(shape.keys), v: x.v.rows(shape.values),
        logA: decay.forward(rows, tokens: Self.length)),
      into: x.o.rows(shape.values), Extent(sequences: 1, length: Self.length))
    let gap = ParityCheck.difference(x.found, x.direct(beta: false, alpha: false))
    #expect(gap < 1e-5, "\(gap)")
  }

  @Test("the constant bound is that of no layer but the mean over all, in every layer")
  func constant() throws {
    let (layers, width) = (4, 6)
    let increasing = try bounds("increasing", layers: layers, width: width)
    let constant = try bounds("constant", layers: layers, width: width)
    #expect(increasing[0] == [Float](repeating: 0, count: width))
    for c in 0..<width {
      let ladder = increasing.map { $0[c] }
      #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 < $1 })
      for layer in 0..<layers {
        #expect(constant[layer][c] == constant[0][c])
        #expect(abs(constant[layer][c] - ladder.reduce(0, +) / Float(layers)) < 1e-6)
      }
    }
  }

  /// The bound of each layer, by a parameter of normal numbers.
  private func bounds(_ ladder: String, layers: Int, width: Int) throws -> [[Float]] {
    let (parameters, arena) = (ParameterSet(), Arena())
    let made = try (0..<layers).map { layer in
      var options = try JSONFields(["interleave_lower_bound": .string(ladder)], at: "test")
      return try LowerBound(
        width: width, &options, try maker(parameters, arena, layer: layer, layers: layers))
    }
    parameters.seal()
    arena.seal()
    var stream = RandomStream(seed: 4, named: "bounds")
    let values = try #require(parameters["model.lower_bounds"])
    #expect(parameters.all.count == 1)
    for i in 0..<values.count { values.value[i] = Float(stream.normal()) }
    return made.map { bound in
      bound.prepare()
      return (0..<width).map { bound.bound.base[$0] }
    }
  }
}
