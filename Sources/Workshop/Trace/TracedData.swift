import Core
import Foundation
import Notebook
import Report

/// The data folder as it lies on disk, beside what a report's trace says of it.
struct TracedData {
  private let files: [TracedFile]
  private let project: Project

  init(_ files: [TracedFile], _ project: Project) {
    (self.files, self.project) = (files, project)
  }

  /// Whether a source is the path of a data file as a whole.
  func isFile(_ source: String) -> Bool { files.contains { $0.path == source } }

  /// A file with its hash, its source, and the rows that an entry names.
  /// - Parameter most: how many rows are shown; 0 for their places alone
  func node(_ entry: String, most: Int) -> TraceNode {
    let (path, lines) = PlaceList.rows(of: entry) ?? (entry, [])
    guard let file = files.first(where: { $0.path == path }) else {
      return TraceNode("row", entry)
    }
    let bytes = read(path)
    let place = most > 0 ? path : entry
    return TraceNode(
      "file", "file: \(place), sha256 \(file.sha256.prefix(12)), \(state(file, bytes))",
      [TraceNode("source", source(file))] + (most > 0 ? rows(path, lines, bytes, most) : []))
  }

  /// A trace may have come from anywhere; only the data folder is read.
  private func read(_ path: String) -> Data? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.first == "data", !parts.contains(".."), !parts.contains("") else { return nil }
    return try? InputFile.data(at: project.root.appendingPathComponent(path))
  }

  private func state(_ file: TracedFile, _ bytes: Data?) -> String {
    guard let bytes else { return "which is not there now" }
    let now = Digest.sha256(bytes)
    return now == file.sha256
      ? "unchanged since the report" : "CHANGED since the report: now \(now.prefix(12))"
  }

  private func source(_ file: TracedFile) -> String {
    let place = [file.locator, file.version].filter { !$0.isEmpty }.joined(separator: ", version ")
    let parts = [file.title, place, file.citation ?? "", file.url ?? ""].filter { !$0.isEmpty }
    return "source: " + parts.joined(separator: "; ")
  }

  private func rows(_ path: String, _ lines: [Int], _ bytes: Data?, _ most: Int) -> [TraceNode] {
    let texts = bytes?.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let shown = lines.prefix(most).map { line -> TraceNode in
      guard let texts else { return TraceNode("row", "\(path):\(line)") }
      let text =
        texts.indices.contains(line - 1)
        ? Self.clipped(String(decoding: texts[line - 1], as: UTF8.self)) : "(no such line)"
      return TraceNode("row", "\(path):\(line)  \(text)")
    }
    guard lines.count > most else { return shown }
    return shown + [TraceNode("note", "and \(lines.count - most) more rows")]
  }

  /// Recorded runs are lines of many thousand letters.
  private static func clipped(_ text: String) -> String {
    text.count > widest ? text.prefix(widest) + "…" : text
  }

  private static let widest = 160
}
