import Core
import Foundation

/// What a sweep tells while it goes on, on standard error: a status line that changes on a terminal,
/// and a line for each run that ends.
public final class SweepProgress {
  private let isTerminal: Bool
  private let write: (String) -> Void
  private let now: () -> Double
  private var all = 0
  private var done = 0
  private var running: [(run: SweepRun, tokens: Int)] = []
  /// Tokens that were to be trained when the sweep began, and what has been since.
  private var tokens = (left: 0, trained: 0)
  private var began = 0.0
  private var isStopping = false

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

  func begin(all: Int, left: [SweepRun]) {
    self.all = all
    done = all - left.count
    tokens = (left.map(\.tokens).reduce(0, +), 0)
    began = now()
  }

  func started(_ run: SweepRun) {
    running.append((run, 0))
    tick()
  }

  /// A run has seen so many tokens; those before its checkpoint do not count for the speed.
  func reached(_ run: SweepRun, tokens reached: Int, isStart: Bool) {
    guard let index = running.firstIndex(where: { $0.run.identity == run.identity }) else { return }
    let new = max(0, reached - running[index].tokens)
    running[index].tokens = reached
    if isStart { tokens.left -= new } else { tokens.trained += new }
    tick()
  }

  func ended(_ run: SweepRun, diverged: String?, seconds: Double) {
    let time = String(format: "%.1f s", seconds)
    let note = diverged.map { ": diverged, \($0)" } ?? ""
    line(diverged == nil ? "✓" : "!", run, " (\(time))\(note)")
  }

  func crashed(_ run: SweepRun, reason: String, log: URL) {
    line("✗", run, ": crashed: \(reason)\n  log: \(log.path)")
  }

  /// Another sweep computes what this one waits for.
  func waiting(for runs: [SweepRun]) {
    let names =
      runs.prefix(3).map(\.title).joined(separator: "; ") + (runs.count > 3 ? "; ..." : "")
    say("waiting for \(runs.count) runs that another sweep computes: \(names)\n")
  }

  /// A run that another sweep has ended.
  func endedElsewhere(_ run: SweepRun) { line("✓", run, ": by another sweep") }

  func stopping() {
    isStopping = true
    say("stopping: waiting for checkpoints\n")
  }

  func end() {
    if isTerminal { write("\r\u{1B}[2K") }
  }

  /// Renews the status line.
  func tick() {
    guard isTerminal, !isStopping else { return }
    write("\r\u{1B}[2K⋯ \(status)")
  }

  /// `3/10 done, 2 running, 12300 tokens/s, 0:40 left`.
  var status: String {
    let head = "\(done)/\(all) done, \(running.count) running"
    let seconds = now() - began
    guard tokens.trained > 0, seconds > 0 else { return head }
    let rate = Double(tokens.trained) / seconds
    let left = Int(clamping: Double(max(0, tokens.left - tokens.trained)) / rate)
    let clock = String(format: "%d:%02d", left / 60, left % 60)
    return "\(head), \(Int(clamping: rate)) tokens/s, \(clock) left"
  }

  private func line(_ mark: String, _ run: SweepRun, _ note: String) {
    running.removeAll { $0.run.identity == run.identity }
    done += 1
    let text = "\(mark) \(done)/\(all) \(run.title), \(run.identity)\(note)\n"
    say(Terminal.harmless(text))
  }

  /// Writes a line in the place of the status line.
  private func say(_ text: String) { write((isTerminal ? "\r\u{1B}[2K" : "") + text) }
}
