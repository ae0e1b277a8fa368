/// Tables of facts beside the measurements: what sentences quote, what tasks are, what the paper's
/// exhibits are called.
enum SchemaFacts {
  static let all =
    [
      """
      CREATE TABLE task (
        key TEXT PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        line INTEGER NOT NULL,
        display TEXT NOT NULL,
        suite TEXT NOT NULL,
        items INTEGER CHECK (items > 0),
        source_text TEXT NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE quote (
        id TEXT PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        line INTEGER NOT NULL,
        section TEXT NOT NULL,
        text TEXT NOT NULL,
        quantity TEXT NOT NULL,
        low REAL,
        high REAL,
        resolution REAL NOT NULL CHECK (resolution > 0),
        unit TEXT NOT NULL,
        CHECK (low IS NOT NULL OR high IS NOT NULL)
      ) STRICT
      """,
      """
      CREATE TABLE update_rule (
        family TEXT PRIMARY KEY REFERENCES family (key) DEFERRABLE INITIALLY DEFERRED,
        source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        line INTEGER NOT NULL,
        update_text TEXT NOT NULL,
        readout TEXT NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE exhibit (
        v2 TEXT PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        line INTEGER NOT NULL,
        v1 TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        items TEXT NOT NULL CHECK (json_valid(items)),
        note TEXT NOT NULL
      ) STRICT
      """,
    ]
    + ["task", "quote", "update_rule", "exhibit"].map {
      "CREATE INDEX \($0)_source ON \($0) (source_id)"
    }

  /// What averages are made of.
  static let averages = [
    """
    CREATE TABLE average_part (
      average TEXT NOT NULL,
      part TEXT NOT NULL,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      tasks TEXT NOT NULL CHECK (json_valid(tasks)),
      metrics TEXT NOT NULL CHECK (json_valid(metrics)),
      source_text TEXT NOT NULL,
      PRIMARY KEY (average, part)
    ) STRICT
    """,
    "CREATE INDEX average_part_source ON average_part (source_id)",
  ]

  /// Training runs that were kept, each as its line.
  static let recordedRuns = [
    """
    CREATE TABLE recorded_run (
      identity TEXT PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      profile TEXT NOT NULL,
      record TEXT NOT NULL CHECK (json_valid(record))
    ) STRICT
    """,
    "CREATE INDEX recorded_run_source ON recorded_run (source_id)",
  ]

  /// How fast stacks trained and decoded.
  static let speeds = [
    """
    CREATE TABLE stack_speed (
      profile TEXT NOT NULL,
      family TEXT NOT NULL,
      layout TEXT NOT NULL,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      layers INTEGER NOT NULL CHECK (layers > 0),
      d_model INTEGER NOT NULL CHECK (d_model > 0),
      length INTEGER NOT NULL CHECK (length > 0),
      train_tokens_per_second REAL NOT NULL CHECK (train_tokens_per_second > 0),
      train_share_of_sgemm REAL NOT NULL CHECK (train_share_of_sgemm > 0),
      decode_tokens_per_second REAL NOT NULL CHECK (decode_tokens_per_second > 0),
      sgemm_gflops REAL NOT NULL CHECK (sgemm_gflops > 0),
      core_type TEXT NOT NULL,
      cpu TEXT NOT NULL,
      PRIMARY KEY (profile, family, layout)
    ) STRICT
    """,
    "CREATE INDEX stack_speed_source ON stack_speed (source_id)",
  ]

  /// What guessing gets, beside the items of a task.
  static let chance = [
    "ALTER TABLE task ADD COLUMN chance REAL CHECK (chance > 0 AND chance < 1)"
  ]
}
