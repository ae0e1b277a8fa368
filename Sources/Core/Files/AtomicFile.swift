import Foundation

/// Files that are either whole or not there: bytes go to a neighbour first, reach the disk, and
/// then take the name in one `rename`. A reader never sees half a file, and a full disk or a
/// killed process leaves the earlier file as it was.
public enum AtomicFile {
  /// Writes `data` to `url`, making the folders above it.
  /// - Throws: `Fault` naming the path and the system's reason (no space, no permission...).
  public static func write(_ data: Data, to url: URL) throws {
    try write(to: url) { sink in try data.withUnsafeBytes { try sink.write($0) } }
  }

  /// Writes what `body` hands over, piece by piece, for files that are too large for memory. What
  /// `body` throws leaves the earlier file as it was.
  ///
  /// A link stays, and what it leads to is written. What is no regular file, such as a device or a pipe, is
  /// written to as it is.
  public static func write(to url: URL, _ body: (borrowing AtomicFileSink) throws -> Void) throws {
    switch destination(url) {
    case .file(let url): try replace(url, body)
    case .stream(let url): try body(try AtomicFileSink(stream: url))
    }
  }

  private enum Destination {
    case file(URL)
    case stream(URL)
  }

  private static func destination(_ url: URL) -> Destination {
    var facts = stat()
    if stat(url.path, &facts) == 0, ![S_IFREG, S_IFDIR].contains(facts.st_mode & S_IFMT) {
      return .stream(url)
    }
    guard lstat(url.path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK else { return .file(url) }
    return .file(followed(url))
  }

  /// Where links lead, also to a file that is not there yet.
  private static func followed(_ url: URL) -> URL {
    var url = url
    for _ in 0..<40 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else {
        return url
      }
      url = URL(fileURLWithPath: target, relativeTo: url.deletingLastPathComponent()).absoluteURL
    }
    return url
  }

  private static func replace(
    _ url: URL, _ body: (borrowing AtomicFileSink) throws -> Void
  ) throws {
    let folder = url.deletingLastPathComponent()
    try makeFolder(folder)
    removeLeftovers(of: url)
    let neighbour = folder.appendingPathComponent(prefix(of: url) + String(getpid()))
    do {
      let sink = try AtomicFileSink(neighbour)
      try body(sink)
      try sink.finish()
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
    let (folder, prefix) = (url.deletingLastPathComponent(), prefix(of: url))
    for name in names(in: folder.path, with: prefix) {
      guard let pid = pid_t(name.dropFirst(prefix.count)), kill(pid, 0) != 0, errno == ESRCH else {
        continue
      }
      unlink(folder.appendingPathComponent(name).path)
    }
  }

  /// The names in a folder that begin with `prefix`. Every write asks, so others are passed over quickly.
  private static func names(in folder: String, with prefix: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        let name = bytes.bindMemory(to: CChar.self)
        guard let text = name.baseAddress, strncmp(text, prefix, prefix.utf8.count) == 0 else {
          return
        }
        found.append(String(cString: text))
      }
    }
    return found
  }

  /// Waits until the names in a folder are on the disk. Some file systems cannot say so, and do it all the
  /// same.
  public static func sync(folder: URL) {
    let file = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return }
    fsync(file)
    close(file)
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

  fileprivate static func systemFault(_ call: String, _ url: URL) -> Fault {
    let code = errno
    return Fault(
      "cannot write the file", at: url.path,
      found: "\(call): \(String(cString: strerror(code)))",
      hint: code == ENOSPC ? "free some space on this disk; the earlier file is untouched" : nil)
  }
}

/// Where the bytes of an atomic file go.
public struct AtomicFileSink: ~Copyable {
  private let file: Int32
  private let url: URL

  /// What is there is written to; nothing is made or cut.
  fileprivate init(stream url: URL) throws {
    file = open(url.path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    self.url = url
    guard file >= 0 else { throw AtomicFile.systemFault("open", url) }
  }

  fileprivate init(_ url: URL) throws {
    file = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    self.url = url
    guard file >= 0 else { throw AtomicFile.systemFault("open", url) }
  }

  deinit { if file >= 0 { close(file) } }

  /// Writes the next bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard let start = bytes.baseAddress else { return }
    var written = 0
    while written < bytes.count {
      let n = Foundation.write(file, start + written, bytes.count - written)
      if n < 0 && errno == EINTR { continue }
      guard n > 0 else { throw AtomicFile.systemFault("write", url) }
      written += n
    }
  }

  /// Waits until the bytes are on the disk.
  fileprivate func finish() throws {
    guard fsync(file) == 0 else { throw AtomicFile.systemFault("fsync", url) }
  }
}
