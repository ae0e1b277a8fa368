import Canvas
import Core

/// Turns parsed prose into runs of styled text, with marks resolved and links attached.
struct InlineSetter {
  let numbering: Numbering
  /// What a link within the document may lead to.
  let anchors: Set<String>

  /// The runs of `inlines`; `place` is what errors call the prose.
  func runs(_ inlines: [Inline], _ style: TextStyle, at place: String) throws -> [TextRun] {
    var runs: [TextRun] = []
    for inline in inlines {
      if case .citation = inline { Self.tie(&runs) }
      runs += try self.runs(inline, style, link: nil, at: place)
    }
    return Typography.quoted(runs)
  }

  /// The runs of a caption or title, which is a paragraph of prose.
  func caption(_ text: String, _ style: TextStyle, of owner: String) throws -> [TextRun] {
    let prose = Prose(text, file: owner, line: 1)
    let paragraphs = try ProseParser.blocks(of: prose).map { block -> [Inline] in
      guard case .paragraph(let inlines) = block else {
        throw Fault("a caption holds more than text", at: owner, expected: "one paragraph")
      }
      return inlines
    }
    return try runs(Array(paragraphs.joined(separator: [.text(" ")])), style, at: owner)
  }

  /// What a cell shows: a reference as a link, a verdict with its sign.
  func cell(_ cell: Table.Cell, _ style: TextStyle, of owner: String) throws -> [TextRun] {
    if case .reference(let target) = cell {
      return [try mark(.crossReference(target), style, at: owner)]
    }
    if let look = VerdictLook(cell) {
      return [TextRun(look.text, style.with(weight: .medium, color: look.color))]
    }
    if case .formula(let text) = cell, !text.isEmpty { return MathFormula(plain: text).runs(style) }
    return Typography.quoted([TextRun(cell.shown.isEmpty ? " " : cell.shown, style)])
  }

  private func runs(_ inline: Inline, _ style: TextStyle, link: String?, at place: String) throws
    -> [TextRun]
  {
    func nested(_ parts: [Inline], _ style: TextStyle, _ link: String?) throws -> [TextRun] {
      try parts.flatMap { try runs($0, style, link: link, at: place) }
    }
    switch inline {
    case .text(let text): return [TextRun(text, style, link: link)]
    case .lineBreak: return [TextRun("\n", style)]
    case .formula(let formula): return formula.runs(style)
    case .emphasis(let parts): return try nested(parts, style.with(italic: !style.isItalic), link)
    case .strong(let parts): return try nested(parts, style.with(weight: .bold), link)
    case .code(let code):
      let text = try ProseResolver(numbering).resolve(code, file: place, line: 1)
      return [TextRun(text, PageStyle.inlineCode(in: style), link: link)]
    case .link(let parts, let address):
      let target = try target(address, at: place)
      let color = target == nil ? style.color : PageStyle.linkColor
      return try nested(parts, style.with(color: color), target)
    case .value, .crossReference, .citation: return try [mark(inline, style, at: place)]
    }
  }

  private func mark(_ inline: Inline, _ style: TextStyle, at place: String) throws -> TextRun {
    let text = try numbering.text(for: inline, at: place) ?? ""
    let linked = style.with(color: PageStyle.linkColor)
    switch inline {
    case .crossReference(let reference) where numbering.number(of: reference) == nil:
      return TextRun(text, style)
    case .crossReference(let reference):
      let tied = text.split(separator: " ").joined(separator: "\u{A0}")
      return TextRun(tied, linked, link: "#\(reference.kind.rawValue)-\(reference.id)")
    case .citation(let key): return TextRun(text, linked, link: "#ref-\(key)")
    default: return TextRun(text, style)
    }
  }

  /// Where a click leads: a place in this document, or an address of the web. Paths of files mean
  /// nothing in a PDF.
  private func target(_ address: String, at place: String) throws -> String? {
    guard address.hasPrefix("#") else {
      return address.contains("://") || address.hasPrefix("mailto:") ? address : nil
    }
    guard anchors.contains(String(address.dropFirst())) else {
      throw Fault(
        "a link leads nowhere", at: place, expected: "the name of a section, figure or table",
        found: address)
    }
    return address
  }

  /// Keeps a citation on the line of the word before it.
  private static func tie(_ runs: inout [TextRun]) {
    guard let last = runs.last, last.text.hasSuffix(" ") else { return }
    runs[runs.count - 1].text = last.text.dropLast() + "\u{A0}"
  }
}
