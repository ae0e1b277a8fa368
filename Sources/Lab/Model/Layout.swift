import Core

/// Which layers of a hybrid are full attention. Layers are absolute and 0-based, as in FLA's
/// `attn.layers`.
public enum Layout {
  /// One full-attention layer in every `n`, the last of each group: layers n-1, 2n-1, ... The released
  /// checkpoints of arXiv:2507.06457 follow this.
  /// - Throws: `Fault` where no layer would be full attention.
  public static func layers(everyNth n: Int, of count: Int) throws -> [Int] {
    guard (1...max(count, 1)).contains(n) else {
      throw Fault(
        "no layer would be full attention", at: "model", expected: "one in 1 to \(count)",
        found: "one in \(n)")
    }
    return lastOfEvery(n, of: count)
  }

  /// Layers n-1, 2n-1, ... of `count`; none where the stack is too short.
  static func lastOfEvery(_ n: Int, of count: Int) -> [Int] {
    Array(stride(from: n - 1, to: count, by: n))
  }

  /// `r` linear layers to one of full attention, as the text of arXiv:2507.06457 reads: groups of r + 1
  /// layers, each with its attention last.
  public static func layers(linearToFull r: Int, of count: Int) throws -> [Int] {
    guard (0..<max(count, 1)).contains(r) else {
      throw Fault(
        "no layer would be full attention", at: "model", expected: "0:1 to \(max(count, 1) - 1):1",
        found: "\(r):1")
    }
    return try layers(everyNth: r + 1, of: count)
  }
}
