import Core
import GRDB
import Storage

/// Measured values in the tidy format: one row a measurement.
///
/// This is also the format in which others can hand in numbers.
struct ObservationRows: DataRows {
  static let header = [
    "model", "family", "scale", "parameters", "tokens", "total_layers", "attention_layers",
    "attention_indices", "ratio_label", "task", "metric", "value", "stderr", "n", "unit",
    "higher_is_better", "locator",
  ]

  let measurements: [MeasuredRow]
  private let path: String
  var count: Int { measurements.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var models = catalog.models
    var lines: [[String]: Int] = [:]
    path = content.path
    measurements = try Table(content, header: Self.header).rows.map { row in
      let measurement = try MeasuredRow(row, content.entry, catalog)
      try Self.checkModel(measurement.model, row, &models)
      let identity = [measurement.model.name, measurement.task, measurement.metric]
      if let line = lines.updateValue(row.line, forKey: identity) {
        throw Fault(
          "the row repeats the measurement of line \(line)", at: row.place,
          expected: "one row for each model, task and metric",
          found: identity.joined(separator: ", "),
          hint: "two runs of one model are two models: give them names that tell them apart")
      }
      return measurement
    }
    try checkFractions(content)
  }

  /// A label in `fractions` that no row has is a slip of the pen.
  private func checkFractions(_ content: FileContent) throws {
    let labels = Set(measurements.map(\.model.ratioLabel))
    let strangers = content.entry.fractions.keys.filter { !labels.contains($0) }
    guard let label = strangers.min() else { return }
    throw Fault(
      "no row has a ratio label that the manifest gives a fraction for", at: path,
      expected: labels.sorted().joined(separator: ", "), found: label)
  }

  /// Throws if an earlier row, of any file, says something else of the same model.
  private static func checkModel(
    _ model: Model, _ row: TableRow, _ models: inout [String: (model: Model, place: String)]
  ) throws {
    guard let earlier = models[model.name] else {
      models[model.name] = (model, row.place)
      return
    }
    guard let difference = model.difference(from: earlier.model) else { return }
    throw Fault(
      "\(difference.attribute) of the model is not that of \(earlier.place)", at: row.place,
      expected: difference.theirs, found: difference.mine,
      hint: "\(model.name): one name stands for one model")
  }

  func register(in catalog: inout Catalog) {
    for item in measurements where catalog.models[item.model.name] == nil {
      catalog.models[item.model.name] = (item.model, "\(path):\(item.line)")
    }
  }

  func insert(into db: Database, source: Int64) throws {
    var ids: [String: Int64] = [:]
    for item in measurements {
      let known = try ids[item.model.name] ?? item.model.store(in: db)
      ids[item.model.name] = known
      try item.insert(into: db, source: source, model: known)
    }
  }
}

extension MeasuredRow {
  fileprivate func insert(into db: Database, source: Int64, model id: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO observation
          (source_id, line, model_id, task, metric, value, value_text, resolution, stderr, n, unit,
           higher_is_better, locator)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      source, line, id, task, metric, value, valueText, resolution, standardError, n,
      unit.rawValue, higherIsBetter, locator,
    ])
  }

  private var resolution: Double { Double("1e-\(decimals)") ?? 0 }
}

extension Model {
  /// Inserts the model, or brings its row up to date, and gives its id.
  fileprivate func store(in db: Database) throws -> Int64 {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO model
          (name, family, scale, parameters, tokens, total_layers, attention_layers,
           attention_indices, stated_fraction, layout_status, ratio_label, ratio_convention)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET
          family = excluded.family, scale = excluded.scale, parameters = excluded.parameters,
          tokens = excluded.tokens, total_layers = excluded.total_layers,
          attention_layers = excluded.attention_layers,
          attention_indices = excluded.attention_indices,
          stated_fraction = excluded.stated_fraction, layout_status = excluded.layout_status,
          ratio_label = excluded.ratio_label, ratio_convention = excluded.ratio_convention
        RETURNING id
        """)
    let id = try Int64.fetchOne(
      statement,
      arguments: [
        name, family, scale, parameters, tokens, layers.total, layers.attention,
        try layers.indices.map(jsonText), layers.statedFraction, layers.status?.rawValue,
        ratioLabel, ratioConvention.rawValue,
      ])
    guard let id else { throw Fault("the store gave no id for the model", at: name) }
    return id
  }
}
