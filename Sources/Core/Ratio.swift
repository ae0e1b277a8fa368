/// How much of a hybrid stack is full attention, as a paper labels it.
///
/// Labels are read in the forms that papers and checkpoint names use: `24:1`, `24-1`, `pure`
/// (no full attention) and `full` (nothing else). A ratio is a decimal number above 0 without sign and
/// exponent, at most a million, to 1.
public enum RatioLabel: Sendable, Hashable {
  case pure
  case full
  /// `linear` parts to one part of full attention, in whichever convention.
  case ratio(Double)

  public init?(_ text: String) {
    switch text {
    case "pure": self = .pure
    case "full": self = .full
    default:
      let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
      guard parts.count == 2, parts[1] == "1", Self.isPlain(parts[0]),
        let linear = Double(parts[0]),
        linear > 0, linear <= Self.largest
      else { return nil }
      self = .ratio(linear)
    }
  }

  private static let largest = 1e6

  /// Whether a number consists of a few digits, with a point among them or without.
  private static func isPlain(_ text: Substring) -> Bool {
    text.utf8.count <= 20
      && text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        .allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}

extension RatioLabel: CustomStringConvertible {
  public var description: String {
    switch self {
    case .pure: "pure"
    case .full: "full"
    case .ratio(let r): Int(exactly: r).map { "\($0):1" } ?? "\(r):1"
    }
  }
}

/// What the `r` in `r:1` counts. The same label means different stacks to different authors, so
/// nothing in this project plots or costs a ratio without saying which of these it follows.
public enum RatioConvention: String, Sendable, CaseIterable, Codable {
  /// One full-attention layer in every `r` layers, the last of each group: attention fraction
  /// `1/r`. The released checkpoints of arXiv:2507.06457 follow this.
  case oneInR = "one-in-r"
  /// `r` linear layers to one full-attention layer: attention fraction `1/(r+1)`. The text of
  /// arXiv:2507.06457 reads this way, and most other papers mean it.
  case linearToFull = "linear-to-full"
  /// The label is no ratio; the number of attention layers is stated beside it.
  case stated

  /// Attention layers over all layers for `label`.
  ///
  /// `nil` for a ratio under `.stated`, where the label says nothing about the count.
  public func attentionFraction(of label: RatioLabel) -> Double? {
    switch (label, self) {
    case (.pure, _): 0
    case (.full, _): 1
    case (.ratio(let r), .oneInR): 1 / r
    case (.ratio(let r), .linearToFull): 1 / (r + 1)
    case (.ratio, .stated): nil
    }
  }
}
