import Core

/// Finds numerals that nobody can account for.
///
/// A numeral is accounted for when it is part of a phrase that the report knows: the text of a
/// bound value or table cell, or a word of the vocabulary (a family, a ratio label, a source).
/// What is left with a digit in it was typed by hand.
public struct NumeralAudit: Sendable {
  private let phrases: [[Character]]

  /// - Parameter explained: phrases that may hold digits.
  public init(explained: [String]) {
    let distinct = Set(explained.filter { $0.contains(where: Self.isDigit) })
    phrases = distinct.sorted { ($0.count, $0) > ($1.count, $1) }.map(Array.init)
  }

  /// The numerals of `text` that no phrase explains, in order.
  public func unexplained(in text: String) -> [String] {
    let characters = Array(text)
    var isExplained = [Bool](repeating: false, count: characters.count)
    for phrase in phrases { mark(phrase, in: characters, &isExplained) }
    return remainders(characters, isExplained)
  }

  private func mark(_ phrase: [Character], in text: [Character], _ marks: inout [Bool]) {
    guard phrase.count <= text.count, let first = phrase.first else { return }
    for start in 0...(text.count - phrase.count)
    where text[start] == first && !marks[start] && matches(phrase, in: text, at: start) {
      for i in start..<(start + phrase.count) { marks[i] = true }
    }
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

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}
