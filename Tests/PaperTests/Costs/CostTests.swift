import Core
import Testing

@testable import Paper

@Suite struct MonomialTests {
  @Test func readsWhatTableFourPrints() throws {
    let matrix = try Monomial("7*d_model^2/H")
    #expect(matrix.coefficient == 7)
    #expect(matrix.powers == ["d_model": 2, "H": -1])
    #expect(try matrix.value(["d_model": 2048, "H": 8]) == 3_670_016)
    #expect(try Monomial("2*L*d_model").value(["L": 4096, "d_model": 2048]) == 16_777_216)
  }

  @Test(arguments: ["2*L*d_model", "L^2*d_model", "5*d_model", "7*d_model^2/H", "L*d_model^2/H"])
  func writesWhatItReads(_ text: String) throws {
    #expect(try Monomial(text).description == text)
  }

  @Test func growthIsTheCostOfATokenTimesTheLength() throws {
    let growth = try Monomial("8*d_model^2/H").multiplied(by: Monomial("L")).withoutCoefficient
    #expect(growth == (try Monomial("L*d_model^2/H")))
    #expect(growth != (try Monomial("L*d_model/H")))
  }

  @Test(arguments: ["", "2*", "*L", "d_model^x", "2+L", "-3*L", "L^2^3", "0*L"])
  func refusesWhatIsNoProduct(_ text: String) {
    #expect(throws: Fault.self) { try Monomial(text) }
  }

  @Test(arguments: ["1e3*L", "0x8*L", "L^+2", "L^-2", "L^0", "L^10", "7 *L", "_", "½*L"])
  func refusesSpellingsThatTheTableDoesNotHave(_ text: String) {
    #expect(throws: Fault.self) { try Monomial(text) }
  }

  @Test func aFaultShowsTheFactorAndItsPlace() throws {
    let fault = #expect(throws: Fault.self) { try Monomial("7*d_model^x/H") }
    #expect(fault?.location == "7*d_model^x/H, character 3")
    #expect(fault?.found == "d_model^x")
    let last = #expect(throws: Fault.self) { try Monomial("5*d_model/") }
    #expect(last?.location == "5*d_model/, character 11")
  }

  @Test func numbersBelowTheLineDivide() throws {
    #expect(try Monomial("8/3").coefficient == 8.0 / 3)
    #expect(try Monomial("2^3*L/2^2").coefficient == 2)
    #expect(try Monomial("L^2/L") == Monomial("L"))
  }

  @Test func aMissingQuantityIsNamed() throws {
    let fault = #expect(throws: Fault.self) {
      try Monomial("7*d_model^2/H").value(["d_model": 2])
    }
    #expect(fault?.found == "H")
  }
}

/// Worked by hand from the paper's formulas: d = 2048, 24 layers, 8 heads of 256.
@Suite struct StackCostTests {
  let attention: MixerCostModel
  let gla: MixerCostModel
  let hgrn: MixerCostModel

  init() throws {
    attention = MixerCostModel(flopsPerToken: try Monomial("2*L*d_model"), state: .keysAndValues)
    gla = MixerCostModel(flopsPerToken: try Monomial("7*d_model^2/H"), state: .matrix)
    hgrn = MixerCostModel(flopsPerToken: try Monomial("5*d_model"), state: .vector)
  }

  private func stack(
    _ linear: MixerCostModel, _ fraction: Double, _ shape: ModelShape = .paper1B3
  ) throws -> StackCost {
    try StackCost(
      shape: shape, attention: attention, linear: linear, attentionFraction: fraction)
  }

  @Test func flopsOfThreeToOne() throws {
    // 8 · 2·4096·2048 + 16 · 7·2048²/8 = 134 217 728 + 58 720 256
    #expect(try stack(gla, 1.0 / 3).flopsPerToken(length: 4096).rounded() == 192_937_984)
  }

  /// Another formula is another cost: k of 8 in place of 7 adds 16 · 2048²/8.
  @Test func aChangedFormulaChangesTheCost() throws {
    let delta = MixerCostModel(flopsPerToken: try Monomial("8*d_model^2/H"), state: .matrix)
    // 8 · 2·4096·2048 + 16 · 8·2048²/8 = 134 217 728 + 67 108 864
    let flops = try stack(delta, 1.0 / 3).flopsPerToken(length: 4096).rounded()
    #expect(flops == 201_326_592)
    #expect(try flops - stack(gla, 1.0 / 3).flopsPerToken(length: 4096).rounded() == 8_388_608)
    #expect(try stack(delta, 0.5).crossover() == 1024)
    let lengthy = MixerCostModel(flopsPerToken: try Monomial("2*L*H"), state: .matrix)
    #expect(try stack(lengthy, 0.5).crossover() == nil)
  }

  @Test func flopsOfThePureAndTheFullStack() throws {
    #expect(try stack(hgrn, 0).flopsPerToken(length: 4096) == 24 * 5 * 2048)
    #expect(try stack(hgrn, 0).flopsPerToken(length: 65536) == 24 * 5 * 2048)
    #expect(try stack(hgrn, 1).flopsPerToken(length: 4096) == 24 * 2 * 4096 * 2048)
  }

  @Test func cacheOfTheTransformer() throws {
    // 24 layers · 2 · 2048 channels · 4096 tokens · 2 bytes = 768 MiB
    #expect(try stack(gla, 1).kvCacheBytes(length: 4096) == 805_306_368)
    #expect(try stack(gla, 1).memoryBytes(length: 4096) == 805_306_368)
  }

  @Test func cacheOfAHybridHasItsStates() throws {
    let hybrid = try stack(gla, 0.25)
    #expect(hybrid.kvCacheBytes(length: 4096) == 201_326_592)
    // 18 layers · 8 heads · 256² · 2 bytes
    #expect(hybrid.memoryBytes(length: 4096) == 201_326_592 + 18_874_368)
    #expect(hybrid.kvCacheFactor == 4)
    #expect(try stack(hgrn, 0).memoryBytes(length: 4096) == 24 * 2048 * 2)
    #expect(try stack(hgrn, 0).kvCacheFactor == .infinity)
  }

  @Test func cacheIsLinearInLengthHeadsAndPrecision() throws {
    let one = try stack(gla, 0.5).kvCacheBytes(length: 1000)
    #expect(try stack(gla, 0.5).kvCacheBytes(length: 3000) == 3 * one)
    var shape = ModelShape.paper1B3
    shape.kvHeads = 2
    #expect(try stack(gla, 0.5, shape).kvCacheBytes(length: 1000) == one / 4)
    shape.bytesPerNumber = 4
    #expect(try stack(gla, 0.5, shape).kvCacheBytes(length: 1000) == one / 2)
  }

  @Test func crossoverIsWhereBothCostTheSame() throws {
    // 7·2048²/8 = 2·L·2048 at L = 896
    #expect(try stack(gla, 0.5).crossover() == 896)
    #expect(try stack(hgrn, 0.5).crossover() == 2.5)
  }

  @Test(arguments: [\ModelShape.heads, \.layers, \.dModel, \.headDim, \.bytesPerNumber])
  func aModelWithNoneOfSomethingIsRefused(size: WritableKeyPath<ModelShape, Int> & Sendable) {
    var shape = ModelShape.paper1B3
    shape[keyPath: size] = 0
    #expect(throws: Fault.self) { try stack(gla, 0.5, shape) }
    #expect(ModelShape(dModel: 8, layers: 1, heads: 0).headDim == 0)
  }

  @Test func aShareOutsideOfTheStackIsRefused() {
    #expect(throws: Fault.self) { try stack(gla, 1.5) }
  }
}
