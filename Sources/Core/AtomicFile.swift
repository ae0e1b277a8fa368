import Foundation

/// Files that are either whole or not there: bytes go to a neighbour first, reach the disk, and
/// then take the name in one `rename`. A reader never sees half a file, and a full disk or a
/// killed process leaves the earlier file as it was.
public enum AtomicFile {
  /// Writes `data` to `url`, making the folders above it.
  /// - Throws: `Fault` naming the path and the system's reason (no space, no permission...).
  public static func write(_ data: Data, to url: URL) throws {
    let folder = url.deletingLastPathComponent()
    try makeFolder(folder)
    let neighbour = folder.appendingPathComponent(prefix(of: url) + String(getpid()))
    do {
      try writeThrough(data, to: neighbour)
      guard rename(neighbour.path, url.path) == 0 else { throw systemFault("rename", url) }
    } catch {
      unlink(neighbour.path)
      throw error
    }
  }

  public static func write(_ text: String, to url: URL) throws {
    try write(Data(text.utf8), to: url)
  }

  /// Removes what processes that were killed while they wrote `url` have left beside it.
  public static func removeLeftovers(of url: URL) {
    let folder = url.deletingLastPathComponent()
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
      guard name.hasPrefix(prefix(of: url)), let pid = pid_t(name.dropFirst(prefix(of: url).count)),
        kill(pid, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder.appendingPathComponent(name).path)
    }
  }

  private static func prefix(of url: URL) -> String { ".\(url.lastPathComponent).partial-" }

  /// Makes a folder and those above it. It is no error when it is there already.
  public static func makeFolder(_ url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw Fault(
        "cannot make the folder", at: url.path, found: error.localizedDescription,
        hint: "choose a folder that you may write to")
    }
  }

  private static func writeThrough(_ data: Data, to url: URL) throws {
    let file = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw systemFault("open", url) }
    var isOpen = true
    defer { if isOpen { close(file) } }
    try data.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let n = Foundation.write(file, bytes.baseAddress! + written, bytes.count - written)
        if n < 0 && errno == EINTR { continue }
        guard n > 0 else { throw systemFault("write", url) }
        written += n
      }
    }
    guard fsync(file) == 0 else { throw systemFault("fsync", url) }
    isOpen = false
    guard close(file) == 0 else { throw systemFault("close", url) }
  }

  private static func systemFault(_ call: String, _ url: URL) -> Fault {
    let code = errno
    return Fault(
      "cannot write the file", at: url.path,
      found: "\(call): \(String(cString: strerror(code)))",
      hint: code == ENOSPC ? "free some space on this disk; the earlier file is untouched" : nil)
  }
}
