import Core
import Foundation

/// Puts a report's files in place, all or none, and reads them so.
///
/// Every file is written in full into a staging folder first. Once all have reached the disk, a journal says
/// what takes its place and what goes; then each file is renamed; then the journal goes. A full disk or a kill
/// before the journal leaves the earlier report as it was, and after it whoever publishes or reads next
/// completes the new one. One process at a time does this in a folder; others wait for it.
///
/// `files.json` lists what was published with hashes; what an earlier report listed there and this one does
/// not have is removed, and nothing else is ever touched.
public struct Publisher: Sendable {
  /// The report's folder.
  public let folder: URL
  /// How long another process that publishes into the folder is waited for, seconds.
  var patience = 30.0
  /// Renames a file, as `rename` does.
  var move: @Sendable (_ from: String, _ to: String) -> Int32 = { rename($0, $1) }

  public init(folder: URL) { self.folder = folder }

  /// - Throws: `Fault` for a file that does not lie below the folder, or cannot be written, and where another
  ///   process is publishing into the folder.
  public func publish(_ files: [ReportFile]) throws {
    for file in files where !file.isBelowItsFolder {
      throw Fault("a file of the report lies outside of its folder", found: file.path)
    }
    let list = ReportFile(path: FileList.name, data: try FileList(files).data())
    try AtomicFile.makeFolder(folder)
    try FileLock.holding(folder, .exclusive, patience: patience) { isHeld in
      let earlier = try finishBeforeAnother()
      if isHeld { removeAbandonedStaging() }
      try replace(earlier, with: files + [list])
    }
  }

  /// Completes what an interrupted process has left half in place, and removes what another has written and
  /// not begun to put in place.
  /// - Throws: `Fault` where that cannot be done.
  public func finish() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    guard PublishJournal.isPresent(in: folder) || names.contains(where: Self.isStaging) else {
      return
    }
    try FileLock.holding(folder, .exclusive, patience: patience) { isHeld in
      try PublishJournal.read(in: folder)?.complete(in: folder, move)
      if isHeld { removeAbandonedStaging() }
    }
  }

  /// Runs `body`, which reads the report, while nobody changes it.
  /// - Throws: `Fault` where the report is half put in place and cannot be completed, or `body` does.
  public func reading<Result>(_ body: () throws -> Result) throws -> Result {
    while true {
      let result = try FileLock.holding(folder, .shared, patience: patience) { _ -> Result? in
        try PublishJournal.isPresent(in: folder) ? nil : body()
      }
      if let result { return result }
      try finish()
    }
  }

  private static func isStaging(_ name: String) -> Bool {
    name.hasPrefix(PublishJournal.stagingPrefix)
  }

  // MARK: With the folder locked

  /// - Returns: the paths that earlier reports may have put in place.
  private func finishBeforeAnother() throws -> Set<String> {
    let journal = try? PublishJournal.read(in: folder)
    // What cannot be completed is replaced: its paths are known.
    try? journal?.complete(in: folder, move)
    let listed = (try? FileList.read(in: folder).files.map(\.path)) ?? []
    return Set(listed + (journal?.paths ?? []))
  }

  private func removeAbandonedStaging() {
    let journal = (try? PublishJournal.read(in: folder))?.staging
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where Self.isStaging(name) && name != journal {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  private func replace(_ earlier: Set<String>, with files: [ReportFile]) throws {
    let journal = PublishJournal(
      staging: "\(PublishJournal.stagingPrefix)\(getpid())-\(UInt32.random(in: .min ... .max))",
      moves: FileList(files).files, removes: earlier.subtracting(files.map(\.path)).sorted())
    do {
      try stage(files, in: folder.appendingPathComponent(journal.staging))
      try journal.write(in: folder)
    } catch {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(journal.staging))
      throw error
    }
    try journal.complete(in: folder, move)
  }

  /// Writes all files, and makes sure of their places.
  private func stage(_ files: [ReportFile], in staging: URL) throws {
    for file in files {
      try AtomicFile.write(file.data, to: staging.appendingPathComponent(file.path))
    }
    for parent in PublishFolders.of(files.map(\.path)) {
      AtomicFile.sync(folder: staging.appending(parent))
      try AtomicFile.makeFolder(folder.appending(parent))
    }
    for file in files { try checkPlace(folder.appendingPathComponent(file.path)) }
  }

  /// A file that could not take its place would leave the report half in place.
  private func checkPlace(_ file: URL) throws {
    var facts = stat()
    let isFolder = lstat(file.path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    guard isFolder || access(file.deletingLastPathComponent().path, W_OK) != 0 else { return }
    throw Fault(
      "cannot put the file in place", at: file.path,
      found: isFolder ? "a folder of this name" : String(cString: strerror(errno)),
      hint: "the earlier report is as it was")
  }
}
