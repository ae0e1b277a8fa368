import Canvas
import Foundation

/// A finished report before it takes a format. Everything that any format shows is in here.
public struct Document: Codable, Sendable, Equatable {
  public var title: String
  public var subtitle: String
  /// The author, for the PDF's metadata and cover.
  public var author: String
  /// The time that the report carries (`SOURCE_DATE_EPOCH` where it is set).
  public var date: Date
  public var sections: [Section]
  public var values: [BoundValue]
  /// The verdicts on claims that it states.
  public var verdicts: [BoundVerdict] = []
  /// How each thing that it shows was made.
  public var trace: Trace?
  /// The terms under which it was made; nil for a page of its own.
  public var made: ReportTerms?
  public var references: [BibliographyEntry]
  /// What a word with digits in it may be without a binding: families, scales, ratios, sources.
  public var vocabulary: [String]
  /// The series that charts have in common, in the order of legends; readers can switch them off.
  public var series: [SeriesName] = []
  /// Whether analyses are left out or failed, so that a reference may lead to what is not here.
  public var isExcerpt = false

  public init(
    title: String, subtitle: String, author: String, date: Date, sections: [Section],
    values: [BoundValue], references: [BibliographyEntry], vocabulary: [String]
  ) {
    (self.title, self.subtitle, self.author) = (title, subtitle, author)
    (self.date, self.sections, self.values) = (date, sections, values)
    (self.references, self.vocabulary) = (references, vocabulary)
  }

  public var figures: [Figure] {
    blocks.compactMap { if case .figure(let f) = $0 { f } else { nil } }
  }
  public var tables: [Table] { blocks.compactMap { if case .table(let t) = $0 { t } else { nil } } }
  private var blocks: [Block] { readingOrder.flatMap(\.blocks) }

  /// What stands before the contents.
  var summaries: [Section] { sections.filter { $0.role == .summary } }
  /// What the contents list.
  var chapters: [Section] { sections.filter { $0.role == .chapter } }
  /// The sections as the reader meets them: figures and tables are numbered in this order.
  var readingOrder: [Section] { summaries + chapters }
}

/// An entry of the bibliography.
public struct BibliographyEntry: Codable, Sendable, Equatable {
  /// What `[@key]` names.
  public var key: String
  /// The entry's text: authors, title, version, year.
  public var text: String
  public var url: String?

  public init(key: String, text: String, url: String? = nil) {
    (self.key, self.text, self.url) = (key, text, url)
  }
}

/// A series that many charts share: a family of mixers.
public struct SeriesName: Codable, Sendable, Equatable {
  /// What charts call it.
  public var key: String
  /// What readers call it.
  public var label: String
  public var color: Color

  public init(key: String, label: String, color: Color) {
    (self.key, self.label, self.color) = (key, label, color)
  }
}

/// Under which terms a report was made, so that it can be made again under the same ones.
public struct ReportTerms: Codable, Sendable, Equatable {
  /// The report's date: seconds since 1970. Which recorded runs are trained again depends on it.
  public var date: Int
  /// The analyses that it was to hold.
  public var analyses: [String]
  /// How many recorded runs were to be trained again.
  public var reruns: Int
  /// The profiles that were trained for it and shown instead of recorded runs.
  public var fromScratch: [String]
  /// Whether it is the first edition, made before anything was trained; nil in every other report.
  public var isFirstEdition: Bool?

  public init(
    date: Int, analyses: [String], reruns: Int, fromScratch: [String], isFirstEdition: Bool = false
  ) {
    (self.date, self.analyses) = (date, analyses)
    (self.reruns, self.fromScratch) = (reruns, fromScratch)
    self.isFirstEdition = isFirstEdition ? true : nil
  }
}
