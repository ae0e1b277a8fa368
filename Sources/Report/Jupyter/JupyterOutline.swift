import Core

/// A document cut into the cells of its notebooks. A cell has the same id in the report's notebook
/// and in its analysis' own.
struct JupyterOutline {
  /// What stands in a cell.
  enum Content {
    /// The section's title with the prose that opens it.
    case opening(Section, Prose?)
    case prose(Prose)
    /// A code cell and what it made.
    case code(SourceCell, outputs: [Block])
    /// A figure or table that no cell made.
    case loose(Block)
  }

  struct Cell {
    let id: String
    let content: Content
  }

  struct Chapter {
    let section: Section
    let cells: [Cell]
    /// The cell with the references that the section cites, in a notebook of its own.
    let referencesID: String
  }

  let titleID: String
  let contentsID: String
  let referencesID: String
  let chapters: [Chapter]

  init(_ document: Document) {
    var ids = JupyterCellIDs()
    titleID = ids.take("report-title")
    contentsID = ids.take("report-contents")
    referencesID = ids.take("report-references")
    chapters = document.readingOrder.map { section in
      var cutter = SectionCutter(section: section, ids: ids)
      let cells = cutter.cells()
      ids = cutter.ids
      return Chapter(
        section: section, cells: cells, referencesID: ids.take("\(section.id)-references"))
    }
  }
}

extension JupyterOutline.Content {
  /// The figures and tables in the cell.
  var shown: [CrossReference] {
    switch self {
    case .opening, .prose: []
    case .code(_, let outputs): outputs.compactMap(\.reference)
    case .loose(let block): [block.reference].compactMap { $0 }
    }
  }

  /// Everything in the cell that may cite.
  var blocks: [Block] {
    switch self {
    case .opening(_, let prose): prose.map { [.prose($0)] } ?? []
    case .prose(let prose): [.prose(prose)]
    case .code(_, let outputs): outputs
    case .loose(let block): [block]
    }
  }
}

extension Block {
  /// What cross references call it.
  var reference: CrossReference? {
    switch self {
    case .figure(let figure): figure.reference
    case .table(let table): table.reference
    case .prose, .source, .explorer: nil
    }
  }
}

/// One walk over the blocks of a section.
private struct SectionCutter {
  let section: Section
  var ids: JupyterCellIDs
  /// Outputs whose cell has not come yet.
  private var pending: [Block] = []
  private var result: [JupyterOutline.Cell] = []
  /// Cells without a heading and without outputs so far: they go by number.
  private var proseCount = 0
  private var codeCount = 0

  init(section: Section, ids: JupyterCellIDs) {
    self.section = section
    self.ids = ids
  }

  mutating func cells() -> [JupyterOutline.Cell] {
    var blocks = section.blocks[...]
    var opening: Prose?
    if case .prose(let prose) = blocks.first, !isOutput(prose, followedBy: blocks.dropFirst()) {
      opening = prose
      blocks = blocks.dropFirst()
    }
    add(section.id, .opening(section, opening))
    if let preamble = section.preamble {
      add("\(section.id)-imports", .code(preamble, outputs: []))
    }
    while let block = blocks.popFirst() { take(block, followedBy: blocks) }
    flush()
    return result
  }

  private mutating func take(_ block: Block, followedBy rest: ArraySlice<Block>) {
    switch block {
    case .prose(let prose) where !isOutput(prose, followedBy: rest):
      flush()
      add(wish(prose), .prose(prose))
    case .source(let cell):
      add(wish(pending), .code(cell, outputs: pending))
      pending = []
    case .prose, .figure, .table: pending.append(block)
    // What needs a reader's choices is in the page only.
    case .explorer: break
    }
  }

  /// Whether a code cell said the prose: outputs stand before the source of their cell, and what a
  /// cell says carries the line that said it.
  private func isOutput(_ prose: Prose, followedBy rest: ArraySlice<Block>) -> Bool {
    let next = rest.lazy.compactMap { if case .source(let cell) = $0 { cell } else { nil } }.first
    guard let cell = next, cell.file == prose.file else { return false }
    let count = cell.code.split(separator: "\n", omittingEmptySubsequences: false).count
    return (cell.line..<cell.line + count).contains(prose.line)
  }

  private mutating func flush() {
    for block in pending { add(wish([block]), .loose(block)) }
    pending = []
  }

  private mutating func add(_ wish: String, _ content: JupyterOutline.Content) {
    result.append(JupyterOutline.Cell(id: ids.take(wish), content: content))
  }

  private mutating func wish(_ prose: Prose) -> String {
    let heading = prose.markdown.split(separator: "\n").first { $0.hasPrefix("#") }
    let slug = JupyterCellIDs.slug(heading.map(String.init) ?? "")
    guard slug.isEmpty else { return "\(section.id)-\(slug)" }
    proseCount += 1
    return "\(section.id)-text-\(proseCount)"
  }

  private mutating func wish(_ outputs: [Block]) -> String {
    if let first = outputs.lazy.compactMap(\.reference).first {
      return "\(section.id)-\(first.kind.rawValue)-\(first.id)"
    }
    codeCount += 1
    return "\(section.id)-code-\(codeCount)"
  }
}

/// Gives cells their ids: 1 to 64 letters, digits, hyphens and underscores, each once.
struct JupyterCellIDs {
  private static let limit = 64
  private var taken: Set<String> = []

  /// The id that is nearest to `wish` and not taken yet.
  mutating func take(_ wish: String) -> String {
    var id = Self.fitted(Self.plain(wish))
    var count = 1
    while !taken.insert(id).inserted {
      count += 1
      id = Self.fitted("\(Self.plain(wish))-\(count)")
    }
    return id
  }

  /// Words as a part of an id: lower case, everything else than letters and digits as one hyphen.
  /// Marks such as `{{value}}` keep their name, so that an id doesn't change with the number.
  static func slug(_ words: String) -> String {
    words.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }

  private static func plain(_ wish: String) -> String {
    let text = wish.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" }
    return text.isEmpty ? "cell" : String(text)
  }

  /// What is too long keeps its beginning, and a hash of the whole.
  private static func fitted(_ text: String) -> String {
    guard text.count > limit else { return text }
    return text.prefix(limit - 9) + "-" + Digest.sha256(text).prefix(8)
  }
}
