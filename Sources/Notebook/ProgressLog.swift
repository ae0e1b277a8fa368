import Foundation

/// What a long job tells while it runs, on standard error: one changing line on a terminal, one
/// line a step elsewhere.
public final class ProgressLog {
  private let isTerminal: Bool
  private let write: (String) -> Void
  private let now: () -> Double
  private var started = 0.0

  /// - Parameter isTerminal: `nil` asks the system.
  public init(
    isTerminal: Bool? = nil,
    now: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime },
    write: @escaping (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
  ) {
    self.isTerminal = isTerminal ?? (isatty(2) == 1)
    self.now = now
    self.write = write
  }

  public func begin(_ step: String) {
    started = now()
    if isTerminal { write("\r\u{1B}[2K⋯ \(step)") }
  }

  public func end(_ step: String, note: String = "") {
    let seconds = String(format: "%.1f s", now() - started)
    line("✓", "\(step) (\(seconds))\(note.isEmpty ? "" : ": \(note)")")
  }

  public func fail(_ step: String, _ reason: String) {
    line("✗", "\(step): \(reason)")
  }

  private func line(_ mark: String, _ text: String) {
    write((isTerminal ? "\r\u{1B}[2K" : "") + "\(mark) \(text)\n")
  }
}
