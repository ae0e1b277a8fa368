import ArgumentParser
import Core
import Foundation
import Lab

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train one small hybrid model, and score it on its tasks as it learns.",
    discussion: """
      On one machine and one engine version the same configuration gives bit-identical results. A \
      run that was stopped, by Ctrl-C or by force, resumes from its checkpoint and gives the results \
      of a run that was not.

      A run that diverges is a result: it is reported with the step and the reason, and the exit \
      status is 0. Ctrl-C writes the checkpoint, and the exit status is 130.
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
