import Canvas

/// A line of mathematics: `Sₜ = αₜ Sₜ₋₁ (I − βₜ kₜ kₜ^⊤)`.
///
/// Single letters are set in italics, words and signs upright. `^` raises, and `_` lowers, the
/// next character, or what stands in braces behind it.
public struct Formula: Sendable, Hashable, ExpressibleByStringLiteral {
  /// As it was written.
  public let source: String

  public init(_ source: String) { self.source = source }

  public init(stringLiteral value: String) { source = value }

  /// What it says, without marks.
  public var text: String { runs(size: 10).map(\.text).joined() }

  /// The formula in styles, letters of `size` points.
  public func runs(size: Double, color: Color = .black) -> [TextRun] {
    var runs: [TextRun] = []
    var rest = Substring(source)
    while let first = rest.first {
      guard first == "^" || first == "_" else {
        let piece = rest.prefix { $0 != "^" && $0 != "_" }
        runs += Self.upright(piece, TextStyle(.serif, size, color: color))
        rest = rest.dropFirst(piece.count)
        continue
      }
      let script = Self.script(&rest)
      let rise = first == "^" ? 0.38 * size : -0.2 * size
      runs += Self.upright(script, TextStyle(.serif, size * 0.72, color: color, rise: rise))
    }
    return runs
  }

  /// What a mark at the front of `rest` applies to; `rest` then goes on behind it.
  private static func script(_ rest: inout Substring) -> Substring {
    rest = rest.dropFirst()
    guard rest.first == "{" else {
      defer { rest = rest.dropFirst() }
      return rest.prefix(1)
    }
    let body = rest.dropFirst().prefix { $0 != "}" }
    rest = rest.dropFirst(body.count + 2)
    return body
  }

  /// Runs of one height: lone letters in italics, and signs that Libertine lacks in the mono.
  private static func upright(_ text: Substring, _ style: TextStyle) -> [TextRun] {
    var runs: [TextRun] = []
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let neighbours = [index - 1, index + 1].filter(characters.indices.contains)
      let isAlone = !neighbours.contains { characters[$0].isBaseLetter }
      var own = style
      if character.isBaseLetter && isAlone { own = style.with(italic: true) }
      if character == "⊙" { own = style.with(typeface: .mono) }
      if runs.last?.style == own {
        runs[runs.count - 1].text.append(character)
      } else {
        runs.append(TextRun(String(character), own))
      }
    }
    return runs
  }
}

extension Character {
  /// A letter that stands on the line; `ₜ` does not.
  fileprivate var isBaseLetter: Bool {
    isLetter && !unicodeScalars.contains { $0.properties.generalCategory == .modifierLetter }
  }
}
