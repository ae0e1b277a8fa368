import Core
import Foundation

/// Finds numerals that nobody can account for.
///
/// A numeral is accounted for when it is part of a phrase that the report knows: the text of a
/// bound value or table cell, or a word of the vocabulary (a family, a ratio label, a source).
/// What is left with a digit in it was typed by hand.
public struct NumeralAudit: Sendable {
  /// The phrases as UTF-8, by their first two bytes; those of one byte have a zero there.
  private var phrases: [[[UInt8]]]

  /// - Parameter explained: phrases that may hold digits.
  public init(explained: [String]) {
    phrases = Array(repeating: [], count: 1 << 16)
    for phrase in Set(explained.filter(Self.hasDigit)) {
      let bytes = Array(phrase.utf8)
      phrases[Self.place(bytes[0], bytes.count > 1 ? bytes[1] : 0)].append(bytes)
    }
  }

  /// The numerals of `text` that no phrase explains, in order.
  public func unexplained(in text: String) -> [String] {
    guard Self.hasDigit(text) else { return [] }
    return Array(text.utf8).withUnsafeBufferPointer { bytes in
      var isExplained = [Bool](repeating: false, count: bytes.count)
      for place in found(in: bytes) where !isExplained[place.lowerBound] {
        for i in place { isExplained[i] = true }
      }
      return remainders(bytes, isExplained)
    }
  }

  /// Every place of a phrase: a longer one takes its bytes first.
  private func found(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for start in 0..<text.count {
      let second = start + 1 < text.count ? text[start + 1] : 0
      for place in [Self.place(text[start], second), Self.place(text[start], 0)] {
        for phrase in phrases[place] where matches(phrase, in: text, at: start) {
          found.append(start..<(start + phrase.count))
        }
      }
    }
    return found.sorted { ($1.count, $0.lowerBound) < ($0.count, $1.lowerBound) }
  }

  private func matches(
    _ phrase: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Bool {
    let end = start + phrase.count
    guard end <= text.count, let base = text.baseAddress,
      memcmp(base + start, phrase, phrase.count) == 0
    else { return false }
    return !Self.continues(text, from: start - 1, phrase[0], step: -1)
      && !Self.continues(text, from: end, phrase[phrase.count - 1], step: 1)
  }

  /// Whether a numeral at the phrase's edge goes on outside of the phrase: `0.4` in `10.42`.
  private static func continues(
    _ text: UnsafeBufferPointer<UInt8>, from i: Int, _ edge: UInt8, step: Int
  ) -> Bool {
    guard isDigit(edge), text.indices.contains(i) else { return false }
    if isDigit(text[i]) { return true }
    let next = i + step
    let isPoint = text[i] == UInt8(ascii: ".") || text[i] == UInt8(ascii: ",")
    return isPoint && text.indices.contains(next) && isDigit(text[next])
  }

  private func remainders(_ text: UnsafeBufferPointer<UInt8>, _ marks: [Bool]) -> [String] {
    var found: [String] = []
    var current = ""
    for (byte, isMarked) in zip(text, marks) {
      let belongs = Self.isDigit(byte) || (!current.isEmpty && byte == UInt8(ascii: "."))
      if belongs && !isMarked {
        current.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !current.isEmpty {
        found.append(current)
        current = ""
      }
    }
    if !current.isEmpty { found.append(current) }
    return found.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
  }

  private static func place(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }

  private static func hasDigit(_ text: String) -> Bool { text.utf8.contains(where: isDigit) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
