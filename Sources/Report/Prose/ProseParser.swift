import CCMarkGFM
import Core
import Foundation

/// GFM prose to blocks, by cmark-gfm, with the notebook's own marks (`{{...}}`, `[@...]`) and
/// formulas (`$...$`) found in the text.
public enum ProseParser {
  /// Parses `prose`.
  /// - Throws: `Fault` with file and line for Markdown that reports do not carry (raw HTML, images,
  ///   tables typed by hand) and for a mark that is not closed.
  public static func blocks(of prose: Prose) throws -> [ProseBlock] {
    let slots = try MathSlots(prose)
    let markdown = slots.markdown
    guard let root = cmark_parse_document(markdown, markdown.utf8.count, 0) else {
      throw Fault("cmark could not read the prose", at: "\(prose.file):\(prose.line)")
    }
    defer { cmark_node_free(root) }
    return try Walker(prose: prose, slots: slots).blocks(under: root)
  }

  /// The paragraphs of a caption or title.
  /// - Throws: `Fault` where it holds anything else, and as `blocks` does.
  static func caption(_ text: String, of owner: String) throws -> [[Inline]] {
    try blocks(of: Prose(text, file: owner, line: 1)).map { block in
      guard case .paragraph(let inlines) = block else {
        throw Fault("a caption holds more than text", at: owner, expected: "one paragraph")
      }
      return inlines
    }
  }
}

/// One walk over a cmark tree.
private struct Walker {
  let prose: Prose
  let slots: MathSlots

  func blocks(under node: OpaquePointer) throws -> [ProseBlock] {
    try children(of: node).map(block)
  }

  private func children(of node: OpaquePointer) -> [OpaquePointer] {
    Array(
      sequence(first: cmark_node_first_child(node)) { $0.map(cmark_node_next) }
        .prefix { $0 != nil }.compactMap { $0 })
  }

  private func block(_ node: OpaquePointer) throws -> ProseBlock {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      return .heading(level: Int(cmark_node_get_heading_level(node)), try inlines(under: node))
    case CMARK_NODE_PARAGRAPH: return .paragraph(try inlines(under: node))
    case CMARK_NODE_BLOCK_QUOTE: return .quote(try blocks(under: node))
    case CMARK_NODE_CODE_BLOCK: return .code(slots.restored(literal(node)))
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      return .list(ordered: isOrdered, items: try children(of: node).map(blocks(under:)))
    default: throw unsupported(node)
    }
  }

  /// The inlines under a block; neighbouring texts are joined first, since cmark splits them at
  /// every bracket.
  private func inlines(under node: OpaquePointer) throws -> [Inline] {
    var result: [Inline] = []
    var pending = ""
    func flush() throws {
      result += try slots.inlines(of: pending) {
        try InlineMarks.split($0, at: place(of: node))
      }
      pending = ""
    }
    for child in children(of: node) {
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT: pending += literal(child)
      case CMARK_NODE_SOFTBREAK: pending += " "
      default:
        try flush()
        result.append(try inline(child))
      }
    }
    try flush()
    return result
  }

  private func inline(_ node: OpaquePointer) throws -> Inline {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_EMPH: return .emphasis(try inlines(under: node))
    case CMARK_NODE_STRONG: return .strong(try inlines(under: node))
    case CMARK_NODE_CODE: return .code(slots.restored(literal(node)))
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_LINK:
      let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
      return .link(try inlines(under: node), target: slots.restored(target))
    default: throw unsupported(node)
    }
  }

  private func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  private func place(of node: OpaquePointer) -> String {
    "\(prose.file):\(prose.line + Int(cmark_node_get_start_line(node)) - 1)"
  }

  private func unsupported(_ node: OpaquePointer) -> Fault {
    let kind = String(cString: cmark_node_get_type_string(node))
    return Fault(
      "prose cannot hold this kind of Markdown", at: place(of: node),
      expected: "headings, paragraphs, lists, quotes, code, emphasis, links", found: kind,
      hint: "tables and figures are made by code cells")
  }
}
