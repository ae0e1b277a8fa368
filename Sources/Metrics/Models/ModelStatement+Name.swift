import Core

extension ModelStatement {
  /// What a name says that follows the released checkpoints' pattern, such as
  /// `m-a-p/1.3B-100B-HGRN2-hybrid-3-1`, `340M-20B-GatedDeltaNet-pure-baseline` or
  /// `m-a-p/transformer_1.3B_baseline`; nil for any other name, which is never guessed at.
  ///
  /// Their `3-1` is one attention layer in every three (`RatioConvention.oneInR`).
  public init?(name: String, families: [Family]) {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let parts = last.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
    guard let scale = parts.first(where: Self.isScale) else { return nil }
    if parts.first?.lowercased() == "transformer", parts.count <= 3 {
      self.init(.name, family: "Transformer", scale: scale, ratioLabel: "full")
      return
    }
    guard parts.count >= 4, parts[0] == scale, Self.isScale(parts[1]),
      let family = families.first(where: { $0.isCalled(parts[2]) }),
      let label = Self.ratio(Array(parts.dropFirst(3)))
    else { return nil }
    self.init(.name, family: family.key, scale: scale, ratioLabel: label)
  }

  /// `1.3B`, `340M`, `100B`.
  private static func isScale(_ text: String) -> Bool {
    guard let unit = text.last, unit == "B" || unit == "M" else { return false }
    return Double(text.dropLast()) != nil
  }

  /// `pure`, `pure baseline`, `hybrid 3 1`, `New hybrid 24 1` as ratio labels.
  private static func ratio(_ words: [String]) -> String? {
    let words = words.first == "New" ? Array(words.dropFirst()) : words
    switch words.first {
    case "pure" where words.count == 1 || words.dropFirst().elementsEqual(["baseline"]):
      return "pure"
    case "hybrid" where words.count == 3 && (Int(words[1]) ?? 0) > 0 && words[2] == "1":
      return "\(words[1]):1"
    default: return nil
    }
  }
}
