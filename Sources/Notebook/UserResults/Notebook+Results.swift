import Canvas
import Core
import Foundation
import Metrics
import Report

extension Notebook {
  /// The results that `interleave ingest` has brought in; nil where there are none.
  /// - Throws: `Fault` where the file of results is something else, or damaged.
  public func userResults(
    file: String = #fileID, line: Int = #line
  ) throws -> UserResults? {
    let url = options.resultsURL(project)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let results = try ResultStore.openReadOnly(at: url)
    importedFiles = try results.files().map(ImportedFile.init)
    log.note("userResults()", importedFiles.map(\.path), file: file, line: line)
    guard !importedFiles.isEmpty else { return nil }
    let user = try UserResults(results, catalog: store)
    vocabulary += user.identified.compactMap(\.standing.identity?.ratioLabel)
    vocabulary += user.families.map { PrintableText.of($0.display) }
    return user
  }

  /// Adds prose under this cell, for sentences that depend on what there is. As in prose that is
  /// typed, values are named as `{{name}}`, and numerals are refused.
  public func say(_ markdown: String, line: Int = #line) throws {
    try RecordCheck.checkTyped(markdown, vocabulary: vocabulary, at: place(line))
    try add(.prose(Prose(markdown, file: path, line: line)), line)
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

  init(_ file: ResultFile) {
    (path, format, version) = (file.path, file.format, file.version)
    (records, sha256) = (file.records, file.sha256)
  }
}
