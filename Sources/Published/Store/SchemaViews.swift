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
