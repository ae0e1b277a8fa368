@testable import Workshop
import Core
import Foundation
import Lab
import Report
import Testing
import TestSupport

@testable import Notebook
@testable import Published
@testable import Runs
@testable import Studies

@Suite struct ToyGroupTests {
  /// Runs of the seeds with these accuracies; nil for one that diverged.
  private func runs(_ accuracies: [Double?], learningRate: Double = 1e-3) throws -> [ToyRun] {
    let sweep = try FakeTrainer.profile(1...accuracies.count).sweep()
    return zip(sweep, accuracies).map { run, accuracy in
      var stored = StoredRun(
        description: run.description, parameters: 10, coreType: "Haswell", cpu: "x",
        outcome: accuracy == nil ? .diverged : .finished, reason: nil, seconds: 1,
        recordHash: String(repeating: "0", count: 64))
      stored.description.seed = Int(run.config.seed)
      var config = run.config
      config.training.learningRate = learningRate
      let score = TaskScore(
        task: "recite", loss: (accuracy ?? 0) + 1, accuracy: accuracy ?? 0, predictions: 800,
        sequences: 64, floor: 1)
      let last = Evaluation(
        step: 100, tokens: 6400, trainingLoss: 1, gradientNorm: 1, learningRate: 1,
        scores: [score])
      return ToyRun(config: config, stored: stored, evaluations: [last])
    }
  }

  @Test func runsThatDifferInMoreThanTheSeedAreApart() throws {
    let all = try runs([0.1, 0.2]) + runs([0.3, 0.4], learningRate: 1e-2)
    #expect(
      ToyGroup.all([all[0], all[2], all[1], all[3]]).map(\.runs) == [
        [all[0], all[1]], [all[2], all[3]],
      ])
  }

  @Test func oneSeedHasWilsonsIntervalOverSequences() throws {
    let group = try #require(ToyGroup.all(runs([0.5])).first)
    let recall = try #require(try group.accuracy("recite"))
    #expect(recall.kind == "Wilson, 64 sequences")
    // statsmodels: proportion_confint(32, 64, method="wilson")
    #expect(abs((recall.low ?? 0) - 0.381021) < 1e-5)
    #expect(abs((recall.high ?? 0) - 0.618979) < 1e-5)
    let excess = try #require(try group.excess("recite"))
    #expect((excess.value, excess.low, excess.kind) == (0.5, nil, "none, 1 seed"))
  }

  @Test func severalSeedsHaveStudentsIntervalOverSeeds() throws {
    let group = try #require(ToyGroup.all(runs([0.2, 0.4, 0.6])).first)
    let recall = try #require(try group.accuracy("recite"))
    #expect(recall.kind == "Student's t, 3 seeds")
    #expect(abs(recall.value - 0.4) < 1e-12)
    // t(0.975, 2) = 4.302653, s = 0.2
    #expect(abs((recall.high ?? 0) - (0.4 + 4.302653 * 0.2 / 3.0.squareRoot())) < 1e-5)
  }

  @Test func aRunWithoutAResultLeavesNoMeanOfTheOthers() throws {
    let group = try #require(ToyGroup.all(runs([0.2, nil])).first)
    #expect(try group.accuracy("recite") == nil)
    #expect(try group.excess("recite") == nil)
    #expect(group.outcomeCell.shown == "1 finished, 1 diverged")
    #expect(try group.accuracy("no such task") == nil)
  }
}

/// The smoke runs' way into the report, with the stand-in for the trainer.
@Suite struct ToyReportTests {
  private let trainer: FakeTrainer

  init() throws { trainer = try FakeTrainer() }

  private let quiet = ProgressLog(isTerminal: false, write: { _ in })

  private func job(_ name: String) throws -> Reproduction {
    var job = Reproduction(
      project: NotebookFixture.project,
      store: trainer.folder.appendingPathComponent("store.sqlite"),
      runs: trainer.folder.appendingPathComponent("runs.sqlite"),
      out: trainer.folder.appendingPathComponent(name),
      executables: try trainer.programs(["toy-runs"]), analyses: ["toy-runs"])
    job.training = SweepProgress(isTerminal: false, write: { _ in })
    return job
  }

  private func report(_ name: String) throws -> String {
    try String(
      contentsOf: trainer.folder.appendingPathComponent("\(name)/report.md"), encoding: .utf8)
  }

  @Test func theRunsAreTrainedOnceAndShown() throws {
    let first = try job("first").run(progress: quiet)
    #expect(first.failures.isEmpty, "\(first.failures)")
    let count = trainer.started().count
    #expect(count == (try Profile.named("smoke", in: NotebookFixture.project).sweep().count))
    let second = try job("second").run(progress: quiet)
    #expect(second.failures.isEmpty)
    #expect(trainer.started().count == count)
    let text = try report("first")
    for words in [
      "a smoke test, not evidence", "Gated DeltaNet", "one in 4",
      "Wilson interval over the 5 sequences", "0.500",
      "The training runs",
    ] { #expect(text.contains(words), "\(words)") }
    #expect(!text.contains("1.5 s"))
  }

  @Test func crashedRunsFailTheStepAndAreShownAsSuch() throws {
    try trainer.plan(1, "crash")
    let outcome = try job("out").run(progress: quiet)
    #expect(outcome.failures.map(\.name) == ["training: smoke"])
    let text = try report("out")
    #expect(text.contains("training: smoke (failed)"))
    #expect(text.contains("crashed"))
  }

  @Test func aRunThatIsNotThereIsNamedWithItsRemedy() throws {
    let source = """
      import Notebook

      // %% [markdown]
      // # Toy

      // %%
      let notebook = try Notebook.open()
      """
    let fixture = try NotebookFixture(source)
    let runs = trainer.folder.appendingPathComponent("none.sqlite")
    _ = try RunStore.open(at: runs)
    let options = try NotebookOptions.parse([
      "--store", fixture.root.appendingPathComponent("s.sqlite").path, "--runs", runs.path,
    ])
    let notebook = try Notebook(file: fixture.file, options: options)
    do {
      _ = try notebook.runs(of: "smoke")
      Issue.record("no error")
    } catch let fault as Fault {
      #expect(fault.hint == "train it: interleave sweep --profile smoke")
    }
  }

  @Test func familiesAreFoundByFLAsNames() throws {
    let store = try Store.open(at: trainer.folder.appendingPathComponent("m.sqlite"))
    try store.importData(DataFolder(NotebookFixture.project.data).load())
    let names = [
      "transformer", "hgrn", "retnet", "gla", "hgrn2", "delta_net", "gated_deltanet",
    ]
    #expect(
      try names.map { try store.family(ofModelType: $0)?.key } == [
        "Transformer", "HGRN", "RetNet", "GLA", "HGRN2", "DeltaNet", "GatedDeltaNet",
      ])
    #expect(try store.family(ofModelType: "perceptron") == nil)
  }
}
