import Canvas
import Core
import Foundation

/// The last check of a finished report: each numeral in its text is a bound value, a table cell, a
/// chart's label, a name that the data knows, or the report's own numbering.
enum ReportAudit {
  /// A rendering in Markdown, and the file that holds it.
  struct Text: Sendable {
    var file: String
    var markdown: String
  }

  /// Checks all texts of a document. A line that stands in several of them is checked once.
  /// - Throws: `Fault` naming the first lines with numerals that nothing explains.
  static func check(_ texts: [Text], of document: Document) throws {
    let audit = NumeralAudit(explained: explained(by: document))
    var checked: Set<Substring> = []
    for (text, readable) in zip(texts, try Parallel.map(texts) { readable($0.markdown) }) {
      let lines = readable.split(separator: "\n").filter { checked.insert($0).inserted }
      try refuse(lines.flatMap { stray(in: $0, audit) }, at: text.file)
    }
  }

  private static func refuse(_ found: [String], at file: String) throws {
    guard !found.isEmpty else { return }
    throw Fault(
      "the report has numerals without a source", at: file,
      expected: "bound values, data rows, or names that the data knows",
      found: found.prefix(5).joined(separator: "; "),
      hint: "bind the numbers in a code cell")
  }

  private static func stray(in line: Substring, _ audit: NumeralAudit) -> [String] {
    audit.unexplained(in: String(line)).map { "\($0) in \"\(line.prefix(80))\"" }
  }

  /// Every phrase that may hold digits.
  static func explained(by document: Document) -> [String] {
    // Cells of several lines are shown in one.
    let cells = document.tables.flatMap { $0.rows.flatMap { $0.map(\.shown) } }
      .map { $0.replacingOccurrences(of: "\n", with: " ") }
    let charts = document.figures.flatMap { $0.scene.texts.map(\.text) }
    let numbering =
      document.figures.indices.map { "Figure \($0 + 1)" }
      + document.tables.indices.map { "Table \($0 + 1)" }
      + document.references.indices.map { "[\($0 + 1)]" }
    let references = document.references.flatMap { [$0.text, $0.url ?? ""] }
    let formulas = document.figures.flatMap(\.scene.texts).filter { $0.runs != nil }
    let terms = formulas.flatMap { $0.text.split(separator: " ").map(String.init) }
    let phrases = document.vocabulary + document.values.map(\.text) + cells + charts + references
    let turned = phrases.filter { $0.contains("'") || $0.contains("\"") }.map { Quotes.turned($0) }
    return phrases + turned + terms + numbering + SourceNote.phrases(of: document)
      + formulaPhrases(of: document)
  }

  /// How formulas are written in Markdown, and how they are set elsewhere.
  private static func formulaPhrases(of document: Document) -> [String] {
    let blocks = document.readingOrder.flatMap(\.blocks)
    let prose = blocks.compactMap { if case .prose(let prose) = $0 { prose.markdown } else { nil } }
    let captions =
      document.figures.map(\.caption) + document.tables.flatMap { [$0.title, $0.caption] }
    let typed = (prose + captions).flatMap {
      (try? MathMarks.formulas(of: $0, at: "report")) ?? []
    }
    let cells = document.tables.flatMap { $0.rows.joined() }.compactMap { cell in
      if case .formula(let text) = cell { MathFormula(plain: text) } else { nil }
    }
    let sources = typed.map { readable("$\($0.source)$") }
    return sources + (typed + cells).flatMap(\.phrases)
  }

  /// Markdown without what readers do not see or what is code: link targets, anchors, places of code.
  static func readable(_ markdown: String) -> String {
    var text = markdown
    for pattern in [
      #"<sub>Code: [^\n]*</sub>"#, #"<a id="[^"]*"></a>"#, MarkdownText.emptyComment,
      #"\]\([^)]*\)"#,
    ] {
      let bracket = pattern.hasPrefix(#"\]"#) ? "]" : ""
      text = text.replacingOccurrences(of: pattern, with: bracket, options: .regularExpression)
    }
    return text.replacingOccurrences(of: #"\\(.)"#, with: "$1", options: .regularExpression)
  }
}

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
