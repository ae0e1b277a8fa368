import Core
import Foundation

/// The bytes of one data file with its entry, as a reader gets them.
struct FileContent: Sendable {
  let entry: Manifest.Entry
  /// What errors and provenance call the file: `data/paper/table7.csv`.
  let path: String
  let data: Data

  /// The records.
  /// - Parameter verifying: whether there have to be as many as the manifest says.
  func rows(knowing catalog: Catalog, verifying: Bool) throws -> any DataRows {
    let rows = try entry.kind.reader.init(self, knowing: catalog)
    guard rows.count == entry.rows || !verifying else {
      throw Fault(
        "the file has another number of records than the manifest says", at: path,
        expected: "\(entry.rows)", found: "\(rows.count)",
        hint: "the file may have been cut short; \(sealHint)")
    }
    return rows
  }

  /// The lines with their numbers, for a kind of file that has a record a line.
  /// - Throws: `Fault` where the bytes are not UTF-8, or the last line does not end.
  func lines() throws -> [(text: String, line: Int)] {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Fault("the file is not UTF-8", at: path)
    }
    guard text.isEmpty || text.hasSuffix("\n") else {
      throw Fault("the last line does not end", at: path, hint: "the file may have been cut short")
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated()
      .map { (String($0.element), $0.offset + 1) }
  }

  /// Passes only the file that the manifest names, byte for byte.
  func verify(knowing catalog: Catalog, sealed marks: LineMarks) throws {
    let digest = Digest.sha256(data)
    guard digest != entry.sha256 else { return }
    let change = marks.change(of: entry.file, to: data)
    let words = change.map { "\($0.words); " } ?? ""
    throw Fault(
      "the file is not the one that the manifest names",
      at: change.map { "\(path):\($0.first)" } ?? path,
      expected: entry.sha256.isEmpty ? "an entry with a hash" : "SHA-256 \(entry.sha256)",
      found: "SHA-256 \(digest)", hint: words + reason(catalog))
  }

  /// What reading on finds in a file with another hash.
  private func reason(_ catalog: Catalog) -> String {
    do {
      _ = try rows(knowing: catalog, verifying: true)
      return "each line reads well, so look for a changed value; \(sealHint)"
    } catch let cause as Fault {
      let found = cause.found.map { " (found \($0))" } ?? ""
      return "the reason may be: \(cause.location): \(cause.what)\(found)"
    } catch {
      return "\(error)"
    }
  }
}
