import Core

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
