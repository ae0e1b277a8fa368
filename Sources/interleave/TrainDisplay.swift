import Core
import Foundation
import Lab

/// What `interleave train` prints: events go to standard output; on a terminal, standard error has one
/// line of progress that is rewritten as the run proceeds.
final class TrainDisplay {
  private let steps: Int
  private let json: Bool
  private let rewrites: Bool
  private var lastShown = DispatchTime(uptimeNanoseconds: 0)
  private let encoder = JSONEncoder()

  init(steps: Int, json: Bool) {
    self.steps = steps
    self.json = json
    rewrites = !json && isatty(STDERR_FILENO) == 1
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// Prints one event as a line of JSON, or as a line for people. The line is written at once, since a
  /// program may be waiting for it at the other end of a pipe.
  func print(_ event: TrainingEvent) throws {
    clear()
    if json {
      Terminal.printJSON(try encoder.encode(event))
    } else {
      Terminal.print(text(event))
    }
    try Terminal.check()
  }

  /// Rewrites the terminal's line, at most ten times a second.
  func show(_ progress: TrainingProgress) {
    let now = DispatchTime.now()
    guard rewrites, now.uptimeNanoseconds - lastShown.uptimeNanoseconds > 100_000_000 else {
      return
    }
    lastShown = now
    error("\r\u{1B}[K" + TrainingText.progress(progress))
  }

  /// Says how to resume after Ctrl-C.
  func stopped(checkpoint: String?) {
    clear()
    let how = checkpoint.map { "run the same command again to resume from \($0)" }
    error("interleave: stopped; \(how ?? "nothing was saved, since there was no --checkpoint")\n")
  }

  private func clear() {
    if rewrites { error("\r\u{1B}[K") }
  }

  private func error(_ text: String) { Terminal.show(text) }

  private func text(_ event: TrainingEvent) -> String {
    switch event {
    case .start(let start): TrainingText.start(start)
    case .evaluation(let point): TrainingText.evaluation(point.evaluation, steps: steps)
    case .end(let end): TrainingText.end(end.record)
    }
  }
}
