import ArgumentParser
import Core
import Foundation

/// The command line. It parses and calls; what the commands do is in the other rooms.
@main
struct Interleave: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interleave",
    abstract: "Reproduce a paper's findings from its printed numbers, with intervals and sources.",
    discussion: """
      Begin with `interleave reproduce`. It builds the store from data/, runs every analysis and writes \
      reports/report.pdf.

      Exit status: 0 when all is well, 1 when something failed, 2 when the command line is wrong.
      """,
    version: Version.current,
    subcommands: [
      ReproduceCommand.self, VerifyCommand.self, DiffCommand.self, WhyCommand.self,
      PreviewCommand.self,
      NewCommand.self,
      ClaimsCommand.self, AuditCommand.self, RecommendCommand.self,
      IngestCommand.self, ForgetCommand.self, ExportCommand.self, ListCommand.self,
      SealCommand.self,
      TasksCommand.self, TrainCommand.self, SweepCommand.self, AblateCommand.self,
      ReportCommand.self, ParityCommand.self, BenchCommand.self,
    ])

  static func main() {
    Terminal.holdStandardFiles()
    Lifeline.watch()
    ScratchRemoval.onSignals()
    do {
      var command = try parseAsRoot()
      try command.run()
      try Terminal.check()
    } catch {
      Foundation.exit(report(error))
    }
  }

  /// Prints `error` where it belongs and returns the exit status for it.
  private static func report(_ error: any Error) -> Int32 {
    if let fault = error as? Fault {
      Terminal.complain(fault)
      return 1
    }
    let code = exitCode(for: error)
    if error is ExitCode { return code.rawValue }
    let message = fullMessage(for: error) + "\n"
    guard code != .success else {
      Terminal.print(message, terminator: "")
      do { try Terminal.check() } catch { return report(error) }
      return 0
    }
    Terminal.show(Terminal.harmless(message))
    return code == .validationFailure ? 2 : 1
  }
}
