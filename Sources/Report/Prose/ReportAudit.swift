import Canvas
import Core
import Foundation

/// The last check of a finished report: each numeral in its text is a bound value, a table cell, a
/// chart's label, a name that the data knows, or the report's own numbering.
public enum ReportAudit {
  /// - Throws: `Fault` naming the first lines with numerals that nobody can account for.
  public static func check(markdown: String, of document: Document) throws {
    try check([Text(file: "report.md", markdown: markdown)], of: document)
  }

  /// A rendering in Markdown, and the file that holds it.
  struct Text: Sendable {
    var file: String
    var markdown: String
  }

  /// Checks all texts of a document. What several of them say in the same words is checked once.
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

  /// The numerals of any rendering's text (Markdown, `pdftotext`) that nothing explains, each with
  /// its line.
  public static func unexplained(in text: String, of document: Document) -> [String] {
    let audit = NumeralAudit(explained: explained(by: document))
    return text.split(separator: "\n").flatMap { stray(in: $0, audit) }
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
