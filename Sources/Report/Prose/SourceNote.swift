import Core

/// What the numbers of a section rest on: values that come from the same files share an entry.
struct SourceNote: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    /// The values as the text shows them, shortened where they are many or long.
    var values: String
    var sources: SourceList
  }

  let entries: [Entry]

  private static let mostValues = 10
  private static let longestValue = 26

  /// The note on values in the order in which a section shows them; a value without sources has
  /// no entry.
  init(on values: [BoundValue]) {
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

/// Where something came from, short enough to be printed: the rows of a file in one entry.
///
/// `values.json` lists every row; this is what stands beside the text. Where there are rows of
/// files, what was done with them is left to the text.
struct SourceList: Sendable, Hashable {
  /// `data/paper/table7.csv:4–9`, `data/toy/six-layers.jsonl, 95 rows`, or a sentence.
  let entries: [String]
  /// The files, or the sentences where there are none.
  let names: [String]

  /// Rows are named as long as the file's name with them has no more letters than this.
  static let longestName = 72
  /// Sentences are cut here, in letters.
  private static let longestSentence = 90
  /// Of more sentences than this, the first one stands for all.
  private static let mostSentences = 2

  /// The sources in the order in which they are named first.
  init(_ sources: [String]) {
    let places = Self.grouped(sources)
    let files = places.filter { !$0.rows.isEmpty }
    names = (files.isEmpty ? places : files).map(\.path)
    entries = files.isEmpty ? Self.shortened(names) : files.map { Self.entry($0.path, $0.rows) }
  }

  /// Every source, nothing left out: the rows of a file in one entry, `data/paper/table7.csv:4–9,12`, and
  /// sentences as they are.
  static func whole(_ sources: [String]) -> [String] {
    grouped(sources).map { $0.rows.isEmpty ? $0.path : "\($0.path):\(ranges($0.rows))" }
  }

  /// Files with their rows, rising, and sentences without any, in the order in which they are named
  /// first.
  private static func grouped(_ sources: [String]) -> [(path: String, rows: [Int])] {
    var rows: [String: Set<Int>] = [:]
    var order: [String] = []
    for source in sources {
      let (path, row) = parts(source)
      if rows[path] == nil { order.append(path) }
      rows[path, default: []].formUnion(row.map { [$0] } ?? [])
    }
    return order.map { ($0, (rows[$0] ?? []).sorted()) }
  }

  /// A path with a row (`data/x.csv:4`) taken apart; anything else is a sentence.
  private static func parts(_ source: String) -> (path: String, row: Int?) {
    guard !source.contains(" "), let colon = source.lastIndex(of: ":"),
      let row = Int(source[source.index(after: colon)...]), row > 0
    else { return (source, nil) }
    return (String(source[..<colon]), row)
  }

  private static func entry(_ path: String, _ rows: [Int]) -> String {
    let listed = ranges(rows)
    if path.count + 1 + listed.count <= longestName { return "\(path):\(listed)" }
    return "\(path), \(rows.count) row\(rows.count == 1 ? "" : "s")"
  }

  /// Rows in order as `4–9,12`.
  static func ranges(_ rows: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for row in rows {
      if let last = ranges.last, last.upperBound + 1 == row {
        ranges[ranges.count - 1] = last.lowerBound...row
      } else {
        ranges.append(row...row)
      }
    }
    return ranges.map { range in
      let joint = range.count == 2 ? "," : "–"
      return range.count == 1
        ? "\(range.lowerBound)" : "\(range.lowerBound)\(joint)\(range.upperBound)"
    }.joined(separator: ",")
  }

  private static func shortened(_ sentences: [String]) -> [String] {
    let cut = sentences.map { $0.count <= longestSentence ? $0 : $0.prefix(longestSentence) + "…" }
    guard cut.count > mostSentences else { return cut }
    return ["\(cut[0]), and \(cut.count - 1) more"]
  }
}
