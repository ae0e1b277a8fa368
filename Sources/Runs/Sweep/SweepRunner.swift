import Core
import Foundation
import Lab

/// Computes the runs of a sweep, each in a process of its own, and writes what they tell into the
/// run store.
///
/// A run is computed by one thread of one process, and this process is the store's only writer, so
/// that the results do not depend on how many run at a time. Runs with a result are never computed
/// again; a run that diverged has one. A run whose process crashed does not stop the others. A run that
/// another sweep computes is waited for.
public struct SweepRunner {
  /// The program that has `train`.
  public var executable: URL
  public var store: RunStore
  /// How many runs at a time.
  public var jobs: Int
  /// Whether runs go on from the checkpoints that earlier sweeps left.
  public var resumes: Bool
  /// How long runs have for their checkpoints after Ctrl-C, seconds.
  public var grace = 60.0

  public init(executable: URL, store: RunStore, jobs: Int = 1, resumes: Bool = false) {
    self.executable = executable
    self.store = store
    self.jobs = jobs
    self.resumes = resumes
  }

  /// Computes what has no result yet, and returns when all is done or a signal came.
  /// - Throws: `Fault` where the store cannot be written or the program cannot be started. Runs that
  ///   are being computed are ended first.
  public func run(
    _ runs: [SweepRun], progress: SweepProgress, interruption: Interruption? = nil
  ) throws -> SweepOutcome {
    guard FileManager.default.isExecutableFile(atPath: executable.path) else {
      throw Fault(
        "the program that trains is not built", at: executable.path,
        hint: "make build, or scripts/build.sh")
    }
    let left = try remaining(runs)
    removeLeftovers(of: runs, but: Set(left.map(\.identity)))
    progress.begin(all: runs.count, left: left)
    let loop = SweepLoop(self, left, progress, interruption)
    defer { loop.endAll() }
    var outcome = try loop.run()
    outcome.earlier = runs.count - left.count
    progress.end()
    return outcome
  }

  /// A kill between a run's result and the end of its folder leaves the folder.
  private func removeLeftovers(of runs: [SweepRun], but left: Set<String>) {
    for run in runs where !left.contains(run.identity) {
      let folder = RunFolder(store: store.url, identity: run.identity)
      guard FileManager.default.fileExists(atPath: folder.url.path),
        let lock = try? folder.lock()
      else { continue }
      folder.remove()
      withExtendedLifetime(lock) {}
    }
  }

  /// The runs without a result, in their order.
  public func remaining(_ runs: [SweepRun]) throws -> [SweepRun] {
    let final = Set(try store.runs().filter(\.outcome.isFinal).map(\.identity))
    return runs.filter { !final.contains($0.identity) }
  }
}

/// What a sweep came to.
public struct SweepOutcome: Sendable, Equatable {
  /// Runs that had a result before.
  public var earlier = 0
  public var finished = 0
  public var diverged = 0
  public var crashed = 0
  /// Runs that a signal left without a result.
  public var left = 0
  /// The signal that stopped the sweep.
  public var signal: Int32?

  public init() {}

  /// Whether every run has a result.
  public var isComplete: Bool { crashed == 0 && left == 0 }

  /// `10 of 10 runs have results (8 from before)`, with what went wrong.
  public var summary: String {
    let done = earlier + finished + diverged
    let all = done + crashed + left
    let parts =
      [
        (diverged, "diverged"), (crashed, "crashed"), (left, "left"),
      ]
      .filter { $0.0 > 0 }.map { "; \($0.0) \($0.1)" }
    return "\(done) of \(all) runs have results (\(earlier) from before)" + parts.joined()
  }
}
