import Core
import Foundation
import Published
import Report

/// Records, joined into the document that all formats are made from.
public struct ReportAssembly {
  /// An analysis that did not finish, and what it said.
  public struct Failure: Sendable, Equatable {
    public var name: String
    public var message: String

    /// Whether the analysis came to another result than what is on record, rather than to none.
    public var isChange = false

    package init(name: String, message: String, isChange: Bool = false) {
      (self.name, self.message, self.isChange) = (name, message, isChange)
    }

    /// The name of the section that stands for it.
    package var section: String { name.replacing(/[^A-Za-z0-9_]+/, with: "-") }
  }

  let records: [Record]
  let failures: [Failure]
  let store: Store
  let project: Project
  /// Whether some of the project's analyses are left out.
  let isPart: Bool
  let title: Title
  /// Under which terms the report is made; nil for a page of its own.
  package var terms: ReportTerms?
  /// What stands in the place of analyses that have nothing to show yet.
  package var placeholders: [Placeholder] = []

  /// What stands above the report.
  public struct Title: Sendable, Equatable {
    public var title: String
    public var subtitle: String

    public init(_ title: String, _ subtitle: String) {
      (self.title, self.subtitle) = (title, subtitle)
    }

    /// The joint report's.
    public static let report = Title(
      "Hybrid linear attention, re-examined",
      "The published numbers of “A Systematic Analysis of Hybrid Linear Attention”, "
        + "refitted, with intervals and sources")
  }

  public init(
    records: [Record], failures: [Failure] = [], store: Store, project: Project,
    isPart: Bool = false, title: Title = .report
  ) {
    self.isPart = isPart
    self.title = title
    self.records = records
    self.failures = failures
    self.store = store
    self.project = project
  }

  public func document() throws -> Document {
    let provenance = try ProvenanceSection(store: store, records: records)
    var document = Document(
      title: title.title, subtitle: subtitle,
      author: "Interleave", date: try ReportDate.current(),
      sections: chapters + failures.map(section) + [provenance.section],
      values: records.flatMap(\.values), references: try references(),
      vocabulary: Set(records.flatMap(\.vocabulary) + provenance.vocabulary + failureLines).sorted()
    )
    document.series = try store.families().filter { [.studied, .baseline].contains($0.role) }.map {
      SeriesName(key: $0.key, label: $0.display, color: HouseStyle.style(of: $0).color)
    }
    document.verdicts = records.flatMap(\.verdicts)
    document.trace = try Trace(records, store: store)
    document.made = terms
    document.isExcerpt = isPart || !failures.isEmpty || !placeholders.isEmpty
    return document
  }

  private var subtitle: String {
    guard terms?.isFirstEdition == true else { return title.subtitle }
    return title.subtitle
      + ". First edition, published before the report’s own small runs were trained"
  }

  /// The analyses' sections, in the report's order.
  private var chapters: [Section] {
    guard !placeholders.isEmpty else { return records.map(\.section) }
    let sections = records.map(\.section) + placeholders.map(\.section)
    return (terms?.analyses ?? []).compactMap { name in sections.first { $0.id == name } }
  }

  /// A failed analysis keeps its place in the report, so that nobody takes silence for success.
  private func section(_ failure: Failure) -> Section {
    // What looks like a mark in a message is not a mark of the report's.
    let quoted = failure.message.replacing("{{", with: "{\u{200A}{")
      .replacing("[@", with: "[\u{200A}@")
      .split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let text = "This analysis failed, so the report has none of its results.\n\n\(quoted)"
    return Section(
      id: failure.section, title: "\(failure.name) (failed)",
      blocks: [.prose(Prose(text, file: failure.name, line: 1))])
  }

  /// What failed analyses said is quoted as it is.
  private var failureLines: [String] {
    failures.flatMap { $0.message.split(separator: "\n").map(String.init) + [$0.name] }
  }

  /// Entries that prose cites, or that a source names; in the bibliography's order.
  private func references() throws -> [BibliographyEntry] {
    let cited = try citedKeys()
    return try store.references().filter { cited.contains($0.key) }.map {
      BibliographyEntry(key: $0.key, text: $0.entry, url: $0.url)
    }
  }

  private func citedKeys() throws -> Set<String> {
    var keys = Set(try store.sources().compactMap(\.citation))
    for record in records {
      for case .prose(let prose) in record.section.blocks {
        try ProseResolver.forEachMark(in: prose) { mark, _ in
          if case .citation(let key) = mark { keys.insert(key) }
        }
      }
    }
    return keys
  }
}

extension Project {
  /// How a report is rendered that lies in `folder`: where its programs are, and how its links reach the
  /// sources.
  package func options(for folder: URL) -> ReportFiles.Options {
    ReportFiles.Options(project: root, pathToSources: pathToSources(from: folder))
  }
}

/// The time that a report carries.
public enum ReportDate {
  /// `SOURCE_DATE_EPOCH` where it is set (https://reproducible-builds.org/specs/source-date-epoch),
  /// the present otherwise.
  public static func current(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Date {
    guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else { return Date() }
    guard let seconds = Int(text), seconds >= 0 else {
      throw Fault(
        "SOURCE_DATE_EPOCH is not a time", at: "environment",
        expected: "seconds since 1970, as digits",
        found: text)
    }
    return Date(timeIntervalSince1970: TimeInterval(seconds))
  }
}

/// An analysis that has nothing to show before runs are trained, and what stands in its place until then.
package struct Placeholder {
  package let analysis: String
  /// The profile whose runs it shows.
  package let profile: String
  /// Whether some of the runs have a result.
  package let isBegun: Bool
  package let title: String

  package init(analysis: String, profile: String, isBegun: Bool, title: String) {
    (self.analysis, self.profile) = (analysis, profile)
    (self.isBegun, self.title) = (isBegun, title)
  }

  package var section: Section {
    let state = isBegun ? "Not all of these runs are trained yet" : "These runs are not trained yet"
    let text = """
      **\(state).** This is the first edition of the report. It is published before the runs of the \
      profile `\(profile)` are trained, so this section has no results. `interleave reproduce` trains them \
      next and then publishes the report again, with this section in full. If it was stopped, the same command \
      resumes the training.
      """
    return Section(
      id: analysis, title: title, blocks: [.prose(Prose(text, file: analysis, line: 1))])
  }
}
