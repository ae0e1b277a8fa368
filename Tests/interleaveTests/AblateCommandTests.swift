import Foundation
import Testing

/// Ablations as a user asks for them, with a stand-in for the program that trains.
@Suite struct AblateCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ablate-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = Self.sources.appendingPathComponent("Tests/Support/trainer.sh")
    try FileManager.default.copyItem(at: script, to: folder.appendingPathComponent("trainer"))
    for name in ["data", "Package.swift"] {
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent(name),
        withDestinationURL: Self.sources.appendingPathComponent(name))
    }
  }

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static var executable: URL {
    let test = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return (test?.deletingLastPathComponent() ?? Bundle.main.bundleURL)
      .appendingPathComponent("interleave")
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String)
  {
    let process = Process()
    process.executableURL = Self.executable
    process.currentDirectoryURL = folder
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let files = ["out", "err"].map { folder.appendingPathComponent("\($0)-\(UUID().uuidString)") }
    for url in files { FileManager.default.createFile(atPath: url.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOf: files[0], encoding: .utf8),
      try String(contentsOf: files[1], encoding: .utf8)
    )
  }

  private func ablate(_ more: String..., vary: String = "interleave_gate=learned,off") throws -> (
    status: Int32, output: String, errors: String
  ) {
    try run(
      ["ablate", "--base", "smoke", "--family", "gla", "--vary", vary, "--trainer", "./trainer"]
        + more)
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func oneCommandRunsStoresTestsAndChartsAndAnotherMakesThePage() throws {
    let first = try ablate("--seeds", "3")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("6 of 6 runs have results (0 from before)"))
    #expect(first.output.contains("sign flips"))
    let name = "reports/ablations/gla-interleave-gate"
    let csv = try read("\(name)/effects.csv").split(separator: "\n")
    #expect(csv.count == 4)
    #expect(csv[1].hasPrefix("gla-interleave-gate,gla,pure,interleave_gate,off,recall,3,"))
    #expect(try read("\(name)/effects.svg").contains("<svg"))
    let again = try ablate("--seeds", "3")
    #expect(again.output.contains("6 of 6 runs have results (6 from before)"))
    let page = try run(["report", "ablation", "gla-interleave-gate"])
    #expect(page.status == 0, "\(page.errors)")
    #expect(try read("\(name)/report.md").contains("GLA pure, interleave\\_gate: off"))
    #expect(try read("\(name)/effects.csv").split(separator: "\n").count == 4)
  }

  @Test func aDryRunTrainsNothing() throws {
    let dry = try ablate("--dry-run")
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(dry.output.split(separator: "\n").count == 10)
    #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("reports").path))
  }

  @Test func aCrashIsNamedAndTheOtherPairsCount() throws {
    try "crash".write(
      to: folder.appendingPathComponent("2"), atomically: true, encoding: .utf8)
    let end = try ablate("--seeds", "3")
    #expect(end.status == 1)
    #expect(end.errors.contains("crashed: exit status 3: out of luck"))
    #expect(end.output.contains("recall                2 "), "\(end.output)")
  }

  @Test(arguments: [
    ("interleave_gate=learned", "a change needs a baseline"), ("colour=red,blue", "colour"),
    ("interleave_gate=learned,ajar", "ajar"),
  ])
  func whatCannotBeVariedIsNamed(vary: String, word: String) throws {
    let end = try ablate(vary: vary)
    #expect(end.status == 1)
    #expect(end.errors.contains(word), "\(end.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("reports").path))
  }

  @Test func thePageOfNothingListsWhatThereIs() throws {
    let none = try run(["report", "ablation", "nothing"])
    #expect(none.status == 1)
    #expect(none.errors.contains("there is no such ablation"))
  }
}
