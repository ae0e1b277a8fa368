import Core
import Foundation
import Published
import Report

/// What a report was made from, kept beside the records once it is published: while all of it is the same and
/// the published files are as they were, the report need not be made again.
struct PublishedState {
  private struct Entry: Codable, Equatable {
    /// Of all that the report is made from.
    var key: String
    /// Of the list of published files, `FileList`.
    var list: String
  }

  private let file: URL
  private let out: URL
  private let key: String

  /// - Returns: nil where records are not kept, or something failed.
  init?(_ reproduction: Reproduction, _ made: Reproduction.Made, _ store: Store) throws {
    guard let cache = reproduction.cache, let records = made.records, let document = made.document
    else { return nil }
    out = reproduction.out
    let place = Digest.sha256(Data(out.standardizedFileURL.path.utf8))
    file = cache.appendingPathComponent("published-\(place).json")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let parts = [
      records, try store.fingerprint(), FileHashes().hash("/proc/self/exe") ?? "none",
      Machine.state,
      (try? TypstCompiler.find(project: reproduction.project.root).executable.path) ?? "",
      document.title, document.subtitle, String(document.isExcerpt),
      String(decoding: try encoder.encode(document.made), as: UTF8.self),
    ]
    key = Digest.sha256(parts.joined(separator: "\n"))
  }

  /// The paths of the published files, where the report is in place as it would be made again.
  func filesInPlace() -> [String]? {
    guard let data = try? InputFile.data(at: file), let list = listData(),
      let entry = try? JSONDecoder().decode(Entry.self, from: data),
      entry == Entry(key: key, list: Digest.sha256(list)),
      let files = try? FileList.read(in: out), files.problems(in: out).isEmpty
    else { return nil }
    return files.files.map(\.path)
  }

  /// Notes that the report was published.
  func keep() {
    guard let list = listData() else { return }
    // Without the note the report is made again, which is all that is lost.
    if let data = try? JSONEncoder().encode(Entry(key: key, list: Digest.sha256(list))) {
      try? AtomicFile.write(data, to: file)
    }
  }

  private func listData() -> Data? {
    try? InputFile.data(at: out.appendingPathComponent(FileList.name))
  }
}
