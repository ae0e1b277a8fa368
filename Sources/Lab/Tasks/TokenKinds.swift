/// A vocabulary of consecutive ranges of ids, each of one kind: `?`, then words `n0 n1 ...`, then keys.
struct TokenKinds: Sendable {
  private let kinds: [(prefix: String, range: Range<Int32>)]

  /// - Parameter kinds: what the names of a kind begin with, and how many tokens it has, in order of id.
  init(_ kinds: (prefix: String, count: Int)...) {
    var start: Int32 = 0
    self.kinds = kinds.map { kind in
      defer { start += Int32(kind.count) }
      return (kind.prefix, start..<(start + Int32(kind.count)))
    }
  }

  var count: Int { kinds.last.map { Int($0.range.upperBound) } ?? 0 }

  /// The ids of the n-th kind.
  subscript(_ index: Int) -> Range<Int32> { kinds[index].range }

  /// The prefix, with a number where the kind has several tokens.
  func text(of token: Int32) -> String {
    guard let kind = kinds.first(where: { $0.range.contains(token) }) else { return "#\(token)" }
    return kind.range.count == 1 ? kind.prefix : "\(kind.prefix)\(token - kind.range.lowerBound)"
  }
}
