import Core
import Published

/// A value of an identified model, in a unit that all its peers have.
public struct UserPoint: Sendable, Hashable {
  /// The model's name.
  public let model: String
  public let identity: ModelIdentity
  /// A fraction where the file has a percentage.
  public let value: Double
  /// In the same unit; nil where there is none, or where it cannot be.
  public let standardError: Double?
  /// How many items were scored.
  public let n: Int?
  /// As the file has it: `87.4 percent`.
  public let original: String
  /// Whether the file's standard error is one that the value cannot have: 0, strictly between none and
  /// all.
  public let hasImpossibleError: Bool
  /// The values of single seeds, where the value is their mean; empty otherwise.
  public let repetitions: [Double]
  /// Where it stands, as `file: place`; several for what was computed from several.
  public let sources: [String]

  /// The share of attention, family by family.
  public var fraction: Double { identity.attentionFraction }
}

extension UserPoint {
  /// A score as its file has it, in the unit of its series.
  init(_ stored: ResultScore, identity: ModelIdentity) {
    let score = stored.score
    let divisor: Double = score.unit == .percent ? 100 : 1
    let isPartly = score.unit.whole.map { score.value > 0 && score.value < $0 } ?? false
    let isImpossible = isPartly && score.standardError == 0
    self.init(
      model: score.model, identity: identity, value: score.value / divisor,
      standardError: isImpossible ? nil : score.standardError.map { $0 / divisor },
      n: score.n, original: "\(NumberText.exact(score.value)) \(score.unit.rawValue)",
      hasImpossibleError: isImpossible, repetitions: [],
      sources: ["\(stored.path): \(score.locator)"])
  }

  /// The mean over seeds. Its error is that of the seeds' spread, which holds the noise of the items too.
  init(repetitions points: [UserPoint]) {
    let values = points.map(\.value)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      model: points[0].model, identity: points[0].identity, value: mean,
      standardError: (squares / (count - 1) / count).squareRoot(),
      n: points.allSatisfy { $0.n == points[0].n } ? points[0].n : nil,
      original: "mean of \(values.count) seeds", hasImpossibleError: false, repetitions: values,
      sources: points.flatMap(\.sources))
  }

  /// The value as the observation that fits and claims read.
  public func observation(
    task: String, metric: String, unit: MetricUnit, higherIsBetter: Bool
  ) -> Observation {
    Observation(
      model: identity.model(named: model), task: task, metric: metric, value: value,
      valueText: NumberText.fixed(value, 3), resolution: 0, standardError: standardError, n: n,
      unit: unit, higherIsBetter: higherIsBetter, locator: sources.joined(separator: "; "),
      path: Self.place(sources), line: nil, citation: "", scope: .project)
  }

  /// The first file, and how many more there are.
  private static func place(_ sources: [String]) -> String {
    let first = sources.first ?? ""
    return sources.count > 1 ? "\(first) and \(sources.count - 1) more" : first
  }
}

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
