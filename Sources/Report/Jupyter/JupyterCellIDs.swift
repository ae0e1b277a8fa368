import Core

/// Gives cells their ids: 1 to 64 letters, digits, hyphens and underscores, each once.
struct JupyterCellIDs {
  private static let limit = 64
  private var taken: Set<String> = []

  /// The id that is nearest to `wish` and not taken yet.
  mutating func take(_ wish: String) -> String {
    var id = Self.fitted(Self.plain(wish))
    var count = 1
    while !taken.insert(id).inserted {
      count += 1
      id = Self.fitted("\(Self.plain(wish))-\(count)")
    }
    return id
  }

  /// Words as a part of an id: lower case, everything else than letters and digits as one hyphen.
  /// Marks such as `{{value}}` keep their name, so that an id doesn't change with the number.
  static func slug(_ words: String) -> String {
    words.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }

  private static func plain(_ wish: String) -> String {
    let text = wish.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" }
    return text.isEmpty ? "cell" : String(text)
  }

  /// What is too long keeps its beginning, and a hash of the whole.
  private static func fitted(_ text: String) -> String {
    guard text.count > limit else { return text }
    return text.prefix(limit - 9) + "-" + Digest.sha256(text).prefix(8)
  }
}
