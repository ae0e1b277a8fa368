import Foundation
import Synchronization

/// The two ends of a pipe. Programs that are started from here do not inherit them.
struct PipeEnds: Sendable {
  let reading: Int32
  let writing: Int32

  /// Held while ends are made and while a program is started, since for a moment a new end could be
  /// inherited.
  static let spawning = Mutex(())

  /// - Throws: `Fault` where the process has too many files open.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw Fault("cannot make a pipe", found: String(cString: strerror(errno)))
    }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  /// Makes reading and writing return at once, whatever there is.
  static func neverBlock(_ end: Int32) { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
}
