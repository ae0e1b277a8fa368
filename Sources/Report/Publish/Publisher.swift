import Core
import Foundation

/// Puts a report's files in place, all or none.
///
/// Every file is written in full beside its place first. Only when all have reached the disk does
/// each take its name, so a full disk or a kill while writing leaves the earlier report as it was.
/// `files.json` lists what was published with hashes; what an earlier report listed there and this
/// one does not have is removed, and nothing else is ever touched.
public struct Publisher: Sendable {
  /// The report's folder.
  public let folder: URL
  static let listName = "files.json"
  private static let stagingPrefix = ".staging-"

  public init(folder: URL) { self.folder = folder }

  /// - Throws: `Fault` for a file that does not lie below the folder, or cannot be written.
  public func publish(_ files: [ReportFile]) throws {
    for file in files where !file.isBelowItsFolder {
      throw Fault("a file of the report lies outside of its folder", found: file.path)
    }
    let list = try Self.list(of: files)
    let earlier = Set(earlierPaths())
    let staging = folder.appendingPathComponent("\(Self.stagingPrefix)\(getpid())")
    try AtomicFile.makeFolder(folder)
    removeAbandonedStaging()
    defer { try? FileManager.default.removeItem(at: staging) }
    for file in files + [list] {
      try AtomicFile.write(file.data, to: staging.appendingPathComponent(file.path))
    }
    for file in files + [list] { try place(file.path, from: staging) }
    let removed = earlier.subtracting(files.map(\.path)).sorted()
    for path in removed { unlink(url(path).path) }
  }

  /// A run that was killed while it wrote leaves its staging folder behind.
  private func removeAbandonedStaging() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(Self.stagingPrefix) {
      guard let process = pid_t(name.dropFirst(Self.stagingPrefix.count)),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: url(name))
    }
  }

  private func place(_ path: String, from staging: URL) throws {
    try AtomicFile.makeFolder(url(path).deletingLastPathComponent())
    let source = staging.appendingPathComponent(path)
    guard rename(source.path, url(path).path) == 0 else {
      throw Fault(
        "cannot put the file in place", at: url(path).path,
        found: String(cString: strerror(errno)))
    }
  }

  private func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

  private struct List: Codable {
    struct Entry: Codable {
      var path: String
      var sha256: String
    }
    var files: [Entry]
  }

  private static func list(of files: [ReportFile]) throws -> ReportFile {
    let entries = files.map { List.Entry(path: $0.path, sha256: Digest.sha256($0.data)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(List(files: entries)) + Data("\n".utf8)
    return ReportFile(path: listName, data: data)
  }

  /// Paths that an earlier run published; only plain relative ones, whatever the list says.
  private func earlierPaths() -> [String] {
    guard let data = try? Data(contentsOf: url(Self.listName)),
      let list = try? JSONDecoder().decode(List.self, from: data)
    else { return [] }
    return list.files.map(\.path).filter { ReportFile(path: $0, data: Data()).isBelowItsFolder }
  }
}
