@testable import Workshop
import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Notebook
@testable import Paper
@testable import Published
@testable import Runs
@testable import Studies

@Suite struct RerunCheckTests {
  private let trainer: FakeTrainer

  init() throws { trainer = try FakeTrainer() }

  /// A run as it may be recorded and trained: losses at three evaluations of a language with a floor and
  /// of recall, and the CPU.
  private struct Trained {
    var language = [4.0, 3.0, 2.6]
    var recall = [4.0, 3.5, 0.1]
    var cpu = "a cpu"
    var outcome = RunOutcome.finished
  }

  private func store(_ trained: Trained?, _ name: String) throws -> (RunStore, SweepRun) {
    let run = try #require(try FakeTrainer.profile(1...1).sweep().first)
    let store = try RunStore.open(at: trainer.folder.appendingPathComponent("\(name).sqlite"))
    try store.begin(run.description)
    guard let trained else { return (store, run) }
    let curve = trained.language.indices.map { place in
      Evaluation(
        step: 10 * place, tokens: 100 * place, trainingLoss: nil, gradientNorm: nil,
        learningRate: 0.1,
        scores: [
          TaskScore(
            task: "hmm", loss: trained.language[place], accuracy: 0.5, predictions: 10,
            sequences: 2, floor: 2.5),
          TaskScore(
            task: "recite", loss: trained.recall[place], accuracy: 0.5, predictions: 10,
            sequences: 2, floor: 0),
        ])
    }
    try store.finish(
      RunRecord.made(
        identity: run.identity, outcome: trained.outcome, parameters: 9, coreType: "Zen",
        cpu: trained.cpu, seconds: 1, evaluations: curve))
    return (store, run)
  }

  private func verdict(_ recorded: Trained, _ now: Trained?) throws -> RerunCheck.Entry {
    let (kept, run) = try store(recorded, "kept")
    let records = try kept.records(of: [run]).records
    return try #require(RerunCheck(records, against: store(now, "now").0).entries.first)
  }

  @Test func theSameBitsAreTheSame() throws {
    let entry = try verdict(Trained(), Trained())
    #expect(entry.verdict == .same && entry.isSameMachine && entry.difference == 0)
  }

  /// On one machine the last bit counts, also of what is close.
  @Test func onOneMachineAnyDifferenceCounts() throws {
    let entry = try verdict(Trained(recall: [4.0, 3.5, 0.1000001]), Trained())
    #expect(entry.verdict == .differs)
  }

  @Test(arguments: [
    ([4.0, 3.0, 2.6], [4.0, 3.7, 3.4], RerunCheck.Verdict.close),
    ([4.0005, 3.02, 2.62], [4.0, 3.54, 3.4], .close),
    ([4.002, 3.0, 2.6], [4.0, 3.5, 0.1], .differs),
    ([4.0, 3.0, 2.6], [4.002, 3.5, 0.1], .differs),
    ([4.0, 3.04, 2.6], [4.0, 3.5, 0.1], .differs), ([4.0, 3.0, 2.64], [4.0, 3.5, 0.1], .differs),
    ([4.0, 3.0], [4.0, 3.5], .differs),
  ])
  func elsewhereLossesHaveToAgreeWhereJumpsDoNotMatter(
    _ language: [Double], _ recall: [Double], _ expected: RerunCheck.Verdict
  ) throws {
    let entry = try verdict(
      Trained(), Trained(language: language, recall: recall, cpu: "another cpu"))
    #expect(entry.verdict == expected && !entry.isSameMachine)
  }

  @Test func aRunThatDoesNotFinishIsNamed() throws {
    let entry = try verdict(Trained(), nil)
    #expect(entry.verdict == .crashed)
    let check = try RerunCheck([], against: store(nil, "none").0)
    #expect(check.failures.isEmpty)
  }

  @Test func drawsDependOnTheSeedAlone() throws {
    let records = try Store.open(at: trainer.folder.appendingPathComponent("store.sqlite"))
    try records.importData(DataFolder(NotebookFixture.project.data).load())
    let all = try records.recordedRuns(of: "six-layers")
    let draws = (0..<20).map { seed in
      RerunCheck.draw(all, count: 2, seed: UInt64(seed)).map(\.run.identity)
    }
    #expect(draws.allSatisfy { Set($0).count == 2 })
    #expect(Set(draws.flatMap { $0 }).count > 10)
    #expect(RerunCheck.draw(all, count: 2, seed: 3).map(\.run.identity) == draws[3])
  }

  /// The stand-in for the trainer gives other numbers than the record, as a tampered record would have
  /// others than training: the step fails, and the report says so.
  @Test func aRecordThatTrainingDoesNotGiveIsCaught() throws {
    var job = Reproduction(
      project: NotebookFixture.project,
      store: trainer.folder.appendingPathComponent("store.sqlite"),
      runs: trainer.folder.appendingPathComponent("runs.sqlite"),
      out: trainer.folder.appendingPathComponent("out"),
      executables: try trainer.programs(["toy-curves"]), analyses: ["toy-curves"])
    job.training = SweepProgress(isTerminal: false, write: { _ in })
    let outcome = try job.run(progress: ProgressLog(isTerminal: false, write: { _ in }))
    #expect(outcome.failures.map(\.name) == ["recorded-runs"])
    #expect(outcome.failures.allSatisfy { $0.message.contains("data/toy/") })
    let text = try String(
      contentsOf: trainer.folder.appendingPathComponent("out/report.md"), encoding: .utf8)
    #expect(text.contains("recorded-runs (failed)") && text.contains("| differs |"))
  }
}
