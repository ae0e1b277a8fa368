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

/// One row of a file of observations.
struct MeasuredRow: Sendable {
  let model: Model
  let task: String
  let metric: String
  let value: Double
  let valueText: String
  let decimals: Int
  let standardError: Double?
  let n: Int?
  let unit: MetricUnit
  let higherIsBetter: Bool
  let locator: String
  let line: Int

  init(_ row: TableRow, _ entry: Manifest.Entry, _ catalog: Catalog) throws {
    unit = try row.unit(among: entry.units)
    (value, decimals) = try row.value(in: unit)
    valueText = row["value"]
    standardError = try row.standardError(of: value, unit)
    model = try Model(row, entry, catalog)
    task = try row.text("task")
    metric = try row.text("metric")
    n = try row.natural("n", atLeast: 1)
    higherIsBetter = try row.direction()
    locator = try row.text("locator")
    line = row.line
  }
}

extension TableRow {
  fileprivate func unit(among declared: [MetricUnit]) throws -> MetricUnit {
    let unit = try choice("unit", of: MetricUnit.self)
    guard declared.contains(unit) else {
      throw fault(
        "unit", "is not one that the manifest declares for this file",
        expected: declared.map(\.rawValue).joined(separator: ", "))
    }
    return unit
  }

  fileprivate func value(in unit: MetricUnit) throws -> (value: Double, decimals: Int) {
    guard let number = try decimal("value") else { throw fault("value", "is empty") }
    guard unit.allows(number.value) else {
      let isPercent = unit == .fraction && MetricUnit.percent.allows(number.value)
      throw fault(
        "value", "is out of range", expected: unit.rule,
        hint: isPercent ? "percent values take the unit \"percent\"" : nil)
    }
    return number
  }

  /// A standard error of 0 for a share that is neither none nor all cannot be: some tools print
  /// it where they computed nothing.
  fileprivate func standardError(of value: Double, _ unit: MetricUnit) throws -> Double? {
    guard let error = try decimal("stderr")?.value else { return nil }
    guard error >= 0 else { throw fault("stderr", "is negative", expected: "at least 0") }
    if let whole = unit.whole, error == 0, value > 0, value < whole {
      throw fault(
        "stderr", "is 0 for a value between none and all", expected: "above 0, or nothing",
        hint: "leave it empty if it was not computed")
    }
    return error
  }

  fileprivate func direction() throws -> Bool {
    switch self["higher_is_better"] {
    case "true": return true
    case "false": return false
    default: throw fault("higher_is_better", "is neither true nor false")
    }
  }
}

extension Model {
  /// Reads what a row of observations says of its model.
  init(_ row: TableRow, _ entry: Manifest.Entry, _ catalog: Catalog) throws {
    let convention = entry.ratioConvention ?? .stated
    let printed = try row.text("ratio_label")
    let layers = try LayerReader(row: row, entry: entry, catalog: catalog)
      .read(label: printed, convention)
    self.init(
      name: try row.text("model"),
      family: try catalog.family(row["family"], of: row, column: "family").key,
      scale: try row.text("scale"),
      parameters: try row.natural("parameters", atLeast: 1),
      tokens: try row.natural("tokens", atLeast: 1),
      layers: layers,
      ratioLabel: convention == .stated ? printed : try row.ratio().description,
      ratioConvention: convention)
  }

  /// The first attribute in which two descriptions of a model differ.
  func difference(from other: Model) -> (attribute: String, mine: String, theirs: String)? {
    for (mine, theirs) in zip(attributes, other.attributes) where mine.value != theirs.value {
      return (mine.name, mine.value, theirs.value)
    }
    return nil
  }

  private var attributes: [(name: String, value: String)] {
    func text(_ number: Int?) -> String { number.map(String.init) ?? "nothing" }
    let indices = layers.indices?.map(String.init).joined(separator: " ") ?? "nothing"
    return [
      ("family", family), ("scale", scale), ("parameters", text(parameters)),
      ("tokens", text(tokens)), ("total_layers", text(layers.total)),
      ("ratio_label", ratioLabel), ("ratio_convention", ratioConvention.rawValue),
      ("attention_layers", text(layers.attention)), ("attention_indices", indices),
      ("layout status", layers.status?.rawValue ?? "nothing"),
      ("attention fraction", attentionFraction.map { "\($0)" } ?? "nothing"),
    ]
  }
}
