import Core
import Foundation

/// Which file a path leads to, and when it was last written.
struct FileState: Equatable, Sendable {
  private let file: [UInt64]
  private let written: [Int]
  let size: Int

  /// Nil where the path leads to no file.
  init?(_ url: URL) {
    var info = stat()
    guard stat(url.path, &info) == 0 else { return nil }
    file = [UInt64(info.st_dev), UInt64(info.st_ino)]
    written = [info.st_mtim.tv_sec, info.st_mtim.tv_nsec]
    size = Int(info.st_size)
  }

  /// Whether it is the same file with more in it, as the log of a run that goes on.
  func hasGrown(since earlier: FileState) -> Bool {
    file == earlier.file && size > earlier.size
  }
}

extension ImportFile {
  /// Makes sure that the bytes that were read are those of the digest: a file may grow meanwhile, but
  /// what was there when it was opened has to stay.
  /// - Throws: `Fault` where the file was written over or replaced since it was opened.
  func checkUnchanged(_ sha256: String) throws {
    let parts = members.isEmpty ? [self] : members
    let now = parts.map { FileState($0.source) }
    if now == parts.map(\.state) { return }
    let isThere = zip(now, parts).allSatisfy { now, part in
      guard let now, let before = part.state else { return false }
      return now == before || now.hasGrown(since: before)
    }
    if isThere, try FileDigest(self).wait() == sha256 { return }
    throw Fault(
      "the file changed while it was read", at: path,
      hint: "import it again when nothing writes it, or a copy of it")
  }
}
