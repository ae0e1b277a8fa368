import Foundation
import Testing
import TestSupport

@testable import interleave

/// The built command line, as a user runs it.
@Suite struct CommandTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("command-\(UUID().uuidString)")
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs `interleave` through a shell, so that limits can be set in front of it.
  private func run(_ arguments: String, before: String = "") throws -> ProgramRun.End {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = ProgramRun.built("interleave").path
    return try ProgramRun(
      URL(fileURLWithPath: "/bin/bash"), ["-c", "\(before) '\(program)' \(arguments)"],
      in: Self.root
    ).end()
  }

  private var store: String { "--store '\(folder.path)/s.sqlite'" }

  /// A copy of data/ with one file changed by `edit`.
  private func damagedData(_ file: String, _ edit: (String) -> String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let copy = folder.appendingPathComponent("data")
    try FileManager.default.copyItem(at: Self.root.appendingPathComponent("data"), to: copy)
    let url = copy.appendingPathComponent(file)
    try edit(try String(contentsOf: url, encoding: .utf8)).write(
      to: url, atomically: true, encoding: .utf8)
    return copy.path
  }

  @Test func ingestTwiceChangesNothing() throws {
    let first = try run("ingest \(store)")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("data/paper/table7.csv: new, rows: 25"))
    #expect(first.output.contains("conflict: "))
    let second = try run("ingest \(store)")
    #expect(second.output.contains("data/paper/table7.csv: same"))
    #expect(!second.output.contains("new"))
  }

  @Test func listsShowWhatTheStoreHolds() throws {
    _ = try run("ingest \(store)")
    let models = try run("list models \(store)")
    #expect(models.status == 0)
    #expect(models.output.contains("8 of 24"))
    #expect(try run("list metrics \(store)").output.contains("ruler_average"))
    #expect(try run("list sources \(store)").output.contains("data/paper/table6.csv"))
    #expect(try run("list conflicts \(store)").output.contains("0.365"))
    let names = [
      "summary", "claim-verdicts", "ratio-curves", "language-modelling", "recall-subtasks",
      "other-evidence", "other-sweeps", "paper-audit", "recommendation", "mixers", "costs",
      "paper-map", "toy-curves", "toy-costs", "toy-quick", "ablations", "toy-runs",
      "your-results",
    ]
    #expect(try run("list analyses").output == names.joined(separator: "\n") + "\n")
  }

  /// Output that is lost is a failure; a reader that has seen enough is none.
  @Test(arguments: ["claims --json", "audit --json", "list models", "list results --mapping"])
  func outputThatCannotBeWrittenIsAFailure(_ command: String) throws {
    _ = try run(
      "ingest Tests/ResultsTests/Samples/long_csv/scores.csv \(store) --results '\(folder.path)/r.sqlite'"
    )
    let results = command.contains("results") ? "--results '\(folder.path)/r.sqlite'" : ""
    let full = try run("\(command) \(store) \(results) > /dev/full")
    #expect(full.status == 1)
    #expect(full.errors.contains("the output could not be written"), "\(full.errors)")
    let gone = try run("\(command) \(store) \(results) | true; exit ${PIPESTATUS[0]}")
    #expect([0, 141].contains(gone.status) && gone.errors.isEmpty, "\(gone)")
  }

  @Test(arguments: ["> /dev/full", "2>&- > /dev/full", "2>&-"])
  func trainingSaysThatItsOutputIsLost(_ outputs: String) throws {
    let result = try run("train --layers 2 --task mqar --steps 2 --json \(outputs)")
    #expect(result.status == (outputs.contains("full") ? 1 : 0))
  }

  @Test(arguments: ["tasks list >&- 2>&-", "list models >&-", "--help > /dev/full"])
  func outputThatIsClosedOrFullIsAFailure(_ command: String) throws {
    #expect(try run(command).status == 1)
  }

  /// Events are JSON whatever a label holds.
  @Test func aLabelMayHoldWhatABuildServiceObeys() throws {
    let result = try run("train --layers 2 --task 'a##[b:mqar' --steps 2 --json")
    #expect(result.status == 0 && !result.output.contains("##["), "\(result.errors)")
    for line in result.output.split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
  }

  /// Devices and links stay what they are.
  @Test func anOutputIsWrittenWhereItLeads() throws {
    _ = try run(
      "ingest Tests/ResultsTests/Samples/long_csv/scores.csv \(store) --results '\(folder.path)/r.sqlite'"
    )
    let (target, link) = (
      folder.appendingPathComponent("t.csv"), folder.appendingPathComponent("l.csv")
    )
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
    let null = folder.appendingPathComponent("null")
    try FileManager.default.createSymbolicLink(
      at: null, withDestinationURL: URL(fileURLWithPath: "/dev/null"))
    for file in [link, null] {
      let done = try run("export '\(file.path)' \(store) --results '\(folder.path)/r.sqlite'")
      #expect(done.status == 0, "\(done.errors)")
      #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: file.path)) != nil)
    }
    #expect(try String(contentsOf: target, encoding: .utf8).hasPrefix("kind,"))
    var facts = stat()
    #expect(stat("/dev/null", &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR)
  }

  /// A file's text is not a command of a build service, and steers no terminal.
  @Test func namesOutOfFilesAreHarmless() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("x.csv")
    let names = ["::error title=pwn::from data", "##[error]pwn", "\u{1B}]0;pwn\u{07}"]
    try Data(
      ("kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"
        + names.map { "score,\($0),piqa,acc,none,0,1,,0.7,,,fraction,true\n" }.joined()).utf8
    ).write(to: file)
    let results = "\(store) --results '\(folder.path)/r.sqlite'"
    for command in [
      "ingest '\(file.path)'", "list results", "list results --mapping", "forget '\(names[0])'",
    ] {
      let result = try run("\(command) \(results)")
      #expect(result.status == 0, "\(result.errors)")
      let lines = (result.output + result.errors).split(separator: "\n")
      #expect(lines.allSatisfy { !$0.drop(while: \.isWhitespace).hasPrefix("::") })
      // A mapping is read back, so that its names are as they are.
      guard !command.contains("mapping") else { continue }
      #expect(lines.allSatisfy { !$0.contains("##[") && !$0.contains("\u{1B}") })
    }
  }

  @Test(arguments: [
    "frobnicate", "reproduce --frob", "reproduce --profile standard", "bench --repetitions 0",
    "list models extra",
  ])
  func aWrongCommandLineExitsWithTwo(_ arguments: String) throws {
    let result = try run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Usage:"))
  }

  @Test func helpAndVersionGoToStandardOutput() throws {
    #expect(try run("--help").output.contains("USAGE: interleave"))
    let version = try run("--version").output
    #expect(version == "\(Version.current)\n")
    let citation = Self.root.appendingPathComponent("CITATION.cff")
    #expect(try String(contentsOf: citation, encoding: .utf8).contains("\nversion: \(version)"))
  }

  @Test func damagedDataIsRefusedAndTheStoreStays() throws {
    _ = try run("ingest \(store)")
    let before = try run("list metrics \(store)").output
    let data = try damagedData("paper/table7.csv") {
      $0.replacingOccurrences(of: "0.436", with: "0.463")
    }
    let result = try run("ingest '\(data)' \(store)")
    #expect(result.status == 1)
    #expect(result.errors.contains("data/paper/table7.csv"))
    #expect(try run("list metrics \(store)").output == before)
  }

  @Test func damagedDataLeavesTheEarlierReport() throws {
    // A project of its own whose data is damaged, with an earlier report.
    _ = try damagedData("paper/table6.csv") { String($0.dropLast(20)) }
    for file in ["Package.swift"] {
      try FileManager.default.copyItem(
        at: Self.root.appendingPathComponent(file), to: folder.appendingPathComponent(file))
    }
    let report = folder.appendingPathComponent("reports/report.md")
    try FileManager.default.createDirectory(
      at: report.deletingLastPathComponent(), withIntermediateDirectories: true)
    try "earlier".write(to: report, atomically: true, encoding: .utf8)
    let result = try run("reproduce --project '\(folder.path)'")
    #expect(result.status == 1)
    #expect(result.errors.contains("table6.csv"))
    #expect(try String(contentsOf: report, encoding: .utf8) == "earlier")
  }

  @Test func aStoreThatIsNoneIsRefused() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = String(repeating: "this is no database\n", count: 300)
    try text.write(to: folder.appendingPathComponent("s.sqlite"), atomically: true, encoding: .utf8)
    let result = try run("ingest \(store)")
    #expect(result.status == 1)
    #expect(result.errors.contains("s.sqlite"))
    #expect(
      try String(contentsOf: folder.appendingPathComponent("s.sqlite"), encoding: .utf8) == text)
  }

  @Test func aFullDiskLeavesTheEarlierReport() throws {
    let out = folder.appendingPathComponent("out")
    _ = try run("ingest \(store)")
    let first = try run("reproduce --only ratio-curves \(store) --out '\(out.path)'")
    #expect(first.status == 0, "\(first.errors)")
    let report = out.appendingPathComponent("report.pdf")
    let before = try Data(contentsOf: report)
    // No file may grow beyond 64 KiB: what a full disk does to the figures and the PDF.
    let result = try run(
      "reproduce --fresh --only ratio-curves \(store) --out '\(out.path)'",
      before: "trap '' XFSZ; ulimit -f 64;")
    #expect(result.status == 1)
    #expect(result.errors.contains("File too large") || result.errors.contains("disk"))
    #expect(try Data(contentsOf: report) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: out.path).filter {
      $0.hasPrefix(".")
    }
    #expect(left == [])
  }
}
