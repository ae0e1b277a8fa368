import Foundation
import Synchronization

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
  public init(_ purpose: String, in parent: URL = FileManager.default.temporaryDirectory) throws {
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

/// Removes the temporary folders of this process where a signal ends it.
public enum ScratchRemoval {
  private static let folders = Mutex<[URL]>([])
  /// Where the handler writes.
  private static let writing = Atomic<Int32>(-1)

  static func add(_ folder: URL) { folders.withLock { $0.append(folder) } }
  static func forget(_ folder: URL) { folders.withLock { $0.removeAll { $0 == folder } } }

  /// From now on each signal that would end the process at once removes its temporary folders first. Signals
  /// that are ignored stay so, and whoever takes one over later takes it from here.
  public static func onSignals() {
    guard writing.load(ordering: .relaxed) < 0, let ends = try? PipeEnds() else { return }
    writing.store(ends.writing, ordering: .relaxed)
    Thread.detachNewThread { wait(ends.reading) }
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { take(number) }
  }

  private static func take(_ number: Int32) {
    var (action, earlier) = (sigaction(), sigaction())
    sigaction(number, nil, &earlier)
    let before = earlier.__sigaction_handler.sa_handler
    guard unsafeBitCast(before, to: Int.self) == 0 else { return }
    // A handler may touch nothing but an atomic and a file.
    action.__sigaction_handler.sa_handler = { @Sendable number in
      let before = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(ScratchRemoval.writing.load(ordering: .relaxed), &byte, 1)
      // A thread that writes to a closed pipe would have ended here, and goes no further.
      while number == SIGPIPE { pause() }
      errno = before
    }
    action.sa_flags = SA_RESTART
    sigaction(number, &action, nil)
  }

  private static func wait(_ file: Int32) {
    var byte: UInt8 = 0
    while true {
      let count = read(file, &byte, 1)
      if count == 1 { end(by: Int32(byte)) }
      guard count >= 0 || errno == EINTR else { return }
    }
  }

  /// Removes the folders, and ends the process as the signal would have.
  private static func end(by number: Int32) {
    // Another thread may still be writing into one.
    for _ in 0..<5 where !removeAll() { usleep(2_000) }
    signal(number, SIG_DFL)
    var one = sigset_t()
    sigemptyset(&one)
    sigaddset(&one, number)
    pthread_sigmask(SIG_UNBLOCK, &one, nil)
    raise(number)
  }

  /// - Returns: whether nothing is left.
  private static func removeAll() -> Bool {
    folders.withLock { folders in
      for folder in folders { try? FileManager.default.removeItem(at: folder) }
      return folders.allSatisfy { !FileManager.default.fileExists(atPath: $0.path) }
    }
  }
}
