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

/// Another program that can import the long CSV: it does, into a table with a key over the same
/// columns as ours, and says how long it took. The table and the options are the fastest that were
/// found for it.
enum ImportPeer: String, CaseIterable {
  case sqlite = "sqlite3 .import"
  case pandas = "pandas"

  /// Whether it can be called on this machine.
  var isPresent: Bool {
    switch self {
    case .sqlite: (try? Self.said("sqlite3", ["--version"], nil)) != nil
    case .pandas: (try? Self.said("python3", ["-c", "import pandas"], nil)) != nil
    }
  }

  /// Imports `file` into a database that is not there yet.
  /// - Returns: seconds, without what the program takes to start.
  /// - Throws: `Interrupted` where a signal came first.
  func seconds(
    importing file: URL, into database: URL, _ interruption: Interruption? = nil
  ) throws -> Double {
    switch self {
    case .sqlite:
      let start = ContinuousClock.now
      _ = try Self.said(
        "sqlite3", ["-bail", database.path, Self.table, Self.shell(file)], interruption)
      return (ContinuousClock.now - start) / .seconds(1)
    case .pandas:
      let said = try Self.said(
        "python3", ["-c", Self.script, file.path, database.path, Self.table], interruption)
      guard let seconds = Double(said.trimmingCharacters(in: .whitespacesAndNewlines)) else {
        throw Fault("the peer said no time", at: rawValue, expected: "seconds", found: said)
      }
      return seconds
    }
  }

  private static func shell(_ file: URL) -> String {
    ".import --csv --skip 1 \"\(file.path)\" long"
  }

  private static let table = """
    CREATE TABLE long (
      kind TEXT, model TEXT, task TEXT, metric TEXT, filter TEXT, shots INTEGER,
      task_version TEXT, step INTEGER, value REAL, stderr REAL, n INTEGER, unit TEXT,
      higher_is_better TEXT,
      PRIMARY KEY (model, task, metric, filter, shots, task_version, step, kind)
    ) WITHOUT ROWID
    """

  private static let script = """
    import sqlite3, sys, time
    import pandas
    start = time.perf_counter()
    database = sqlite3.connect(sys.argv[2])
    database.execute(sys.argv[3])
    frame = pandas.read_csv(sys.argv[1], keep_default_na=False)
    frame.to_sql("long", database, if_exists="append", index=False)
    database.commit()
    database.close()
    print(time.perf_counter() - start)
    """

  /// What a program prints.
  /// - Throws: `Fault` where it is not there or fails.
  private static func said(
    _ program: String, _ arguments: [String], _ interruption: Interruption?
  ) throws -> String {
    let scratch = try ScratchFolder("peer")
    defer { scratch.remove() }
    let errors = scratch.url.appendingPathComponent("errors")
    let child = try ChildProcess(
      executable: URL(fileURLWithPath: "/usr/bin/env"), arguments: [program] + arguments,
      environment: ProcessInfo.processInfo.environment, errors: errors)
    let (ending, said) = try child.finish(interruption)
    guard ending == .exit(0) else {
      let complaint = (try? InputFile.data(at: errors)) ?? Data()
      throw Fault("the peer failed", at: program, found: String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: said, as: UTF8.self)
  }
}
