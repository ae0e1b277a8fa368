import Core

/// What the numbers of a section rest on: values that come from the same files share an entry.
public struct SourceNote: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// The values as the text shows them, shortened where they are many or long.
    public var values: String
    public var sources: SourceList
  }

  public let entries: [Entry]

  private static let mostValues = 10
  private static let longestValue = 26

  /// The note on values in the order in which a section shows them; a value without sources has
  /// no entry.
  public init(on values: [BoundValue]) {
    var groups: [[String]: [BoundValue]] = [:]
    var order: [[String]] = []
    for value in values where !value.sources.isEmpty {
      let names = SourceList(value.sources).names.sorted()
      if groups[names] == nil { order.append(names) }
      groups[names, default: []].append(value)
    }
    entries = order.map { names in
      let group = groups[names] ?? []
      return Entry(
        values: Self.label(group.map(\.text)), sources: SourceList(group.flatMap(\.sources)))
    }
  }

  /// The note on the values that a section's prose names, each once.
  /// - Throws: `Fault` with file and line for prose that cannot be read.
  init(on section: Section, numbering: Numbering) throws {
    var names: [String] = []
    for case .prose(let prose) in section.blocks {
      for paragraph in Self.paragraphs(of: try ProseParser.blocks(of: prose)) {
        names += Self.names(in: paragraph).filter { !names.contains($0) }
      }
    }
    self.init(on: names.compactMap(numbering.value))
  }

  private static func names(in inlines: [Inline]) -> [String] {
    inlines.flatMap { inline -> [String] in
      switch inline {
      case .value(let name): [name]
      case .emphasis(let parts), .strong(let parts), .link(let parts, _): names(in: parts)
      case .text, .code, .crossReference, .citation, .formula, .lineBreak: []
      }
    }
  }

  /// `0.39, 0.42, 16 …`; what is too long ends between two words.
  private static func label(_ all: [String]) -> String {
    let texts = all.reduce(into: [String]()) { texts, value in
      let text = value.split(separator: " ").joined(separator: " ")
      if !texts.contains(text) { texts.append(text) }
    }
    let short = texts.prefix(mostValues).map { text -> String in
      guard text.count > longestValue else { return text }
      let words = text.prefix(longestValue).split(separator: " ", omittingEmptySubsequences: false)
      return (words.count > 1 ? words.dropLast() : words).joined(separator: " ") + " …"
    }
    return short.joined(separator: ", ") + (texts.count > mostValues ? ", …" : "")
  }
}

extension SourceNote {
  /// The phrases of all notes of a document, for the numeral audit: what a value shows before its
  /// end was cut, and the sources.
  static func phrases(of document: Document) -> [String] {
    guard let numbering = try? Numbering(document) else { return [] }
    let notes = document.readingOrder.compactMap { try? SourceNote(on: $0, numbering: numbering) }
    return notes.flatMap(\.entries).flatMap { entry -> [String] in
      let names = entry.sources.entries.flatMap { $0.split(separator: "/").suffix(1) }
      return [entry.values] + entry.sources.entries + names.map(String.init)
    }
  }

  /// All paragraphs of blocks, at any depth.
  private static func paragraphs(of blocks: [ProseBlock]) -> [[Inline]] {
    blocks.flatMap { block -> [[Inline]] in
      switch block {
      case .paragraph(let text): [text]
      case .list(_, let items): items.flatMap(paragraphs)
      case .quote(let inner): paragraphs(of: inner)
      case .heading, .code, .rule: []
      }
    }
  }
}
