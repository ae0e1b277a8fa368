import ArgumentParser
import Core
import Foundation
import Lab

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train one small hybrid model, and score it on its tasks as it learns.",
    discussion: """
      The same configuration gives the same numbers, bit for bit, on one machine and engine version. \
      A run that is stopped, by Ctrl-C or by force, goes on from its checkpoint and ends with the \
      same bits.

      A run that diverges is a result: it is reported with the step and the reason, and the exit \
      status is 0. After Ctrl-C the checkpoint is written and the exit status is 130.
      """)

  @OptionGroup var options: TrainRunOptions

  @Option(
    help: ArgumentHelp(
      "Where to keep the run's state. Goes on from it when it is there.", valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      """
      Write the trained model to this folder as model.safetensors and config.json, in the names of \
      flash-linear-attention.
      """, valueName: "folder"))
  var export: String?

  @Flag(help: "Print one JSON event a line (start, evaluation, end) and nothing else.")
  var json = false

  @Flag(help: "Print the run's configuration as JSON, and train nothing.")
  var printConfig = false

  func run() throws {
    KernelChoice.apply()
    let config = try options.configuration()
    if printConfig { return try printPretty(config) }
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

  private func printPretty(_ config: RunConfig) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    Terminal.printJSON(try encoder.encode(config))
  }
}
