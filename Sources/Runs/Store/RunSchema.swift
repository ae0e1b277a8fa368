import Core
import GRDB
import Storage

/// The run store's tables and views. Runs cannot be made anew from files, so they have a file of
/// their own, and it is never deleted to be rebuilt.
extension Schema {
  /// The store of training runs; its mark is `ILVR` in ASCII.
  package static let runs = Schema(
    applicationID: 0x494C_5652,
    steps: [
      Step(name: "1 runs", sql: [RunSchema.runs, RunSchema.evaluations, RunSchema.scores]),
      Step(name: "2 results", sql: [RunSchema.results]),
    ], words: .runs)
}

extension StoreWords {
  static let runs = StoreWords(
    example: "runs.sqlite", missing: "fill it with: interleave sweep --profile smoke",
    newer: "update the program, or choose another file",
    older: "any sweep or merge into it brings it up to date",
    damaged: "put a copy in its place, or choose another file; the runs in it are lost")
}

package enum RunSchema {
  /// One row a run. `identity` is a hash of all that the result depends on but the machine.
  package static let runs = """
    CREATE TABLE runs (
      identity TEXT PRIMARY KEY,
      profile TEXT NOT NULL,
      config TEXT NOT NULL CHECK (json_valid(config)),
      family TEXT NOT NULL,
      layout TEXT NOT NULL,
      attention_layers INTEGER NOT NULL CHECK (attention_layers BETWEEN 0 AND layers),
      layers INTEGER NOT NULL CHECK (layers > 0),
      d_model INTEGER NOT NULL CHECK (d_model > 0),
      seed INTEGER NOT NULL,
      engine TEXT NOT NULL,
      parameters INTEGER CHECK (parameters > 0),
      core_type TEXT,
      cpu TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('unfinished', 'finished', 'diverged', 'crashed')),
      reason TEXT,
      seconds REAL CHECK (seconds >= 0),
      record_hash TEXT CHECK (length(record_hash) = 64),
      attention_fraction REAL AS (attention_layers * 1.0 / layers),
      CHECK ((record_hash IS NULL) = (outcome IN ('unfinished', 'crashed')))
    ) STRICT
    """

  /// One row a point of a curve.
  package static let evaluations = """
    CREATE TABLE run_evaluations (
      identity TEXT NOT NULL REFERENCES runs (identity) ON DELETE CASCADE,
      step INTEGER NOT NULL CHECK (step >= 0),
      tokens INTEGER NOT NULL CHECK (tokens >= 0),
      training_loss REAL,
      gradient_norm REAL,
      learning_rate REAL NOT NULL,
      PRIMARY KEY (identity, step)
    ) STRICT, WITHOUT ROWID
    """

  /// One row a task of a point; `position` is the task's place in the mixture.
  package static let scores = """
    CREATE TABLE run_scores (
      identity TEXT NOT NULL,
      step INTEGER NOT NULL,
      task TEXT NOT NULL,
      position INTEGER NOT NULL,
      loss REAL NOT NULL,
      accuracy REAL NOT NULL CHECK (accuracy BETWEEN 0 AND 1),
      predictions INTEGER NOT NULL CHECK (predictions >= 0),
      sequences INTEGER NOT NULL CHECK (sequences >= 0),
      floor REAL,
      PRIMARY KEY (identity, step, task),
      FOREIGN KEY (identity, step) REFERENCES run_evaluations (identity, step) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """

  /// The last scores of each run and task. `excess` is the loss above the least that any predictor
  /// could reach, nats.
  static let results = """
    CREATE VIEW toy_results AS
    SELECT r.identity, r.profile, r.family, r.layout, r.attention_fraction, r.attention_layers,
      r.layers, r.d_model, r.seed, r.parameters, r.engine, r.core_type, r.outcome, e.step, e.tokens,
      s.task, s.loss, s.accuracy, s.predictions, s.sequences, s.floor, s.loss - s.floor AS excess
    FROM runs r
    JOIN run_evaluations e ON e.identity = r.identity
      AND e.step = (SELECT max(step) FROM run_evaluations WHERE identity = r.identity)
    JOIN run_scores s ON s.identity = e.identity AND s.step = e.step
    ORDER BY r.family, r.attention_fraction, r.seed, r.identity, s.position
    """
}

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
