import Foundation

/// A lock on a file or folder that ends with its process, however the process ends (`flock`).
public enum FileLock {
  public enum Kind: Sendable {
    /// Several readers may hold it at a time.
    case shared
    case exclusive
  }

  /// Runs `body` while the lock on a folder is held.
  ///
  /// Nothing is locked where the folder cannot be opened, or where its file system has no locks: `body` is
  /// told so, and runs all the same.
  /// - Parameter patience: how long another holder is waited for, seconds
  /// - Throws: `Fault` naming the folder where it is still locked then.
  public static func holding<Result>(
    _ folder: URL, _ kind: Kind, patience: Double, _ body: (_ isHeld: Bool) throws -> Result
  ) throws -> Result {
    let file = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return try body(false) }
    defer { close(file) }
    let until = ProcessInfo.processInfo.systemUptime + patience
    while true {
      if take(file, kind) { return try body(true) }
      guard errno == EWOULDBLOCK || errno == EINTR else { return try body(false) }
      guard ProcessInfo.processInfo.systemUptime < until else { throw busy(folder, patience) }
      usleep(20_000)
    }
  }

  /// Takes the lock of an open file where nobody else has it.
  static func take(_ file: Int32, _ kind: Kind = .exclusive) -> Bool {
    flock(file, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0
  }

  private static func busy(_ folder: URL, _ patience: Double) -> Fault {
    Fault(
      "another process is writing to the folder", at: folder.path,
      found: "the folder is still locked after \(NumberText.fixed(patience, 1)) seconds",
      hint: "wait until the other process has ended, or choose another folder")
  }
}
