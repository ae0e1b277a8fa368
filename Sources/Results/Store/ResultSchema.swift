import Storage

/// The tables of the store of results that other tools wrote. It has a file of its own: no import of
/// the data folder rebuilds it.
extension Schema {
  /// The store of imported results; its mark is `ILVS` in ASCII.
  static let results = Schema(
    applicationID: 0x494C_5653,
    steps: [
      Step(name: "1 results", sql: ResultSchema.all),
      Step(name: "2 models", sql: ResultSchema.modelFacts),
      Step(name: "3 settings", sql: ResultSchema.settings),
    ], words: .results,
    patience: 120, cache: 65_536, healthLimit: 64 << 20)
}

extension StoreWords {
  static let results = StoreWords(
    example: "results.sqlite", missing: "fill it with: interleave ingest FILE...",
    newer: "update the program, or choose another file",
    older: "any import into it brings it up to date",
    damaged: "delete it and import the result files again; it is not rebuilt from data/")
}

enum ResultSchema {
  static let all = [files, models, keys, keyIndex, series, scores, points]

  /// Which models a file speaks of, and what is said of models.
  static let modelFacts = [fileModels, fillFileModels, statements]

  /// What a file's path adds to its bytes, which evaluation it tells of, and what a score depends on beside
  /// its task. SQLite cannot change what has to be unique, so the table of files is made anew.
  static let settings = [
    "ALTER TABLE result_file RENAME TO old_file",
    """
    CREATE TABLE result_file (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      format TEXT NOT NULL,
      context TEXT NOT NULL,
      evaluation TEXT NOT NULL,
      version TEXT NOT NULL,
      size INTEGER NOT NULL CHECK (size >= 0),
      records INTEGER NOT NULL CHECK (records >= 0),
      warnings TEXT NOT NULL CHECK (json_valid(warnings)),
      UNIQUE (sha256, format, context)
    ) STRICT
    """,
    """
    INSERT INTO result_file
    SELECT id, path, sha256, format, '', '', version, size, records, warnings FROM old_file
    """,
    "DROP TABLE old_file",
    "ALTER TABLE result_key ADD COLUMN settings TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE result_key ADD COLUMN seed INTEGER",
    "DROP INDEX result_key_all",
    """
    CREATE UNIQUE INDEX result_key_all ON result_key (
      task, metric, filter, coalesce(shots, -1), coalesce(task_version, ''), unit,
      coalesce(higher_is_better, -1), settings, coalesce(seed, -1))
    """,
  ]

  static let fileModels = """
    CREATE TABLE file_model (
      file_id INTEGER NOT NULL,
      model_id INTEGER NOT NULL,
      PRIMARY KEY (file_id, model_id)
    ) STRICT, WITHOUT ROWID
    """

  static let fillFileModels = """
    INSERT INTO file_model
    SELECT DISTINCT file_id, model_id FROM score UNION SELECT DISTINCT file_id, model_id FROM point
    """

  /// One row per statement about a model, which need not have results yet. A later statement of the same
  /// place replaces the earlier one; of mappings only the last counts.
  static let statements = """
    CREATE TABLE model_statement (
      model TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('record', 'configuration', 'mapping')),
      place TEXT NOT NULL,
      family TEXT NOT NULL,
      scale TEXT NOT NULL,
      ratio_label TEXT NOT NULL,
      ratio_convention TEXT NOT NULL,
      total_layers INTEGER,
      attention_layers INTEGER,
      caveat TEXT NOT NULL,
      PRIMARY KEY (model, origin, place)
    ) STRICT, WITHOUT ROWID
    """

  /// One row per file that was imported; `records` are the scores and points that it held. A later file
  /// of the same path replaces nothing.
  static let files = """
    CREATE TABLE result_file (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      format TEXT NOT NULL,
      version TEXT NOT NULL,
      size INTEGER NOT NULL CHECK (size >= 0),
      records INTEGER NOT NULL CHECK (records >= 0),
      warnings TEXT NOT NULL CHECK (json_valid(warnings)),
      UNIQUE (sha256, format)
    ) STRICT
    """

  static let models = """
    CREATE TABLE result_model (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT
    """

  /// What a score is of: everything but the model, the value and the file.
  static let keys = """
    CREATE TABLE result_key (
      id INTEGER PRIMARY KEY,
      task TEXT NOT NULL,
      metric TEXT NOT NULL,
      filter TEXT NOT NULL,
      shots INTEGER CHECK (shots >= 0),
      task_version TEXT,
      unit TEXT NOT NULL,
      higher_is_better INTEGER CHECK (higher_is_better IN (0, 1))
    ) STRICT
    """

  static let keyIndex = """
    CREATE UNIQUE INDEX result_key_all ON result_key (
      task, metric, filter, coalesce(shots, -1), coalesce(task_version, ''), unit,
      coalesce(higher_is_better, -1))
    """

  static let series = """
    CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT
    """

  // The two tables of values name no foreign keys: looking three parents up for each row would
  // take longer than the row. Their ids are made in the transaction that writes them, and
  // `forget` takes values out before their parents.

  /// One row per score of a file. Where a file has several values for one thing, each but the first
  /// is a further turn.
  static let scores = """
    CREATE TABLE score (
      model_id INTEGER NOT NULL,
      key_id INTEGER NOT NULL,
      file_id INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      value REAL NOT NULL,
      stderr REAL,
      n INTEGER,
      locator TEXT NOT NULL,
      PRIMARY KEY (model_id, key_id, file_id, turn)
    ) STRICT, WITHOUT ROWID
    """

  /// One row per point of a curve. Where a run logged a step again, as one that was resumed does, the
  /// last turn counts.
  static let points = """
    CREATE TABLE point (
      model_id INTEGER NOT NULL,
      series_id INTEGER NOT NULL,
      step INTEGER NOT NULL,
      file_id INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      value REAL NOT NULL,
      PRIMARY KEY (model_id, series_id, step, file_id, turn)
    ) STRICT, WITHOUT ROWID
    """
}
