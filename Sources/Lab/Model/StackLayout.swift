import Core

/// Which layers of a stack are full attention; 0-based and absolute, as in FLA's `attn.layers`.
public enum StackLayout: Sendable, Hashable {
  /// None.
  case pure
  /// All.
  case full
  /// The last of every `n` layers: n-1, 2n-1, ..., as in the released checkpoints of arXiv:2507.06457.
  case oneIn(Int)
  /// `r` linear layers to one of full attention, as the text of arXiv:2507.06457 reads: groups of
  /// r + 1 layers, each with its attention last.
  case linearToFull(Int)
  /// These.
  case layers([Int])

  /// Reads `"pure"`, `"full"`, `"one in 4"`, `"3:1"` or a list of layers.
  public init(json: JSONValue, at place: String) throws {
    let layout: StackLayout? =
      switch json {
      case .string(let text): Self(text: text)
      case .array(let items): Self(items: items)
      default: nil
      }
    guard let layout else {
      throw Fault(
        "this is not a layout", at: place,
        expected: "\"pure\", \"full\", \"one in 4\", \"3:1\" or a list of layers such as [1, 3]",
        found: json.excerpt)
    }
    self = layout
  }

  private init?(text: String) {
    let words = text.split(separator: " ")
    if words.count == 3, words[0] == "one", words[1] == "in", let n = Int(words[2]),
      (1...Bounds.layers).contains(n)
    {
      self = .oneIn(n)
      return
    }
    switch RatioLabel(text) {
    case .pure: self = .pure
    case .full: self = .full
    case .ratio(let r) where r == r.rounded() && r < Double(Bounds.layers):
      self = .linearToFull(Int(clamping: r))
    default: return nil
    }
  }

  private init?(items: [JSONValue]) {
    let layers = items.compactMap { if case .integer(let layer) = $0 { layer } else { nil } }
    guard layers.count == items.count else { return nil }
    self = .layers(Set(layers).sorted())
  }

  /// The full-attention layers of a stack of `count`, in order.
  /// - Throws: `Fault` at `place` where the stack is too short for the ratio, or has no such layer.
  public func attentionLayers(of count: Int, at place: String) throws -> [Int] {
    func lastOfEvery(_ n: Int) -> [Int] {
      (1...max(count, 1)).contains(n) ? Array(stride(from: n - 1, to: count, by: n)) : []
    }
    let layers =
      switch self {
      case .pure: [Int]()
      case .full: Array(0..<count)
      case .oneIn(let n): lastOfEvery(n)
      case .linearToFull(let r): (0..<count).contains(r) ? lastOfEvery(r + 1) : []
      case .layers(let layers): layers
      }
    if let bad = layers.first(where: { !(0..<count).contains($0) }) {
      throw Fault(
        "the layout names a layer that does not exist", at: place, expected: "0 to \(count - 1)",
        found: String(bad))
    }
    try demand(
      self == .pure || !layers.isEmpty, "no layer would be full attention", at: place,
      expected: "a group of at most \(count) layers", found: "\(self)",
      hint: "\"pure\" is the layout without attention")
    return layers
  }
}

extension StackLayout: CustomStringConvertible {
  public var description: String {
    switch self {
    case .pure: "pure"
    case .full: "full"
    case .oneIn(let n): "one in \(n)"
    case .linearToFull(let r): "\(r):1"
    case .layers(let layers): "layers " + layers.map(String.init).joined(separator: " ")
    }
  }
}

extension ModelConfig {
  /// FLA's name of the model whose layers are all attention.
  public static let attentionModel = SoftmaxAttention.facts.modelType

  /// How many layers are full attention; all of a transformer's.
  public var attentionLayerCount: Int {
    modelType == Self.attentionModel ? layerCount : attention?.layers.count ?? 0
  }

  /// The layout in words that hold whatever convention a reader thinks in: `pure`, `full`,
  /// `one in 4`, or the layers.
  public var layout: StackLayout {
    let layers = attention?.layers ?? []
    if attentionLayerCount == layerCount { return .full }
    guard let first = layers.first else { return .pure }
    let regular = Array(stride(from: first, to: layerCount, by: first + 1))
    return layers == regular ? .oneIn(first + 1) : .layers(layers)
  }
}
