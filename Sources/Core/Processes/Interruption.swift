import Foundation
import Synchronization

/// Ctrl-C and the like, as something that a loop can wait for beside its other files.
public final class Interruption: Sendable {
  private let signals: [Int32]
  private let first = Mutex<Int32?>(nil)
  private let ends: PipeEnds

  /// Takes over these signals until `release`.
  public init(_ signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]) throws {
    ends = try PipeEnds.spawning.withLock { _ in try PipeEnds() }
    self.signals = signals
    PipeEnds.neverBlock(ends.reading)
    PipeEnds.neverBlock(ends.writing)
    guard !signals.isEmpty else { return }
    try SignalRelay.add(self, signals)
  }

  /// Takes the signals over while `body` works.
  /// - Throws: `Interrupted` where one came, once `body` has ended.
  package static func during<Result>(_ body: (Interruption) throws -> Result) throws -> Result {
    let interruption = try Interruption()
    defer { interruption.release() }
    let result = try body(interruption)
    if let signal = interruption.received { throw Interrupted(signal: signal) }
    return result
  }

  deinit {
    close(ends.reading)
    close(ends.writing)
  }

  /// Gives the signals back.
  public func release() { SignalRelay.remove(self, signals) }

  /// The first signal that came.
  public var received: Int32? { first.withLock { $0 } }

  /// Becomes readable when a signal has come.
  package var file: Int32 { ends.reading }

  /// How many signals came since this was asked.
  package func take() -> Int {
    var bytes = [UInt8](repeating: 0, count: 16)
    return max(0, read(ends.reading, &bytes, bytes.count))
  }

  package func note(_ number: Int32) {
    first.withLock { if $0 == nil { $0 = number } }
    var byte: UInt8 = 0
    _ = write(ends.writing, &byte, 1)
  }
}

/// Tells every `Interruption` of a signal that it has taken over.
///
/// One handler writes each signal's number into one pipe, and one thread reads them. What is taken over within
/// another's time stays taken when it ends; the last one gives a signal back as it was before the first.
private enum SignalRelay {
  private struct State {
    var holders: [Int32: [Interruption]] = [:]
    var earlier: [Int32: sigaction] = [:]
    var isReading = false
  }

  private static let state = Mutex(State())
  /// Where the handler writes.
  private static let writing = Atomic<Int32>(-1)

  static func add(_ interruption: Interruption, _ signals: [Int32]) throws {
    try state.withLock { state in
      if !state.isReading {
        try startReading()
        state.isReading = true
      }
      for number in signals {
        if state.holders[number, default: []].isEmpty { state.earlier[number] = takeOver(number) }
        state.holders[number, default: []].append(interruption)
      }
    }
  }

  static func remove(_ interruption: Interruption, _ signals: [Int32]) {
    state.withLock { state in
      for number in signals {
        guard let place = state.holders[number]?.firstIndex(where: { $0 === interruption }) else {
          continue
        }
        state.holders[number]?.remove(at: place)
        guard state.holders[number]?.isEmpty == true, var earlier = state.earlier[number] else {
          continue
        }
        sigaction(number, &earlier, nil)
      }
    }
  }

  /// - Returns: what was done with the signal before
  private static func takeOver(_ number: Int32) -> sigaction {
    var (action, earlier) = (sigaction(), sigaction())
    // A handler may touch nothing but an atomic and a file.
    action.__sigaction_handler.sa_handler = { @Sendable number in
      let before = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(SignalRelay.writing.load(ordering: .relaxed), &byte, 1)
      errno = before
    }
    action.sa_flags = SA_RESTART
    sigaction(number, &action, &earlier)
    // A parent may have handed on a mask that blocks it.
    var one = sigset_t()
    sigemptyset(&one)
    sigaddset(&one, number)
    pthread_sigmask(SIG_UNBLOCK, &one, nil)
    return earlier
  }

  private static func startReading() throws {
    let ends = try PipeEnds.spawning.withLock { _ in try PipeEnds() }
    PipeEnds.neverBlock(ends.writing)
    writing.store(ends.writing, ordering: .relaxed)
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(ends.reading, &byte, 1)
        guard count == 1 else {
          if count < 0, errno == EINTR { continue }
          return
        }
        let number = Int32(byte)
        for holder in state.withLock({ $0.holders[number] ?? [] }) { holder.note(number) }
      }
    }
  }
}

/// A signal stopped the work.
public struct Interrupted: Error, Sendable {
  public let signal: Int32

  package init(signal: Int32) { self.signal = signal }
}

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
