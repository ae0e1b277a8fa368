import CKernels
import Core

/// Rotary positions in the half-split form: channel j of a head is paired with j + D/2 and turned by
/// `t base^(-2j/D)` at position t, counted from 0.
struct Rotary {
  private let headDim: Int
  private let length: Int
  private let cosine: Buffer
  private let sine: Buffer
  private let base: Double

  init(headDim: Int, base: Double = 10000, _ make: LayerMaker) throws {
    try demand(
      headDim % 2 == 0, "rotary positions need an even number of channels in a head",
      at: "head_dim", found: String(headDim))
    (self.headDim, self.base, length) = (headDim, base, make.capacity.length)
    cosine = make.arena.keep(length * headDim / 2)
    sine = make.arena.keep(length * headDim / 2)
  }

  /// Fills the tables; the arena is sealed by then.
  func prepare() {
    let half = headDim / 2
    for j in 0..<half {
      let frequency = DeterministicMath.pow(base, -2 * Double(j) / Double(headDim))
      for t in 0..<length {
        cosine.base[t * half + j] = Float(DeterministicMath.cos(Double(t) * frequency))
        sine.base[t * half + j] = Float(DeterministicMath.sin(Double(t) * frequency))
      }
    }
  }

  /// Turns the heads in x `[tokens, heads D]` in place; token i stands at `start + i mod T`.
  func apply(_ x: Rows, heads: Int, tokens: Int, length: Int, start: Int = 0, back: Bool = false) {
    ck_rope(
      x.base, x.stride, cosine.base, sine.base, tokens, length, start, heads, headDim,
      back ? -1 : 1)
  }
}
