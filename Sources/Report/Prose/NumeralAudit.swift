import Core

/// Finds numerals that nobody can account for.
///
/// A numeral is accounted for when it is part of a phrase that the report knows: the text of a
/// bound value or table cell, or a word of the vocabulary (a family, a ratio label, a source).
/// What is left with a digit in it was typed by hand.
public struct NumeralAudit: Sendable {
  /// The phrases that begin with a character, each with its rank: longer ones come first.
  private let phrases: [Character: [(rank: Int, text: [Character])]]

  /// - Parameter explained: phrases that may hold digits.
  public init(explained: [String]) {
    let ranked = Set(explained.filter(Self.hasDigit)).map { (text: $0, characters: Array($0)) }
      .sorted { ($0.characters.count, $0.text) > ($1.characters.count, $1.text) }
    phrases = Dictionary(grouping: ranked.enumerated().map { ($0.offset, $0.element.characters) }) {
      $0.1[0]
    }
  }

  /// The numerals of `text` that no phrase explains, in order.
  public func unexplained(in text: String) -> [String] {
    guard Self.hasDigit(text) else { return [] }
    let characters = Array(text)
    var isExplained = [Bool](repeating: false, count: characters.count)
    for (start, phrase) in found(in: characters) where !isExplained[start] {
      for i in start..<(start + phrase.count) { isExplained[i] = true }
    }
    return remainders(characters, isExplained)
  }

  /// Every place of a phrase, in the order of ranks: a longer phrase takes its characters first.
  private func found(in text: [Character]) -> [(start: Int, phrase: [Character])] {
    var found: [(rank: Int, start: Int, phrase: [Character])] = []
    for start in text.indices {
      for (rank, phrase) in phrases[text[start]] ?? []
      where phrase.count <= text.count - start && matches(phrase, in: text, at: start) {
        found.append((rank, start, phrase))
      }
    }
    return found.sorted { ($0.rank, $0.start) < ($1.rank, $1.start) }.map { ($0.start, $0.phrase) }
  }

  private func matches(_ phrase: [Character], in text: [Character], at start: Int) -> Bool {
    let end = start + phrase.count
    return text[start..<end].elementsEqual(phrase)
      && !Self.continues(text, from: start - 1, phrase[0], step: -1)
      && !Self.continues(text, from: end, phrase[phrase.count - 1], step: 1)
  }

  /// Whether a numeral at the phrase's edge goes on outside of the phrase: `0.4` in `10.42`.
  private static func continues(_ text: [Character], from i: Int, _ edge: Character, step: Int)
    -> Bool
  {
    guard isDigit(edge), text.indices.contains(i) else { return false }
    if isDigit(text[i]) { return true }
    let next = i + step
    return [".", ","].contains(text[i]) && text.indices.contains(next) && isDigit(text[next])
  }

  private func remainders(_ text: [Character], _ marks: [Bool]) -> [String] {
    var found: [String] = []
    var current = ""
    for (character, isMarked) in zip(text, marks) {
      let belongs = Self.isDigit(character) || (!current.isEmpty && character == ".")
      if belongs && !isMarked {
        current.append(character)
      } else if !current.isEmpty {
        found.append(current)
        current = ""
      }
    }
    if !current.isEmpty { found.append(current) }
    return found.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
  }

  private static func hasDigit(_ text: String) -> Bool {
    // Most texts have none, which their bytes tell faster.
    text.utf8.contains { (0x30...0x39).contains($0) } && text.contains(where: isDigit)
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}
