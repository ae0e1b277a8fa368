import Core
import Foundation
import Report

/// What a run of a notebook left: its cells in order, each with what it made, and the values that
/// they bound. Formats are made from records; nothing else goes into a report.
public struct Record: Codable, Sendable, Equatable {
  /// One cell as it was run.
  public struct Cell: Codable, Sendable, Equatable {
    public var kind: PercentSource.Kind
    public var text: String
    public var line: Int
    public var outputs: [Block]
  }

  /// The analysis' name: its folder's.
  public var name: String
  /// Its source, relative to the project's folder.
  public var path: String
  /// SHA-256 of the source.
  public var sourceHash: String
  /// The store that it read, as a hash over its sources.
  public var storeFingerprint: String
  /// What stands in the source before the first cell: imports.
  public var preamble: String
  public var cells: [Cell]
  public var values: [BoundValue]
  /// The verdicts that it states.
  public var verdicts: [BoundVerdict]
  /// What it read and made, in order.
  public var trace: NotebookTrace
  /// The training runs that it read.
  public var runs: [RunSource]
  /// The imported files that it read.
  public var imported: [ImportedFile]
  public var vocabulary: [String]
}

extension Record {
  /// The title: the first cell's level-one heading.
  public var title: String {
    let heading = cells.first { $0.kind == .markdown }?.text
      .split(separator: "\n").first { $0.hasPrefix("# ") }
    return heading.map { String($0.dropFirst(2)) } ?? name
  }

  /// The record as a section: prose without the title, outputs under the cells that made them.
  public var section: Section {
    Section(
      id: name, title: title, role: name == Self.summary ? .summary : .chapter,
      preamble: preamble.isEmpty ? nil : SourceCell(code: preamble, file: path, line: 1),
      blocks: cells.flatMap(blocks))
  }

  /// The analysis that answers on the report's first page.
  static let summary = "summary"

  private func blocks(of cell: Cell) -> [Block] {
    guard cell.kind == .markdown else {
      return cell.outputs + [.source(SourceCell(code: cell.text, file: path, line: cell.line))]
    }
    let lines = cell.text.split(separator: "\n", omittingEmptySubsequences: false)
    // The title becomes the section's; its line stays, empty, so that line numbers stay true.
    let text = lines.map { $0.hasPrefix("# ") ? "" : String($0) }.joined(separator: "\n")
    guard text.contains(where: { !$0.isWhitespace }) else { return [] }
    return [.prose(Prose(text, file: path, line: cell.line))]
  }

  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self), to: url)
  }

  /// - Throws: `Fault` naming the file where it is missing or no record.
  public static func read(from url: URL) throws -> Record {
    do {
      return try JSONDecoder().decode(Record.self, from: InputFile.data(at: url))
    } catch {
      throw Fault(
        "the analysis left no readable record", at: url.path, found: "\(error)",
        hint: "end the notebook with: try notebook.finish()")
    }
  }
}

/// A training run that a notebook has read: what the report's list of runs has of it.
public struct RunSource: Codable, Sendable, Hashable {
  public var identity: String
  public var profile: String
  /// Family, layout and seed.
  public var title: String
  public var outcome: String
  /// SHA-256 of its result; nil where it has none.
  public var hash: String?

  package init(identity: String, profile: String, title: String, outcome: String, hash: String?) {
    (self.identity, self.profile, self.title) = (identity, profile, title)
    (self.outcome, self.hash) = (outcome, hash)
  }
}

/// An imported file that a notebook has read: what the report's list of sources has of it.
public struct ImportedFile: Codable, Sendable, Hashable {
  public var path: String
  public var format: String
  public var version: String
  /// Scores and points in it.
  public var records: Int
  /// SHA-256 of its bytes.
  public var sha256: String

  package init(path: String, format: String, version: String, records: Int, sha256: String) {
    (self.path, self.format, self.version) = (path, format, version)
    (self.records, self.sha256) = (records, sha256)
  }
}
