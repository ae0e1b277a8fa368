import Core
import Foundation

/// What is left to do for a report whose files are all on the disk, but not all in place.
///
/// It lies in the report's folder while files take their places. Each step can be done again, so that whoever
/// finds the journal can complete it.
struct PublishJournal: Codable, Equatable {
  static let name = ".publishing.json"
  static let stagingPrefix = ".staging-"

  /// The folder that holds the new files, within the report's.
  var staging: String
  /// The files that are moved out of it, in this order.
  var moves: [FileList.Entry]
  /// What an earlier report had and the new one does not.
  var removes: [String]

  /// All paths that it names.
  var paths: [String] { moves.map(\.path) + removes }

  static func isPresent(in folder: URL) -> Bool {
    var facts = stat()
    return lstat(folder.appendingPathComponent(name).path, &facts) == 0
  }

  /// The journal of a folder; nil where there is none.
  /// - Throws: `Fault` where it is not a journal of ours.
  static func read(in folder: URL) throws -> PublishJournal? {
    guard isPresent(in: folder) else { return nil }
    let file = folder.appendingPathComponent(name)
    guard let data = try? InputFile.data(at: file),
      let journal = try? JSONDecoder().decode(Self.self, from: data), journal.isWithinItsFolder
    else {
      throw Fault(
        "this is not a journal of a report", at: file.path,
        hint: "remove the file, and make the report again: interleave reproduce")
    }
    return journal
  }

  private var isWithinItsFolder: Bool {
    staging.hasPrefix(Self.stagingPrefix) && !staging.contains("/")
      && paths.allSatisfy(ReportFile.isBelowItsFolder)
  }

  /// Puts the journal in place, once all that it names is on the disk.
  func write(in folder: URL) throws {
    try AtomicFile.write(
      try ReportJSON.data(self), to: folder.appendingPathComponent(Self.name))
    AtomicFile.sync(folder: folder)
  }

  /// Does what is left to do, and removes the journal.
  /// - Parameter move: renames a file
  /// - Throws: `Fault` where a file cannot take its place; the journal stays.
  func complete(in folder: URL, _ move: (String, String) -> Int32) throws {
    let file = folder.appendingPathComponent(Self.name)
    guard access(folder.path, W_OK) == 0 else { throw Self.halfInPlace(folder, file, errno) }
    for entry in moves { try place(entry, in: folder, move) }
    for path in removes { unlink(folder.appendingPathComponent(path).path) }
    for parent in PublishFolders.of(paths) { AtomicFile.sync(folder: folder.appending(parent)) }
    guard unlink(file.path) == 0 || errno == ENOENT else {
      throw Self.halfInPlace(folder, file, errno)
    }
    try? FileManager.default.removeItem(at: folder.appendingPathComponent(staging))
  }

  private func place(
    _ entry: FileList.Entry, in folder: URL, _ move: (String, String) -> Int32
  ) throws {
    let place = folder.appendingPathComponent(entry.path)
    try AtomicFile.makeFolder(place.deletingLastPathComponent())
    let source = folder.appendingPathComponent("\(staging)/\(entry.path)")
    if move(source.path, place.path) == 0 { return }
    let code = errno
    // Whoever was interrupted may have moved it already.
    if code == ENOENT, FileList.hash(of: place) == entry.sha256 { return }
    throw code == ENOENT ? Self.lost(entry.path, folder) : Self.halfInPlace(folder, place, code)
  }

  private static func lost(_ path: String, _ folder: URL) -> Fault {
    Fault(
      "the report is half put in place, and the rest of it is gone", at: folder.path,
      found: "\(path) is not the file that was to be published",
      hint: "make the report again: interleave reproduce --out \(folder.path)")
  }

  private static func halfInPlace(_ folder: URL, _ file: URL, _ code: Int32) -> Fault {
    Fault(
      "the report is half put in place", at: folder.path,
      found: "\(file.path): \(String(cString: strerror(code)))",
      hint: "as a user who may write to the folder, run: interleave verify --files \(folder.path)")
  }
}

/// The folders of a report's files.
enum PublishFolders {
  /// Each folder once, those within others after them; the report's own folder is the empty path.
  static func of(_ paths: [String]) -> [String] {
    Set(paths.map { $0.split(separator: "/").dropLast().joined(separator: "/") }).sorted()
  }
}

extension URL {
  /// The folder at a path below this one; this one where the path is empty.
  func appending(_ path: String) -> URL { path.isEmpty ? self : appendingPathComponent(path) }
}
