import Foundation
import Testing
import TestSupport

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

  private func run(_ arguments: [String]) throws -> ProgramRun.End {
    try ProgramRun(ProgramRun.built("interleave"), arguments, in: folder).end()
  }

  private func ablate(_ more: String..., vary: String = "interleave_gate=learned,off") throws
    -> ProgramRun.End
  {
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

  @Test func aValueForBaselineAndVariantsIsAQuestionOfItsOwn() throws {
    let plain = try ablate("--dry-run").output
    let quick = try ablate("--dry-run", "--set", "training.steps=20")
    #expect(quick.status == 0, "\(quick.errors)")
    #expect(quick.output.split(separator: "\n").count == 10)
    for run in quick.output.split(separator: "\n") { #expect(!plain.contains(run.prefix(16))) }
    let end = try ablate("--seeds", "2", "--set", "training.steps=20")
    #expect(end.status == 0, "\(end.errors)")
    let json = try read("reports/ablations/gla-interleave-gate-steps-20/ablation.json")
    #expect(json.contains(#""set":{"training.steps":20}"#))
    let wrong = try ablate("--set", "training.stps=20")
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("there is no such field"))
    #expect(wrong.errors.contains("training.steps"))
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
