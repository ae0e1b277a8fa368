import Foundation
import Synchronization

/// Turns the first Ctrl-C, or the first polite kill, into a wish that a long command looks for. The
/// second one ends the process at once, as without this.
enum Interrupt {
  private static let received = Atomic<Int32>(0)

  /// Catches SIGINT and SIGTERM from now on.
  static func install() {
    received.store(0, ordering: .relaxed)
    var action = sigaction()
    // A handler may touch nothing but an atomic. The system puts back the default action itself.
    action.__sigaction_handler.sa_handler = { @Sendable signal in
      Interrupt.received.store(signal, ordering: .relaxed)
    }
    action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    unblock()
  }

  /// A child begins with the signals blocked that its parent's thread had blocked, and Foundation's
  /// `Process`, started from a thread of a queue, hands on a mask that blocks both of these.
  private static func unblock() {
    var both = sigset_t()
    sigemptyset(&both)
    sigaddset(&both, SIGINT)
    sigaddset(&both, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &both, nil)
  }

  /// Whether a signal has arrived.
  static var isPending: Bool { received.load(ordering: .relaxed) != 0 }

  /// 128 and the signal's number, as shells report it: 130 for Ctrl-C.
  static var exitStatus: Int32 { 128 + received.load(ordering: .relaxed) }
}
