import Core
import Foundation

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
