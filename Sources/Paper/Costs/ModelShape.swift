import Core

/// The sizes of a model that its token mixers' costs depend on.
public struct ModelShape: Sendable, Hashable {
  /// Width of the residual stream.
  public var dModel: Int
  /// Layers, each with one token mixer.
  public var layers: Int
  /// Heads of a token mixer, H.
  public var heads: Int
  /// Channels of a head.
  public var headDim: Int
  /// Heads that keep keys and values; fewer than `heads` where queries share them.
  public var kvHeads: Int
  /// Size of a number in the cache: 2 for bfloat16, 4 for float32.
  public var bytesPerNumber: Int

  /// Sizes that cannot be (none of something) are refused where a cost is asked for.
  /// - Parameters:
  ///   - headDim: `dModel / heads` where it is left out
  ///   - kvHeads: `heads` where it is left out
  public init(
    dModel: Int, layers: Int, heads: Int, headDim: Int? = nil, kvHeads: Int? = nil,
    bytesPerNumber: Int = 2
  ) {
    self.dModel = dModel
    self.layers = layers
    self.heads = heads
    self.headDim = headDim ?? (heads > 0 ? dModel / heads : 0)
    self.kvHeads = kvHeads ?? heads
    self.bytesPerNumber = bytesPerNumber
  }

  /// The 1.3B models: 24 layers of width 2048. Eight heads of 256 are those of the released Gated
  /// DeltaNet; for the other families they are assumed.
  public static let paper1B3 = ModelShape(dModel: 2048, layers: 24, heads: 8)
  /// The 340M models: 24 layers of width 1024, four heads of 256 (as above).
  public static let paper340M = ModelShape(dModel: 1024, layers: 24, heads: 4)

  /// Throws where the model has none of something.
  func check() throws {
    let sizes = [
      ("d_model", dModel), ("layers", layers), ("heads", heads), ("head_dim", headDim),
      ("kv_heads", kvHeads), ("bytes per number", bytesPerNumber),
    ]
    guard let (name, size) = sizes.first(where: { $0.1 < 1 }) else { return }
    throw Fault("no model has this shape", at: name, expected: "at least 1", found: "\(size)")
  }

  /// The names that formulas use, with a sequence length.
  func quantities(length: Int) -> [String: Double] {
    ["L": Double(length), "d_model": Double(dModel), "H": Double(heads)]
  }
}
