/// A counter-based random stream: Philox 4x32 with ten rounds (Salmon et al., "Parallel Random
/// Numbers: As Easy as 1, 2, 3", SC 2011).
///
/// The n-th number is a pure function of (seed, stream, n), so work that is split over threads, or
/// resumed in the middle, draws the same numbers. Two streams of one seed never overlap.
public struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
  private let key: SIMD2<UInt32>
  private let stream: UInt64
  /// How many blocks of four words have been drawn; with `offset` the whole state of the stream.
  public private(set) var block: UInt64 = 0
  private var words = SIMD4<UInt32>(repeating: 0)
  private var offset = 4

  public init(seed: UInt64, stream: UInt64 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = stream
  }

  /// The stream with a name: the same seed and name give the same numbers on every machine.
  public init(seed: UInt64, named name: String) {
    // FNV-1a, so that the stream number does not depend on Swift's seeded hashing.
    let hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    self.init(seed: seed, stream: hash)
  }

  public mutating func next() -> UInt64 { UInt64(nextWord()) | UInt64(nextWord()) << 32 }

  public mutating func nextWord() -> UInt32 {
    if offset == 4 {
      words = Self.philox(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
          UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
        key: key)
      block += 1
      offset = 0
    }
    defer { offset += 1 }
    return words[offset]
  }

  /// Uniform in [0, 1), with 53 bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform integer in `0..<bound`, without bias.
  public mutating func index(below bound: Int) -> Int { Int(next(upperBound: UInt64(bound))) }

  /// Standard normal, by Box and Muller; one number of each pair is used, so that the stream
  /// holds no hidden state.
  public mutating func normal() -> Double {
    let radius = (-2 * DeterministicMath.log(1 - uniform())).squareRoot()
    return radius * DeterministicMath.cos(2 * .pi * uniform())
  }

  /// Ten rounds of Philox on one counter.
  public static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for round in 0..<10 {
      if round > 0 { k = SIMD2(k.x &+ 0x9E37_79B9, k.y &+ 0xBB67_AE85) }
      let a = UInt64(0xD251_1F53) * UInt64(c.x)
      let b = UInt64(0xCD9E_8D57) * UInt64(c.z)
      c = SIMD4(
        UInt32(b >> 32) ^ c.y ^ k.x, UInt32(truncatingIfNeeded: b),
        UInt32(a >> 32) ^ c.w ^ k.y, UInt32(truncatingIfNeeded: a))
    }
    return c
  }
}
