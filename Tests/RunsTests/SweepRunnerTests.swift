import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Runs

@Suite struct SweepRunnerTests {
  private let trainer: FakeTrainer

  init() throws { trainer = try FakeTrainer() }

  private let quiet = SweepProgress(isTerminal: false, write: { _ in })

  private func outcomes(_ store: RunStore) throws -> [RunOutcome] {
    try store.runs().sorted { $0.description.seed < $1.description.seed }.map(\.outcome)
  }

  @Test func aCrashAndADivergenceDoNotStopTheOthers() throws {
    try trainer.plan(2, "crash")
    try trainer.plan(3, "diverge")
    try trainer.plan(4, "kill")
    try trainer.plan(5, "silent")
    let store = try trainer.store()
    let outcome = try trainer.runner(store).run(trainer.runs(1...6), progress: quiet)
    #expect(try outcomes(store) == [.finished, .crashed, .diverged, .crashed, .crashed, .finished])
    #expect((outcome.finished, outcome.diverged, outcome.crashed) == (2, 1, 3))
    let reasons = try store.runs().sorted { $0.description.seed < $1.description.seed }.map(
      \.reason)
    #expect(reasons[1] == "exit status 3: out of luck")
    #expect(reasons[2] == "the loss is not finite")
    #expect(reasons[3] == "killed by signal 9 (Killed)")
    #expect(reasons[4] == "it ended without a result")
    #expect(outcome.summary == "3 of 6 runs have results (0 from before); 1 diverged; 3 crashed")
  }

  @Test func whatHasAResultIsNeverComputedAgain() throws {
    try trainer.plan(2, "crash")
    try trainer.plan(3, "diverge")
    let store = try trainer.store()
    _ = try trainer.runner(store).run(trainer.runs(1...3), progress: quiet)
    trainer.clearStarted()
    try trainer.plan(2, "well")
    let outcome = try trainer.runner(store).run(trainer.runs(1...4), progress: quiet)
    #expect(trainer.started().sorted() == [2, 4])
    #expect((outcome.earlier, outcome.finished) == (2, 2))
    #expect(try outcomes(store) == [.finished, .finished, .diverged, .finished])
  }

  @Test func theStoreIsTheSameForAnyNumberOfJobs() throws {
    for seed in [1, 4, 5] { try trainer.plan(seed, "late") }
    try trainer.plan(2, "crash")
    let runs = try trainer.runs(1...8)
    var contents: [[StoredRun]] = []
    var curves: [[[Evaluation]]] = []
    for jobs in [1, 3] {
      let store = try trainer.store("jobs\(jobs)")
      _ = try trainer.runner(store, jobs: jobs).run(runs, progress: quiet)
      contents.append(try store.runs())
      curves.append(try runs.map { try store.evaluations(of: $0.identity) })
    }
    #expect(contents[0] == contents[1])
    #expect(contents[0].count == 8)
    #expect(curves[0] == curves[1])
    #expect(curves[0].filter { $0.map(\.step) == [0, 100] }.count == 7)
    #expect(Set(curves[0].compactMap { $0.last?.scores.first?.loss }).count == 8)
  }

  @Test func whatMakesNoSenseIsNotTaken() throws {
    try trainer.plan(1, "garbage")
    try trainer.plan(2, "other")
    let store = try trainer.store()
    let outcome = try trainer.runner(store).run(trainer.runs(1...2), progress: quiet)
    #expect(outcome.crashed == 2)
    let reasons = try store.runs().sorted { $0.description.seed < $1.description.seed }
      .map { $0.reason ?? "" }
    #expect(reasons[0] == "it printed something that is not an event: hello")
    #expect(reasons[1].hasPrefix("it computes another run"))
    #expect(reasons[1].contains("ffffffffffffffff"))
  }

  @Test func filesOfFinishedRunsGoAndThoseOfCrashedOnesStay() throws {
    try trainer.plan(2, "crash")
    let store = try trainer.store()
    let runs = try trainer.runs(1...2)
    _ = try trainer.runner(store).run(runs, progress: quiet)
    let folders = runs.map { RunFolder(store: store.url, identity: $0.identity) }
    #expect(!FileManager.default.fileExists(atPath: folders[0].url.path))
    #expect(FileManager.default.fileExists(atPath: folders[1].log.path))
    try trainer.plan(2, "well")
    _ = try trainer.runner(store).run(runs, progress: quiet)
    #expect(!FileManager.default.fileExists(atPath: RunFolder.parent(of: store.url).path))
  }

  @Test func aSignalLeavesCheckpointsThatResumeGoesOnFrom() throws {
    try trainer.plan(1, "wait")
    try trainer.plan(2, "wait")
    let store = try trainer.store()
    let runs = try trainer.runs(1...3)
    let interruption = try Interruption([])
    let isWaiting = Thread.start { [trainer = Unchecked(trainer)] in
      _ = trainer.value.wait(for: "waits-1")
      _ = trainer.value.wait(for: "waits-2")
      interruption.note(SIGINT)
    }
    let outcome = try trainer.runner(store).run(
      runs, progress: quiet, interruption: interruption)
    isWaiting.wait()
    #expect((outcome.signal, outcome.left, outcome.crashed) == (SIGINT, 3, 0))
    #expect(try outcomes(store) == [.unfinished, .unfinished])
    let checkpoint = RunFolder(store: store.url, identity: runs[0].identity).checkpoint
    #expect(try String(contentsOf: checkpoint, encoding: .utf8) == "50\n")
    // The points up to the checkpoint stay; the run tells the later ones.
    for seed in 1...2 { try trainer.plan(seed, "well") }
    _ = try trainer.runner(store, resumes: true).run(runs, progress: quiet)
    #expect(try outcomes(store) == [.finished, .finished, .finished])
    #expect(try store.evaluations(of: runs[0].identity).map(\.step) == [0, 100])
  }

