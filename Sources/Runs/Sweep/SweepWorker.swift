import Core
import Foundation
import Lab

/// The process that computes one run, and what it has said.
final class SweepWorker {
  let run: SweepRun
  let folder: RunFolder
  let child: ChildProcess
  /// The result, once the process has told it.
  var record: RunRecord?
  /// Whether the process has closed its output: it has ended, or is about to.
  private(set) var isSilent = false
  private let lock: RunLock
  private var rest = Data()
  private var fault: String?

  init(_ run: SweepRun, executable: URL, folder: RunFolder, lock: RunLock) throws {
    self.run = run
    self.folder = folder
    self.lock = lock
    // One thread a run; which kernels OpenBLAS takes is for the environment to say.
    let environment = ProcessInfo.processInfo.environment.merging([
      "OPENBLAS_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no", Lifeline.variable: "1",
    ]) { $1 }
    child = try ChildProcess(
      executable: executable,
      arguments: [
        "train", "--config", folder.config.path, "--checkpoint", folder.checkpoint.path, "--json",
      ],
      environment: environment, errors: folder.log)
  }

  /// What the process has said since this was asked. After something that makes no sense it is
  /// killed, and nothing more is read.
  func readEvents() -> [TrainingEvent] {
    var events: [TrainingEvent] = []
    for line in readLines() where fault == nil && record == nil {
      do {
        let event = try JSONDecoder().decode(TrainingEvent.self, from: line)
        try check(event)
        events.append(event)
      } catch {
        let text = String(decoding: line.prefix(200), as: UTF8.self)
        fault =
          (error as? Fault).map { "\($0)" } ?? "it printed something that is not an event: \(text)"
        child.signal(SIGKILL)
      }
    }
    return events
  }

  /// The results of another run, or of the same one by another engine, are not taken.
  private func check(_ event: TrainingEvent) throws {
    guard event.identity == run.identity else {
      throw Fault("it computes another run", expected: run.identity, found: event.identity)
    }
  }

  private func readLines() -> [Data] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(child.output, &buffer, buffer.count)
      if count > 0 {
        rest.append(contentsOf: buffer[..<count])
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        isSilent = true
        break
      } else if errno == EAGAIN {
        break
      }
    }
    var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    rest = lines.popLast().map { Data($0) } ?? Data()
    return lines.filter { !$0.isEmpty }.map { Data($0) }
  }

  /// Why there is no result.
  func reason(_ ending: ChildProcess.Ending) -> String {
    if let fault { return fault }
    let words = folder.lastWords()
    let end = ending == .exit(0) ? "it ended without a result" : "\(ending)"
    return words.isEmpty ? end : "\(end): \(words)"
  }
}

extension RunEvaluation {
  /// As the store has it.
  init(_ evaluation: Evaluation) {
    self.init(
      step: evaluation.step, tokens: evaluation.tokens, trainingLoss: evaluation.trainingLoss,
      gradientNorm: evaluation.gradientNorm, learningRate: evaluation.learningRate,
      scores: evaluation.scores.map {
        RunScore(
          task: $0.task, loss: $0.loss, accuracy: $0.accuracy, predictions: $0.predictions,
          sequences: $0.sequences, floor: $0.floor)
      })
  }
}

extension RunResult {
  /// As the store has it.
  init(_ record: RunRecord) {
    self.init(
      identity: record.identity, outcome: record.outcome == .diverged ? .diverged : .finished,
      reason: record.reason, parameters: record.parameters,
      coreType: record.environment.coreType, cpu: record.environment.cpu,
      seconds: record.seconds, evaluations: record.evaluations.map(RunEvaluation.init))
  }
}
