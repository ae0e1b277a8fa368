import Canvas
import Core

/// Running text as Typst's markup, with marks resolved and links in place.
struct TypstInline {
  let numbering: Numbering
  /// The names that links within the document may lead to.
  let names: Set<String>

  func markup(_ inlines: [Inline], at place: String) throws -> String {
    var previous: Character = " "
    return try markup(inlines, after: &previous, at: place)
  }

  /// A caption or title, which is a paragraph of prose.
  func caption(_ text: String, of owner: String) throws -> String {
    let blocks = try ProseParser.blocks(of: Prose(text, file: owner, line: 1))
    return try blocks.map { block -> String in
      guard case .paragraph(let inlines) = block else {
        throw Fault("a caption holds more than text", at: owner, expected: "one paragraph")
      }
      return try markup(inlines, at: owner)
    }.joined(separator: " ")
  }

  /// - Parameter previous: what stands before, which decides which way a quotation mark turns.
  private func markup(_ inlines: [Inline], after previous: inout Character, at place: String)
    throws -> String
  {
    var result = TypstMarkup()
    for (index, inline) in inlines.enumerated() {
      if case .text(var text) = inline {
        text = Quotes.turned(text, after: previous)
        previous = text.last ?? previous
        result.add(
          words: TypstText.markup(Self.tied(text, before: inlines.dropFirst(index + 1).first)))
      } else {
        try add(inline, to: &result, after: &previous, at: place)
      }
    }
    return result.text
  }

  private func add(
    _ inline: Inline, to result: inout TypstMarkup, after previous: inout Character,
    at place: String
  ) throws {
    switch inline {
    case .emphasis(let parts):
      result.add(code: "#emph[\(try markup(parts, after: &previous, at: place))]")
    case .strong(let parts):
      result.add(code: "#strong[\(try markup(parts, after: &previous, at: place))]")
    case .link(let parts, let address):
      let words = try markup(parts, after: &previous, at: place)
      try add(link: words, to: address, &result, at: place)
    case .lineBreak:
      previous = " "
      result.add(words: " \\\n")
    default:
      try add(mark: inline, to: &result, at: place)
      previous = "x"
    }
  }

  /// What is no running text: it ends in a letter or digit, for all that quotation marks care.
  private func add(mark inline: Inline, to result: inout TypstMarkup, at place: String) throws {
    switch inline {
    case .formula(let formula): result.add(code: formula.typst)
    case .code(let code):
      let text = try ProseResolver(numbering).resolve(code, file: place, line: 1)
      result.add(code: "#raw(\(TypstText.string(text)))")
    case .crossReference(let reference) where numbering.number(of: reference) != nil:
      result.add(code: Self.reference(reference))
    case .citation(let key):
      let words = try numbering.text(for: inline, at: place) ?? ""
      result.add(code: "#link(\(TypstText.label("ref-\(key)")))[\(TypstText.markup(words))]")
    default:
      result.add(words: TypstText.markup(try numbering.text(for: inline, at: place) ?? ""))
    }
  }

  /// `Figure 3`, as Typst counts.
  static func reference(_ reference: CrossReference) -> String {
    "#ref(\(TypstText.label("\(reference.kind.rawValue)-\(reference.id)")))"
  }

  /// A place in this document, or an address of the web. Paths of files mean nothing in a PDF.
  private func add(
    link words: String, to address: String, _ result: inout TypstMarkup, at place: String
  )
    throws
  {
    if address.hasPrefix("#") {
      let name = String(address.dropFirst())
      guard names.contains(name) else {
        throw Fault(
          "a link leads nowhere", at: place, expected: "the name of a section, figure or table",
          found: address)
      }
      result.add(code: "#link(\(TypstText.label(name)))[\(words)]")
    } else if address.contains("://") || address.hasPrefix("mailto:") {
      result.add(code: "#link(\(TypstText.string(address)))[\(words)]")
    } else {
      result.add(words: words)
    }
  }

  /// Keeps a citation on the line of the word before it.
  private static func tied(_ text: String, before next: Inline?) -> String {
    guard case .citation? = next, text.hasSuffix(" ") else { return text }
    return text.dropLast() + "\u{A0}"
  }
}
