import Testing

@testable import Lab

@Suite struct MachineRateTests {
  @Test func theRateIsThatOfAnOptimisedProduct() {
    let rate = MachineRate.measure(m: 128, n: 128, k: 128, repetitions: 50)
    // Any CPU since 2010 does more than one operation a nanosecond through OpenBLAS.
    #expect(rate.gigaflops > 1)
    #expect(!rate.coreType.isEmpty)
  }
}
