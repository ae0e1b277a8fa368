import Testing

@testable import Core

@Suite struct RandomStreamTests {
  /// Known-answer tests of the Random123 distribution (kat_vectors, philox4x32 10).
  @Test func philoxGivesThePublishedWords() {
    let ones = UInt32.max
    #expect(
      RandomStream.philox(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      RandomStream.philox(counter: SIMD4(repeating: ones), key: SIMD2(repeating: ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      RandomStream.philox(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func seedsAndNamesGiveTheirOwnNumbers() {
    func draw(_ seed: UInt64, _ name: String) -> [UInt64] {
      var stream = RandomStream(seed: seed, named: name)
      return (0..<4).map { _ in stream.next() }
    }
    #expect(draw(1, "a") == draw(1, "a"))
    #expect(draw(1, "a") != draw(2, "a"))
    #expect(draw(1, "a") != draw(1, "b"))
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var stream = RandomStream(seed: 7)
    let n = 20_000
    let uniform = (0..<n).map { _ in stream.uniform() }
    let normal = (0..<n).map { _ in stream.normal() }
    let mean = { (x: [Double]) in x.reduce(0, +) / Double(n) }
    #expect(uniform.allSatisfy { (0..<1).contains($0) })
    #expect(abs(mean(uniform) - 0.5) < 0.01)
    #expect(abs(mean(normal)) < 0.03)
    #expect(abs(mean(normal.map { $0 * $0 }) - 1) < 0.05)
  }

  @Test func indicesCoverTheirRangeEvenly() {
    var stream = RandomStream(seed: 3)
    var counts = [Int](repeating: 0, count: 5)
    for _ in 0..<10_000 { counts[stream.index(below: 5)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 2000) < 200 })
  }
}
