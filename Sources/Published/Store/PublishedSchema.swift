import Storage

extension Schema {
  /// The store of published numbers; its mark is `ILVE` in ASCII.
  static let metrics = Schema(
    applicationID: 0x494C_5645,
    steps: [
      Step(name: "1 tables", sql: SchemaTables.all), Step(name: "2 views", sql: SchemaViews.all),
      Step(name: "3 facts", sql: SchemaFacts.all),
      Step(name: "4 chance", sql: SchemaFacts.chance),
      Step(name: "5 averages", sql: SchemaFacts.averages),
      Step(name: "6 runs", sql: SchemaFacts.recordedRuns),
      Step(name: "7 speeds", sql: SchemaFacts.speeds),
    ] + DataKind.allCases.flatMap { $0.reader.tables }, words: .metrics)
}

extension StoreWords {
  static let metrics = StoreWords(
    example: "metrics.sqlite", missing: "build it with: interleave ingest",
    newer: "update the program, or delete the store and import the data folder again",
    older: "import the data folder again; that brings the store up to date",
    damaged: "delete it and import the data folder again")
}

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

/// The views: the common questions, for the queries of this room and for `sqlite3`.
enum SchemaViews {
  static let all = [
    observations, byRatio("lm_by_ratio", task: "lm_average"),
    byRatio("recall_by_ratio", task: "ruler_average"), conflicts, replications, coverage,
  ]

  /// Every measured value with all that is known of its model, family and source.
  private static let observations = """
    CREATE VIEW observations AS
    SELECT
      o.id, s.path || ':' || o.line AS provenance, s.path, o.line, s.scope, s.citation, s.version,
      m.name AS model, m.family, f.display AS family_name, f.generation, f.role,
      m.scale, m.parameters, m.tokens, m.total_layers, m.attention_layers, m.attention_indices,
      m.stated_fraction, m.attention_fraction, m.layout_status, m.ratio_label, m.ratio_convention,
      o.task, o.metric, o.value, o.value_text, o.resolution, o.stderr, o.n, o.unit,
      o.higher_is_better, o.locator,
      f.position AS family_position, s.position AS source_position
    FROM observation o
    JOIN model m ON m.id = o.model_id
    JOIN family f ON f.key = m.family
    JOIN source s ON s.id = o.source_id
    """

  /// One task along the share of attention, family by family.
  private static func byRatio(_ name: String, task: String) -> String {
    """
    CREATE VIEW \(name) AS
    SELECT scope, citation, scale, family, family_name, ratio_label, ratio_convention,
      attention_fraction, layout_status, value, value_text, unit, provenance
    FROM observations
    WHERE task = '\(task)'
    ORDER BY source_position, family_position, attention_fraction, line
    """
  }

  /// The same quantity of the same model, printed twice in one work with different values. Values
  /// conflict when they differ by more than the coarser of the two roundings explains.
  private static let conflicts = """
    CREATE VIEW conflicts AS
    SELECT a.citation, a.model, a.task, a.metric,
      a.value_text AS first_value, a.provenance AS first_provenance,
      b.value_text AS second_value, b.provenance AS second_provenance,
      b.value - a.value AS difference, a.id AS first_id, b.id AS second_id
    FROM observations a
    JOIN observations b ON b.model = a.model AND b.task = a.task AND b.metric = a.metric
      AND b.unit = a.unit AND b.citation = a.citation
    WHERE (a.source_position, a.line) < (b.source_position, b.line)
      AND abs(a.value - b.value) > 0.5000001 * max(a.resolution, b.resolution)
    ORDER BY a.source_position, a.line, b.source_position, b.line
    """

  /// The same quantity measured by different works on models of one family, scale and ratio.
  /// `accuracy` is what a paper prints without saying which of lm-eval's two it is, so it meets
  /// both `acc` and `acc_norm`. Pairs are listed, never averaged.
  private static let replications = """
    CREATE VIEW replications AS
    SELECT a.family, a.scale, a.ratio_label, a.task,
      a.citation AS first_citation, a.metric AS first_metric, a.value_text AS first_value,
      a.provenance AS first_provenance,
      b.citation AS second_citation, b.metric AS second_metric, b.value_text AS second_value,
      b.stderr AS second_stderr, b.provenance AS second_provenance,
      b.value - a.value AS difference, a.id AS first_id, b.id AS second_id
    FROM observations a
    JOIN observations b ON b.task = a.task AND b.family = a.family AND b.scale = a.scale
      AND b.ratio_label = a.ratio_label AND b.ratio_convention = a.ratio_convention
      AND b.unit = a.unit AND b.citation <> a.citation
      AND (b.metric = a.metric
        OR (a.metric = 'accuracy' AND b.metric IN ('acc', 'acc_norm'))
        OR (b.metric = 'accuracy' AND a.metric IN ('acc', 'acc_norm')))
    WHERE (a.source_position, a.line) < (b.source_position, b.line)
      AND a.ratio_convention <> 'stated'
    ORDER BY a.family_position, a.attention_fraction, a.task, a.source_position, a.line,
      b.source_position, b.line
    """

  /// What was measured of which model class, and by whom.
  private static let coverage = """
    CREATE VIEW coverage AS
    SELECT scope, citation, scale, family, ratio_label, attention_fraction,
      count(DISTINCT task || ' ' || metric) AS metrics, count(*) AS observations
    FROM observations
    GROUP BY scope, citation, scale, family, ratio_label, attention_fraction
    ORDER BY min(source_position), scale, min(family_position), attention_fraction
    """
}
