import Core
import Foundation
import Importers
import Paper
import Results

/// Times the import of a long CSV into a fresh store of results, and what its peers on this machine
/// take for the same file.
struct ImportBenchmark {
  let rows: Int
  let folder: URL
  /// How long all of it may take, once each import has been timed.
  var seconds = 60.0
  var interruption: Interruption?

  private var sample: URL { folder.appendingPathComponent("long.csv") }
  private var results: URL { folder.appendingPathComponent("results.sqlite") }

  /// All take turns, so that a busy machine is busy for each of them.
  func run(repetitions: Int) throws -> [Benchmark.Result.Row] {
    try LongCSVSample(rows: rows).write(to: sample)
    let peers = ImportPeer.allCases.filter(\.isPresent)
    var (first, again) = (Double.infinity, Double.infinity)
    var best = Dictionary(uniqueKeysWithValues: peers.map { ($0, Double.infinity) })
    let start = ContinuousClock.now
    for repetition in 0..<repetitions
    where repetition == 0 || ContinuousClock.now - start < .seconds(seconds) {
      remove(results)
      first = min(first, try importSeconds(isKnown: false))
      again = min(again, try importSeconds(isKnown: true))
      for peer in peers { best[peer] = min(best[peer] ?? .infinity, try seconds(peer)) }
    }
    return [row("long CSV, \(rows) rows, imported", first), row("  imported again", again)]
      + ImportPeer.allCases.map { row("  by \($0.rawValue)", best[$0]) }
  }

  private func row(_ job: String, _ seconds: Double?) -> Benchmark.Result.Row {
    Benchmark.Result.Row(job: job, seconds: seconds, rows: rows)
  }

  private func importSeconds(isKnown: Bool) throws -> Double {
    if let signal = interruption?.received { throw Interrupted(signal: signal) }
    let start = ContinuousClock.now
    let outcome = try ResultStore.open(at: results).importFile(ImportFile(sample))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let count = outcome.new + outcome.same
    guard outcome.isKnown == isKnown, count == rows else {
      throw Fault(
        "the import is not whole", at: sample.path, expected: "\(rows)", found: "\(count)")
    }
    return seconds
  }

  private func seconds(_ peer: ImportPeer) throws -> Double {
    let database = folder.appendingPathComponent("peer.sqlite")
    defer { remove(database) }
    return try peer.seconds(importing: sample, into: database, interruption)
  }

  private func remove(_ database: URL) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: database.path + suffix)
    }
  }
}
