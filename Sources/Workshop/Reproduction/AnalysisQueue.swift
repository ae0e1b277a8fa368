import Core
import Foundation
import Notebook

/// Runs analyses side by side. One that fails does not keep the others from running.
struct AnalysisQueue {
  /// How many run at a time.
  var jobs: Int
  /// Starts an analysis; what it throws is that analysis' failure.
  var start: (String) throws -> AnalysisProcess
  /// Is told of each analysis when it starts.
  var started: (String) -> Void = { _ in }
  /// Takes each result when its analysis ends.
  var ended: (_ name: String, Result<Record, any Error>) -> Void

  /// Runs all of them.
  /// - Throws: `Interrupted` after Ctrl-C, once those that ran have been ended.
  func run(_ names: [String], _ interruption: Interruption?) throws {
    var waiting = names[...]
    var running: [AnalysisProcess] = []
    defer { for process in running { process.child.destroy() } }
    repeat {
      while running.count < max(1, jobs), let name = waiting.popFirst() {
        if let process = begin(name) { running.append(process) }
      }
      wait(running, interruption)
      if let signal = interruption?.received { throw Interrupted(signal: signal) }
      running.removeAll { process in
        guard let outcome = process.outcome() else { return false }
        ended(process.name, outcome)
        return true
      }
    } while !running.isEmpty || !waiting.isEmpty
  }

  private func begin(_ name: String) -> AnalysisProcess? {
    started(name)
    do {
      return try start(name)
    } catch {
      ended(name, .failure(error))
      return nil
    }
  }

  /// Waits until one of them says something or ends, or a signal comes.
  private func wait(_ running: [AnalysisProcess], _ interruption: Interruption?) {
    guard !running.isEmpty else { return }
    var files = running.map {
      pollfd(fd: $0.child.output, events: Int16(POLLIN), revents: 0)
    }
    files.append(pollfd(fd: interruption?.file ?? -1, events: Int16(POLLIN), revents: 0))
    poll(&files, nfds_t(files.count), 500)
    // A closed output is ready at once, a moment before its process can be waited for.
    if files.contains(where: { $0.revents & Int16(POLLHUP) != 0 }) { usleep(1_000) }
  }
}

/// One analysis in a process of its own, which leaves a record in a file.
final class AnalysisProcess {
  let name: String
  /// The file of the record.
  let record: URL
  let child: ChildProcess
  private let errors: URL
  private var said = Data()

  /// - Parameter arguments: what the analysis is told besides where its record goes
  /// - Throws: `Fault` where it is not built.
  init(_ name: String, in executables: URL, arguments: [String], record: URL) throws {
    let executable = executables.appendingPathComponent(name)
    guard FileManager.default.isExecutableFile(atPath: executable.path) else {
      throw Fault(
        "the analysis is not built", at: executable.path,
        hint: "make build, or scripts/build.sh")
    }
    (self.name, self.record) = (name, record)
    errors = record.appendingPathExtension("errors")
    // One thread for each analysis: several run at a time.
    let environment = ProcessInfo.processInfo.environment.merging([
      "OPENBLAS_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no", Lifeline.variable: "1",
    ]) { $1 }
    child = try ChildProcess(
      executable: executable, arguments: arguments + ["--record", record.path],
      environment: environment, errors: errors)
  }

  /// What came of it; nil while it runs.
  func outcome() -> Result<Record, any Error>? {
    guard !child.read(into: &said), let ending = child.ending() else { return nil }
    defer { try? FileManager.default.removeItem(at: errors) }
    return Result {
      guard ending == .exit(0) else { throw Fault(reason(ending)) }
      return try Record.read(from: record)
    }
  }

  /// The analysis' own words, without the runtime's prefix for uncaught errors.
  private func reason(_ ending: ChildProcess.Ending) -> String {
    let words = said + ((try? InputFile.data(at: errors)) ?? Data())
    let text = String(decoding: words, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let prefix = "Error raised at top level: "
    let message = text.firstRange(of: prefix).map { String(text[$0.upperBound...]) } ?? text
    let reason = message.components(separatedBy: "\nCurrent stack trace:")[0]
    return reason.isEmpty ? "the analysis ended with \(ending) and said nothing" : reason
  }
}