  @Test func withoutResumeAnUnfinishedRunBeginsAnew() throws {
    let store = try trainer.store()
    let run = try trainer.runs(1...1)[0]
    let folder = RunFolder(store: store.url, identity: run.identity)
    try AtomicFile.write("50", to: folder.checkpoint)
    try folder.prepare(run, resumes: true)
    #expect(FileManager.default.fileExists(atPath: folder.checkpoint.path))
    try folder.prepare(run, resumes: false)
    #expect(!FileManager.default.fileExists(atPath: folder.checkpoint.path))
  }

  @Test func whoTakesNoNoticeOfASignalIsKilled() throws {
    try trainer.plan(1, "stubborn")
    let store = try trainer.store()
    let interruption = try Interruption([])
    let isWaiting = Thread.start { [trainer = Unchecked(trainer)] in
      _ = trainer.value.wait(for: "waits-1")
      interruption.note(SIGTERM)
    }
    var runner = trainer.runner(store)
    runner.grace = 0.2
    let began = ProcessInfo.processInfo.systemUptime
    let outcome = try runner.run(trainer.runs(1...1), progress: quiet, interruption: interruption)
    isWaiting.wait()
    #expect(ProcessInfo.processInfo.systemUptime - began < 15)
    #expect((outcome.signal, outcome.left) == (SIGTERM, 1))
  }

  /// A report that goes on without it would be published with holes.
  @Test func aRunThatAnotherSweepHoldsIsWaitedFor() throws {
    let store = try trainer.store()
    let runs = try trainer.runs(1...2)
    let folder = RunFolder(store: store.url, identity: runs[0].identity)
    let held = Unchecked(Holder(try folder.lock()))
    #expect(held.value.lock != nil)
    let isLettingGo = Thread.start { [trainer = Unchecked(trainer)] in
      _ = trainer.value.wait(for: "started")
      Thread.sleep(forTimeInterval: 0.3)
      held.value.lock = nil
    }
    var said = ""
    let outcome = try trainer.runner(store).run(
      runs, progress: SweepProgress(isTerminal: false, write: { said += $0 }))
    isLettingGo.wait()
    #expect(outcome.finished == 2 && outcome.isComplete)
    #expect(trainer.started() == [2, 1])
    #expect(said.contains("waiting for 1 runs that another sweep computes: "))
  }

  /// Ctrl-C ends the waiting.
  @Test func waitingEndsAtASignal() throws {
    let store = try trainer.store()
    let runs = try trainer.runs(1...1)
    let held = try RunFolder(store: store.url, identity: runs[0].identity).lock()
    let interruption = try Interruption([])
    let progress = SweepProgress(
      isTerminal: false,
      write: { if $0.contains("another sweep computes") { interruption.note(SIGTERM) } })
    let outcome = try trainer.runner(store).run(
      runs, progress: progress, interruption: interruption)
    #expect((outcome.signal, outcome.left, outcome.isComplete) == (SIGTERM, 1, false))
    withExtendedLifetime(held) {}
  }

  /// A kill between a run's result and the end of its folder leaves the folder.
  @Test func aFolderOfARunThatHasEndedGoes() throws {
    let store = try trainer.store()
    let runs = try trainer.runs(1...1)
    _ = try trainer.runner(store).run(runs, progress: quiet)
    let folder = RunFolder(store: store.url, identity: runs[0].identity)
    try AtomicFile.write("x", to: folder.checkpoint)
    _ = try trainer.runner(store).run(runs, progress: quiet)
    #expect(!FileManager.default.fileExists(atPath: folder.url.path))
  }

  @Test func whatARunIsSaidToBeHasToFitItsConfiguration() throws {
    let about = try trainer.runs(1...1)[0].description
    try SweepRun.check(about, at: "f")
    func expect(_ field: String, _ change: (inout RunDescription) -> Void) throws {
      var other = about
      change(&other)
      let fault = #expect(throws: Fault.self) { try SweepRun.check(other, at: "f") }
      #expect(fault?.location == "f: \(field)")
    }
    try expect("family") { $0.family = "gla" }
    try expect("layout") { $0.layout = "full" }
    try expect("attention_layers") { $0.attentionLayers += 1 }
    try expect("layers") { $0.layers += 1 }
    try expect("d_model") { $0.width *= 2 }
    try expect("seed") { $0.seed += 1 }
    try expect("identity") { $0.identity = "0123456789abcdef" }
    try expect("config") { $0.config = "{}" }
  }

  @Test func aMissingProgramIsNamed() throws {
    let store = try trainer.store()
    var runner = trainer.runner(store)
    runner.executable = URL(fileURLWithPath: "/nowhere/interleave")
    #expect(throws: Fault.self) {
      _ = try runner.run(try trainer.runs(1...1), progress: quiet)
    }
    #expect(try store.runs().isEmpty)
  }
}

/// Holds a lock until it is told not to.
private final class Holder {
  var lock: RunLock?
  init(_ lock: RunLock?) { self.lock = lock }
}

/// Something that is used by one thread at a time, whatever the compiler can see.
struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

extension Thread {
  /// Runs `body` in a thread of its own.
  static func start(_ body: @escaping @Sendable () -> Void) -> DispatchSemaphore {
    let end = DispatchSemaphore(value: 0)
    detachNewThread {
      body()
      end.signal()
    }
    return end
  }
}
