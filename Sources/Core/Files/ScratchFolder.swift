import Foundation

/// A temporary folder of this process.
///
/// It has the process's number in its name and a file that the process keeps locked, so that another process
/// can tell whether its owner is alive. Whoever makes the next one removes those of dead owners.
public final class ScratchFolder: Sendable {
  public let url: URL
  private let lock: Int32
  private static let lockName = ".scratch-lock"

  /// - Parameters:
  ///   - purpose: a word for the folder's name: `interleave-PURPOSE-PROCESS-NUMBER`
  ///   - parent: where it is made; the system's temporary folder if none is given
  /// - Throws: `Fault` where it cannot be made.
  public init(
    _ purpose: String, in parent: URL = FileManager.default.temporaryDirectory
  ) throws {
    try AtomicFile.makeFolder(parent)
    Self.removeAbandoned(in: parent)
    let number = String(format: "%016lx", UInt64.random(in: .min ... .max))
    url = parent.appendingPathComponent("\(Self.prefix)\(purpose)-\(getpid())-\(number)")
    guard mkdir(url.path, 0o700) == 0 else {
      throw Fault(
        "cannot make the temporary folder", at: url.path, found: String(cString: strerror(errno)),
        hint: "TMPDIR names the folder for temporary files")
    }
    lock = Self.locked(in: url)
    ScratchRemoval.add(url)
  }

  /// Removes the folder and all that is in it.
  public func remove() {
    try? FileManager.default.removeItem(at: url)
    ScratchRemoval.forget(url)
    if lock >= 0 { close(lock) }
  }

  /// The lock takes its name only once it is held, so that nobody finds it free before.
  private static func locked(in folder: URL) -> Int32 {
    let (path, new) = (
      folder.appendingPathComponent(lockName).path,
      folder.appendingPathComponent("\(lockName)-new").path
    )
    let file = open(new, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return -1 }
    if FileLock.take(file), rename(new, path) == 0 { return file }
    unlink(new)
    close(file)
    return -1
  }

  // MARK: What dead processes left

  private static let prefix = "interleave-"

  private static func removeAbandoned(in parent: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    for name in names {
      let folder = parent.appendingPathComponent(name)
      guard let owner = owner(name), isOurs(folder) else { continue }
      removeIfAbandoned(folder, owner)
    }
  }

  /// The process that a folder's name names; nil for a name of another kind.
  private static func owner(_ name: String) -> pid_t? {
    let parts = name.split(separator: "-")
    guard name.hasPrefix(prefix), parts.count >= 4, parts[parts.count - 1].count == 16 else {
      return nil
    }
    return pid_t(parts[parts.count - 2])
  }

  /// Whether it is a folder of this user, and not a link to one.
  private static func isOurs(_ folder: URL) -> Bool {
    var facts = stat()
    return lstat(folder.path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
      && facts.st_uid == geteuid()
  }

  /// A lock that can be taken has no owner. Without a lock only an empty folder goes, once its process has
  /// ended.
  private static func removeIfAbandoned(_ folder: URL, _ owner: pid_t) {
    let path = folder.appendingPathComponent(lockName).path
    let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if kill(owner, 0) != 0, errno == ESRCH { rmdir(folder.path) }
      return
    }
    defer { close(file) }
    if FileLock.take(file) { try? FileManager.default.removeItem(at: folder) }
  }
}
