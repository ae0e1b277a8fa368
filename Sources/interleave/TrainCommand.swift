import ArgumentParser
import Core
import Foundation
import Lab
import Synchronization

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train one small hybrid model, and evaluate it on its tasks during training.",
    discussion: """
      The same configuration gives bit-identical results on one machine with one version of the engine. A \
      run that was stopped, by Ctrl-C or a kill, resumes from its checkpoint and gives the same results as a \
      run that was not stopped.

      A run that diverges is a result: the step and the reason are reported, and the exit status is 0. Ctrl-C \
      writes the checkpoint, and the exit status is 130.
      """)

  @OptionGroup var options: TrainRunOptions

  @Option(
    help: ArgumentHelp(
      "Where to keep the run's state. The run resumes from this file if it exists.",
      valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      """
      Write the trained model to this folder as model.safetensors and config.json, with the names \
      that flash-linear-attention uses.
      """, valueName: "folder"))
  var export: String?

  @Flag(help: "Print one JSON event per line (start, evaluation, end) and nothing else.")
  var json = false

  @Flag(help: "Print the run's configuration as JSON and do not train.")
  var printConfig = false

  func run() throws {
    KernelChoice.apply()
    let config = try options.configuration()
    if printConfig { return try Terminal.printPretty(config) }
    let trainer = try Trainer(config)
    let display = TrainDisplay(steps: config.training.steps, json: json)
    Interrupt.install()
    let record = try trainer.run(
      checkpoint: checkpoint.map { URL(fileURLWithPath: $0) }, progress: display.show,
      events: display.print, shouldStop: { Interrupt.isPending })
    guard let record else {
      display.stopped(checkpoint: checkpoint)
      throw ExitCode(Interrupt.exitStatus)
    }
    guard let export, record.outcome == .finished else { return }
    try trainer.export(to: URL(fileURLWithPath: export))
  }
}

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
