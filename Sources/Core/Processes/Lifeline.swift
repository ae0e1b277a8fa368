import Foundation

/// Ends a child when its parent is gone.
///
/// A sweep, or a report, gives each child a pipe as its standard input and holds the other end. Whatever ends the
/// parent, `kill -9` included, the system closes that end, and the child reads the end of its input.
public enum Lifeline {
  /// The variable that tells a child to watch its input.
  package static let variable = "INTERLEAVE_LIFELINE"

  /// Watches standard input in a thread of its own, where the parent asks for it.
  public static func watch() {
    guard ProcessInfo.processInfo.environment[variable] != nil else { return }
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(0, &byte, 1)
        // A run goes on from its last checkpoint, which is whole whenever this happens.
        if count == 0 || (count < 0 && errno != EINTR) { _exit(1) }
      }
    }
  }
}
