import Core
import GRDB

extension RunStore {
  /// Throws unless the tables of runs are, word for word, those that this program makes. A file from
  /// elsewhere may carry our mark on other tables, whose rows cannot be read as runs.
  func checkTables() throws {
    let expected = [
      ("runs", RunSchema.runs), ("run_evaluations", RunSchema.evaluations),
      ("run_scores", RunSchema.scores),
    ]
    try file.read { db in
      for (name, sql) in expected {
        let found = try String.fetchOne(
          db, sql: "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?",
          arguments: [name])
        guard found == sql else {
          throw Fault(
            "the table \(name) is not that of a store of runs", at: url.path,
            hint: "the file is damaged, or another program's")
        }
      }
      if let trigger = try String.fetchOne(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
      {
        throw Fault(
          "a store of runs has no triggers", at: url.path, found: trigger,
          hint: "the file is damaged, or another program's")
      }
    }
  }
}
