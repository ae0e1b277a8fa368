import Core
import Foundation
import Testing

@testable import Published

/// The repository's own data folder.
package let dataRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("data")

/// A temporary folder that goes with the object.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "interleave-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var storeURL: URL { url.appendingPathComponent("metrics.sqlite") }
}

/// A copy of the data folder that a test may damage.
package struct DataCopy {
  package let temporary: TemporaryFolder
  package let root: URL
  package var folder: DataFolder { DataFolder(root) }

  package init() throws {
    temporary = try TemporaryFolder()
    root = temporary.url.appendingPathComponent("data")
    try FileManager.default.copyItem(at: dataRoot, to: root)
  }

  package func text(_ file: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
  }

  package func write(_ file: String, _ text: String) throws {
    try Data(text.utf8).write(to: root.appendingPathComponent(file))
  }

  /// Replaces the one occurrence of `old`; a test that damages nothing would prove nothing.
  package func replace(_ file: String, _ old: String, _ new: String) throws {
    let parts = try text(file).components(separatedBy: old)
    try #require(parts.count == 2, "\(old) occurs \(parts.count - 1) times in \(file)")
    try write(file, parts.joined(separator: new))
  }

  /// Edits one line of a file (the header is line 1); `nil` takes it away.
  package func editLine(_ file: String, _ number: Int, _ edit: (String) -> String?) throws {
    var lines = try text(file).split(separator: "\n").map(String.init)
    let old = lines[number - 1]
    let new = edit(old)
    try #require(new != old)
    lines.replaceSubrange(number - 1...number - 1, with: new.map { [$0] } ?? [])
    try write(file, lines.joined(separator: "\n") + "\n")
  }

  /// Edits one field of a line.
  package func editField(_ file: String, _ number: Int, _ column: String, _ new: String) throws {
    let index = try #require(ObservationRows.header.firstIndex(of: column))
    try editLine(file, number) { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      fields[index] = new
      return fields.joined(separator: ",")
    }
  }

  /// Lets the manifest's hashes and counts follow the files without reading them, so that the
  /// checks behind the hash are reached.
  package func trustBytes() throws {
    var manifest = try folder.manifest()
    for index in manifest.files.indices {
      let bytes = try folder.read(manifest.files[index].file)
      manifest.files[index].sha256 = Digest.sha256(bytes)
    }
    try write("manifest.json", manifest.text)
  }
}

/// The fault that `body` throws.
package func fault<Value>(
  _ body: () throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Fault {
  try #require(throws: Fault.self, sourceLocation: sourceLocation) { _ = try body() }
}
