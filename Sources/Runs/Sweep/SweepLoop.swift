import Core
import Foundation
import Lab

/// A sweep while it goes on: one thread that starts processes, waits for what they say, and writes.
final class SweepLoop {
  private let runner: SweepRunner
  private let progress: SweepProgress
  private let interruption: Interruption?
  private var waiting: ArraySlice<SweepRun>
  private var workers: [SweepWorker] = []
  /// Runs that another sweep was computing when this one looked last.
  private var elsewhere: [SweepRun] = []
  private var saysThatItWaits = false
  private var outcome = SweepOutcome()
  /// When processes that go on after a signal are killed.
  private var deadline: Double?

  init(
    _ runner: SweepRunner, _ runs: [SweepRun], _ progress: SweepProgress,
    _ interruption: Interruption?
  ) {
    self.runner = runner
    self.progress = progress
    self.interruption = interruption
    waiting = runs[...]
  }

  func run() throws -> SweepOutcome {
    try startMore()
    while !workers.isEmpty || !isStopping && !elsewhere.isEmpty {
      let ready = wait()
      try readAll(ready)
      heedSignals()
      try collect()
      try startMore()
      progress.tick()
    }
    outcome.left += waiting.count + elsewhere.count
    outcome.signal = interruption?.received
    return outcome
  }

  /// Kills whatever still runs.
  func endAll() {
    for worker in workers { worker.child.destroy() }
    workers = []
  }

  private var isStopping: Bool { interruption?.received != nil }

  /// Starts what there is room for. Where nothing else is left, runs that another sweep was computing are
  /// looked at again: it may have ended them, or given up.
  private func startMore() throws {
    try startWaiting()
    guard workers.isEmpty, !isStopping, !elsewhere.isEmpty else { return }
    if !saysThatItWaits { progress.waiting(for: elsewhere) }
    saysThatItWaits = true
    (waiting, elsewhere) = (elsewhere[...], [])
    try startWaiting()
  }

  private func startWaiting() throws {
    while !isStopping, workers.count < runner.jobs, let run = waiting.popFirst() {
      try start(run)
    }
  }

  /// Starts a run unless another sweep computes it, or has.
  private func start(_ run: SweepRun) throws {
    let folder = RunFolder(store: runner.store.url, identity: run.identity)
    guard let lock = try folder.lock() else {
      elsewhere.append(run)
      return
    }
    // Another sweep may have finished it since this one looked.
    guard try runner.store.run(run.identity)?.outcome.isFinal != true else {
      folder.remove()
      outcome.finished += 1
      progress.endedElsewhere(run)
      return
    }
    try folder.prepare(run, resumes: runner.resumes)
    try runner.store.begin(run.description)
    workers.append(
      try SweepWorker(run, executable: runner.executable, folder: folder, lock: lock))
    progress.started(run)
  }

  /// Waits until a process says something or ends, or a signal comes, and says whose output is ready.
  private func wait() -> [Bool] {
    var files = workers.map {
      pollfd(fd: $0.isSilent ? -1 : $0.child.output, events: Int16(POLLIN), revents: 0)
    }
    files.append(pollfd(fd: interruption?.file ?? -1, events: Int16(POLLIN), revents: 0))
    let isEnding = workers.contains(where: \.isSilent)
    poll(&files, nfds_t(files.count), isEnding ? 10 : 500)
    return files.dropLast().map { $0.revents != 0 }
  }

  private func readAll(_ ready: [Bool]) throws {
    for (worker, isReady) in zip(workers, ready) where isReady {
      for event in worker.readEvents() { try note(event, of: worker) }
    }
  }

  private func note(_ event: TrainingEvent, of worker: SweepWorker) throws {
    let identity = worker.run.identity
    switch event {
    case .start(let start):
      try runner.store.start(
        identity, parameters: start.parameters, environment: start.environment,
        resumedAtStep: start.resumedAtStep)
      progress.reached(
        worker.run, tokens: start.resumedAtStep * worker.run.tokensPerStep, isStart: true)
    case .evaluation(let point):
      try runner.store.append(point.evaluation, to: identity)
      progress.reached(worker.run, tokens: point.evaluation.tokens, isStart: false)
    case .end(let end):
      try runner.store.finish(end.record)
      worker.record = end.record
    }
  }

  /// The first signal asks the processes to write their checkpoints and end; a second kills them,
  /// and so does time.
  private func heedSignals() {
    guard let interruption else { return }
    let count = interruption.take()
    let now = ProcessInfo.processInfo.systemUptime
    if count > 0, deadline == nil {
      deadline = now + runner.grace
      progress.stopping()
      for worker in workers { worker.child.signal(SIGINT) }
    } else if count > 0 || deadline.map({ now > $0 }) == true {
      for worker in workers { worker.child.signal(SIGKILL) }
    }
  }

  /// Takes the processes out that have ended.
  private func collect() throws {
    for worker in workers {
      guard worker.isSilent, let ending = worker.child.ending() else { continue }
      workers.removeAll { $0 === worker }
      if let record = worker.record {
        worker.folder.remove()
        if record.outcome == .diverged { outcome.diverged += 1 } else { outcome.finished += 1 }
        progress.ended(worker.run, diverged: record.reason, seconds: record.seconds)
      } else if isStopping {
        outcome.left += 1
      } else {
        outcome.crashed += 1
        let reason = worker.reason(ending)
        try runner.store.crash(worker.run.identity, reason: reason)
        progress.crashed(worker.run, reason: reason, log: worker.folder.log)
      }
    }
  }
}
