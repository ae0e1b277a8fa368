import Canvas
import Core
import Foundation
import Notebook
import Report
import Results

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
}

extension ImportedFile {
  init(_ file: ResultFile) {
    self.init(
      path: file.path, format: file.format, version: file.version, records: file.records,
      sha256: file.sha256)
  }
}
