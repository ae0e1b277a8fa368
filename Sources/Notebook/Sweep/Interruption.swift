import Foundation
import Synchronization

/// Ctrl-C and the like, as something that a loop can wait for beside its other files.
public final class Interruption: Sendable {
  // Made and cancelled by the one who holds this.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
  private let signals: [Int32]
  private let first = Mutex<Int32?>(nil)
  private let ends: PipeEnds

  /// Takes over these signals until `release`.
  public init(_ signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]) throws {
    ends = try PipeEnds.spawning.withLock { _ in try PipeEnds() }
    PipeEnds.neverBlock(ends.reading)
    PipeEnds.neverBlock(ends.writing)
    self.signals = signals
    Self.take(signals)
    sources = signals.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
    for (number, source) in zip(signals, sources) {
      source.setEventHandler { @Sendable [weak self] in self?.note(number) }
      source.resume()
    }
  }

  /// Takes the signals over while `body` works.
  /// - Throws: `Interrupted` where one came, once `body` has ended.
  static func during<Result>(_ body: (Interruption) throws -> Result) throws -> Result {
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
  public func release() {
    for source in sources { source.cancel() }
    Self.giveBack(signals)
  }

  /// How many hold each signal: what one takes over within another's time stays taken when it ends.
  private static let holders = Mutex<[Int32: Int]>([:])

  private static func take(_ signals: [Int32]) {
    holders.withLock { holders in
      for number in signals {
        if holders[number, default: 0] == 0 { signal(number, SIG_IGN) }
        holders[number, default: 0] += 1
      }
    }
  }

  private static func giveBack(_ signals: [Int32]) {
    holders.withLock { holders in
      for number in signals {
        holders[number, default: 1] -= 1
        if holders[number] == 0 { signal(number, SIG_DFL) }
      }
    }
  }

  /// The first signal that came.
  public var received: Int32? { first.withLock { $0 } }

  /// Becomes readable when a signal has come.
  var file: Int32 { ends.reading }

  /// How many signals came since this was asked.
  func take() -> Int {
    var bytes = [UInt8](repeating: 0, count: 16)
    return max(0, read(ends.reading, &bytes, bytes.count))
  }

  func note(_ number: Int32) {
    first.withLock { if $0 == nil { $0 = number } }
    var byte: UInt8 = 0
    _ = write(ends.writing, &byte, 1)
  }
}
