import Core
import Published

extension Observation {
  /// The mean of one quantity over models, or the value of a single one. Its error is that over
  /// items; the models are taken as independent.
  /// - Parameter family: what the mean stands for; the first model's family where nil
  public static func mean(_ rows: [Observation], family: String? = nil) -> Observation {
    let first = rows[0]
    guard rows.count > 1 || family != nil else { return first }
    let count = Double(rows.count)
    let errors = rows.compactMap(\.standardError)
    let value = rows.map(\.value).reduce(0, +) / count
    let model = Model(
      name: rows.map(\.model.name).joined(separator: ", "), family: family ?? first.model.family,
      scale: first.model.scale, parameters: nil, tokens: nil, layers: first.model.layers,
      ratioLabel: first.model.ratioLabel, ratioConvention: first.model.ratioConvention)
    return Observation(
      model: model, task: first.task, metric: first.metric, value: value,
      valueText: NumberText.fixed(value, 3), resolution: 0,
      standardError: errors.count == rows.count
        ? errors.map { $0 * $0 }.reduce(0, +).squareRoot() / count : nil, n: nil,
      unit: first.unit, higherIsBetter: first.higherIsBetter, locator: "",
      path: "mean of \(rows.count) models: \(rows.map(\.provenance).joined(separator: "; "))",
      line: nil, citation: "", scope: .project)
  }
}
