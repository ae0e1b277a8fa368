import ArgumentParser
import Foundation
import Testing

@testable import interleave

/// The help texts are part of the interface: a change to one is seen in review, as a change to its
/// snapshot. To accept changes, run the tests with `UPDATE_SNAPSHOTS=1` in the environment.
@Suite struct HelpTests {
  static let commands: [(String, any ParsableCommand.Type)] = [
    ("interleave", Interleave.self), ("reproduce", ReproduceCommand.self),
    ("ingest", IngestCommand.self), ("export", ExportCommand.self), ("list", ListCommand.self),
    ("list-models", ListModels.self), ("seal", SealCommand.self), ("bench", BenchCommand.self),
    ("train", TrainCommand.self),
    ("sweep", SweepCommand.self), ("sweep-run", SweepRunCommand.self),
    ("sweep-merge", SweepMergeCommand.self), ("sweep-record", SweepRecordCommand.self),
    ("ablate", AblateCommand.self), ("report-ablation", ReportAblationCommand.self),
    ("list-runs", ListRuns.self), ("list-results", ListResults.self),
    ("claims", ClaimsCommand.self), ("audit", AuditCommand.self),
    ("recommend", RecommendCommand.self),
    ("verify", VerifyCommand.self), ("diff", DiffCommand.self), ("new", NewCommand.self),
    ("why", WhyCommand.self), ("preview", PreviewCommand.self),
    ("parity", ParityCommand.self), ("tasks", TasksCommand.self), ("tasks-show", TasksShow.self),
  ]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  @Test(arguments: commands.map(\.0)) func helpIsAsRecorded(_ name: String) throws {
    let command = try #require(Self.commands.first { $0.0 == name }).1
    let help = Interleave.helpMessage(for: command, columns: 80) + "\n"
    let file = Self.folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
      try help.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(help == (try String(contentsOf: file, encoding: .utf8)))
  }
}

@Suite struct TextTableTests {
  @Test func columnsLineUpAndControlCharactersShow() {
    let text = TextTable.render(
      header: ["a", "bb"], rows: [["long", ""], ["x\u{1B}[m", "y\u{202E}"]])
    #expect(text == "a          bb\nlong\nx\\u{1B}[m  y\\u{202E}\n")
  }
}
