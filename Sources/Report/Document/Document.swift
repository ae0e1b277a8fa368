import Foundation

/// A finished report before it takes a format. Everything that any format shows is in here.
public struct Document: Codable, Sendable, Equatable {
  public var title: String
  public var subtitle: String
  /// Who made it: a name for the PDF's metadata and cover.
  public var author: String
  /// The time that the report carries (`SOURCE_DATE_EPOCH` where it is set).
  public var date: Date
  public var sections: [Section]
  public var values: [BoundValue]
  /// The verdicts on claims that it states.
  public var verdicts: [BoundVerdict] = []
  /// How what it shows came to be.
  public var trace: Trace?
  /// Under which terms it was made; nil for a page of its own.
  public var made: ReportTerms?
  public var references: [Reference]
  /// What a word with digits in it may be without a binding: families, scales, ratios, sources.
  public var vocabulary: [String]
  /// The series that charts have in common, in the order of legends; readers can switch them off.
  public var series: [SeriesName] = []
  /// Whether analyses are left out or failed, so that a reference may lead to what is not here.
  public var isExcerpt = false

  public init(
    title: String, subtitle: String, author: String, date: Date, sections: [Section],
    values: [BoundValue], references: [Reference], vocabulary: [String]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.author = author
    self.date = date
    self.sections = sections
    self.values = values
    self.references = references
    self.vocabulary = vocabulary
  }

  public var figures: [Figure] {
    blocks.compactMap { if case .figure(let f) = $0 { f } else { nil } }
  }
  public var tables: [Table] { blocks.compactMap { if case .table(let t) = $0 { t } else { nil } } }
  private var blocks: [Block] { readingOrder.flatMap(\.blocks) }
}

/// One piece of a section.
public enum Block: Codable, Sendable, Equatable {
  case prose(Prose)
  case figure(Figure)
  case table(Table)
  /// A code cell's source, shown folded or in the appendix.
  case source(SourceCell)
  /// Numbers to choose from; only formats that can compute show it.
  case explorer(RatioExplorer)
}

/// Markdown (GFM) with `{{value}}`, `{{figure:id}}`, `{{table:id}}` and `[@reference]` in it.
public struct Prose: Codable, Sendable, Equatable {
  public var markdown: String
  /// Where it was written, for errors: a path.
  public var file: String
  /// The line of its first character.
  public var line: Int

  public init(_ markdown: String, file: String, line: Int) {
    self.markdown = markdown
    self.file = file
    self.line = line
  }
}

/// A code cell as it was run.
public struct SourceCell: Codable, Sendable, Equatable {
  public var code: String
  public var file: String
  public var line: Int

  public init(code: String, file: String, line: Int) {
    self.code = code
    self.file = file
    self.line = line
  }
}

/// An entry of the bibliography.
public struct Reference: Codable, Sendable, Equatable {
  /// What `[@key]` names.
  public var key: String
  /// The entry's text: authors, title, version, year.
  public var text: String
  public var url: String?

  public init(key: String, text: String, url: String? = nil) {
    self.key = key
    self.text = text
    self.url = url
  }
}
