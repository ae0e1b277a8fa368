import Foundation
import Synchronization

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
    guard writing.load(ordering: .relaxed) < 0, let ends = pipeEnds() else { return }
    writing.store(ends.writing, ordering: .relaxed)
    Thread.detachNewThread { wait(ends.reading) }
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { take(number) }
  }

  private static func pipeEnds() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
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
