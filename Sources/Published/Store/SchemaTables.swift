/// The tables. Every record knows its source and, where that has lines, its line.
enum SchemaTables {
  static let all = [source, reference, family, layout, cost, model, observation] + indexes

  /// One row a data file. Deleting it deletes all that was read from it.
  private static let source = """
    CREATE TABLE source (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      position INTEGER NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      citation TEXT REFERENCES reference (key) DEFERRABLE INITIALLY DEFERRED,
      version TEXT NOT NULL,
      locator TEXT NOT NULL,
      scope TEXT NOT NULL CHECK (scope IN ('paper', 'independent', 'other-papers', 'project')),
      ratio_convention TEXT,
      licence TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      rows INTEGER NOT NULL CHECK (rows >= 0),
      note TEXT NOT NULL,
      key TEXT NOT NULL CHECK (length(key) = 64)
    ) STRICT
    """

  private static let reference = """
    CREATE TABLE reference (
      key TEXT PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      authors TEXT NOT NULL CHECK (json_valid(authors)),
      title TEXT NOT NULL,
      year INTEGER NOT NULL,
      venue TEXT NOT NULL,
      url TEXT NOT NULL,
      version TEXT
    ) STRICT
    """

  private static let family = """
    CREATE TABLE family (
      key TEXT PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      display TEXT NOT NULL,
      generation INTEGER,
      state TEXT CHECK (state IN ('vector', 'matrix', 'kv-cache')),
      role TEXT NOT NULL CHECK (role IN ('studied', 'baseline', 'aggregate', 'context')),
      position INTEGER NOT NULL UNIQUE,
      aliases TEXT NOT NULL CHECK (json_valid(aliases)),
      reference TEXT NOT NULL REFERENCES reference (key) DEFERRABLE INITIALLY DEFERRED
    ) STRICT
    """

  private static let layout = """
    CREATE TABLE layout (
      id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      ratio_label TEXT NOT NULL,
      ratio_convention TEXT NOT NULL,
      total_layers INTEGER NOT NULL CHECK (total_layers > 0),
      attention_layers INTEGER NOT NULL CHECK (attention_layers BETWEEN 0 AND total_layers),
      attention_indices TEXT NOT NULL
        CHECK (json_array_length(attention_indices) = attention_layers),
      status TEXT NOT NULL,
      source_text TEXT NOT NULL,
      attention_fraction REAL AS (attention_layers * 1.0 / total_layers),
      UNIQUE (ratio_label, ratio_convention, total_layers)
    ) STRICT
    """

  private static let cost = """
    CREATE TABLE cost (
      mixer TEXT PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL,
      families TEXT NOT NULL CHECK (json_valid(families)),
      state TEXT NOT NULL,
      flops_per_token TEXT NOT NULL,
      passes INTEGER CHECK (passes > 0),
      complexity TEXT NOT NULL
    ) STRICT
    """

  private static let model = """
    CREATE TABLE model (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      family TEXT NOT NULL REFERENCES family (key) DEFERRABLE INITIALLY DEFERRED,
      scale TEXT NOT NULL,
      parameters INTEGER CHECK (parameters > 0),
      tokens INTEGER CHECK (tokens > 0),
      total_layers INTEGER CHECK (total_layers > 0),
      attention_layers INTEGER CHECK (attention_layers BETWEEN 0 AND total_layers),
      attention_indices TEXT CHECK (json_array_length(attention_indices) = attention_layers),
      stated_fraction REAL CHECK (stated_fraction BETWEEN 0 AND 1),
      layout_status TEXT,
      ratio_label TEXT NOT NULL,
      ratio_convention TEXT NOT NULL,
      attention_fraction REAL AS (coalesce(attention_layers * 1.0 / total_layers, stated_fraction))
    ) STRICT
    """

  private static let observation = """
    CREATE TABLE observation (
      id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      line INTEGER NOT NULL CHECK (line > 1),
      model_id INTEGER NOT NULL REFERENCES model (id),
      task TEXT NOT NULL,
      metric TEXT NOT NULL,
      value REAL NOT NULL,
      value_text TEXT NOT NULL,
      resolution REAL NOT NULL CHECK (resolution > 0),
      stderr REAL CHECK (stderr >= 0),
      n INTEGER CHECK (n > 0),
      unit TEXT NOT NULL,
      higher_is_better INTEGER NOT NULL CHECK (higher_is_better IN (0, 1)),
      locator TEXT NOT NULL,
      UNIQUE (source_id, model_id, task, metric)
    ) STRICT
    """

  private static let indexes = [
    "CREATE INDEX observation_model ON observation (model_id, task, metric)",
    "CREATE INDEX observation_task ON observation (task, metric)",
    "CREATE INDEX family_source ON family (source_id)",
    "CREATE INDEX reference_source ON reference (source_id)",
    "CREATE INDEX layout_source ON layout (source_id)",
    "CREATE INDEX cost_source ON cost (source_id)",
    "CREATE INDEX model_family ON model (family)",
  ]
}
