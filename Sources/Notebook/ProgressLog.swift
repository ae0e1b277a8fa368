import Core
import Foundation

/// What a long job tells while it runs, on standard error: one line for each step, and on a terminal a
/// changing line with the steps under way.
public final class ProgressLog {
  private let isTerminal: Bool
  private let write: (String) -> Void
  private let now: () -> Double
  /// The steps under way, each with its beginning.
  private var running: [(step: String, since: Double)] = []

  /// - Parameter isTerminal: `nil` asks the system.
  public init(
    isTerminal: Bool? = nil,
    now: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime },
    write: @escaping (String) -> Void = { Terminal.show($0) }
  ) {
    self.isTerminal = isTerminal ?? (isatty(2) == 1)
    self.now = now
    self.write = write
  }

  /// A step begins; several may be under way.
  public func begin(_ step: String) {
    running.append((step, now()))
    showRunning()
  }

  public func end(_ step: String, note: String = "") {
    let seconds = String(format: "%.1f s", now() - ended(step))
    line("✓ \(step) (\(seconds))\(note.isEmpty ? "" : ": \(note)")")
  }

  public func fail(_ step: String, _ reason: String) {
    _ = ended(step)
    line("✗ \(step): \(reason)")
  }

  /// A line that belongs to no step.
  public func note(_ text: String) { line(text) }

  /// - Returns: when the step began
  private func ended(_ step: String) -> Double {
    guard let place = running.firstIndex(where: { $0.step == step }) else { return now() }
    return running.remove(at: place).since
  }

  private func line(_ text: String) {
    write((isTerminal ? "\r\u{1B}[2K" : "") + Terminal.harmless(text) + "\n")
    showRunning()
  }

  private func showRunning() {
    guard isTerminal, !running.isEmpty else { return }
    write("\r\u{1B}[2K⋯ \(running.map(\.step).joined(separator: ", "))")
  }
}
