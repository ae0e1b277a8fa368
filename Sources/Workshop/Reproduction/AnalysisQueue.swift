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
