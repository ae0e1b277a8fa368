import Core
import Lab
import Plot
import Published

extension ToyMeasure {
  /// As sentences call it.
  var noun: String {
    switch self {
    case .recall: "recall"
    case .recallOverTraining: "recall over training"
    case .languageExcess: "the loss of the language"
    }
  }

  /// As the axis of differences calls it.
  var difference: String {
    switch self {
    case .recall, .recallOverTraining: "difference of mean accuracy"
    case .languageExcess: "difference of the loss above the floor, nats"
    }
  }
}

extension AblationStudy {
  /// What stands out among the effects on a measure, as a sentence.
  public func takeaway(_ measure: ToyMeasure, _ names: FamilyNames) -> String {
    let apart = effects(on: measure).filter(\.isSeparated)
    let most = apart.max { abs($0.difference.mean.mean) < abs($1.difference.mean.mean) }
    guard let most else {
      return "No single change moves \(measure.noun) by more than its interval over seeds"
    }
    let verb = most.difference.mean.mean < 0 ? "lowers" : "raises"
    return "What \(verb) \(measure.noun) most: \(most.label(names))"
  }

  /// Every effect on a measure as a row: its mean with the interval, and each seed.
  public func chart(
    _ measure: ToyMeasure, _ names: FamilyNames, styles: [NamedStyle], subtitle: String
  ) throws -> Chart {
    let rows = effects(on: measure).map { $0.label(names) }
    // A long label takes two lines.
    let height = rows.contains { $0.count > 26 } ? 19.0 : 13
    let means = try effectFrame(measure, names)
    let seeds = try seedFrame(measure, names)
    return Chart(
      title: takeaway(measure, names), subtitle: subtitle,
      panels: [
        Panel(
          x: Axis(measure.difference, LinearAxis()),
          y: Axis("", CategoryAxis(rows, startsAtEnd: true)),
          marks: [
            ReferenceMark(x: 0, label: "no change"),
            IntervalMark(means, y: "change", low: "low", high: "high", series: "family"),
            PointMark(seeds, x: "value", y: "change", series: "family", isFaint: true),
            PointMark(means, x: "value", y: "change", series: "family", n: "n"),
          ])
      ], styles: styles, panelHeight: height * Double(max(rows.count, 3)), labels: .none)
  }
}

extension AblationEffect {
  /// The change in few words, for the row of a table or a chart: `GLA pure, gating: off`.
  public func label(_ names: FamilyNames) -> String {
    let topic = comparison.topic.isEmpty ? comparison.id : comparison.topic
    return "\(names.display(comparison.family)) \(comparison.layout), \(topic): \(variant)"
  }
}

extension AblationStudy {
  /// Effects on one measure for drawing: columns change, family, seed, value (a seed's difference).
  func seedFrame(_ measure: ToyMeasure, _ names: FamilyNames) throws -> Frame {
    let rows = effects(on: measure).flatMap { effect in
      effect.differences.map { (effect, $0.seed, $0.value) }
    }
    return try Frame([
      "change": .text(rows.map { $0.0.label(names) }),
      "family": .text(rows.map { names.key($0.0.comparison.family) }),
      "seed": .numbers(rows.map { Double($0.1) }), "value": .numbers(rows.map(\.2)),
    ])
  }

  /// The means of those with their intervals: columns change, family, value, low, high, n, kind, source.
  /// Where there is no interval its ends are the mean.
  func effectFrame(_ measure: ToyMeasure, _ names: FamilyNames) throws -> Frame {
    let rows = effects(on: measure)
    return try Frame([
      "change": .text(rows.map { $0.label(names) }),
      "family": .text(rows.map { names.key($0.comparison.family) }),
      "value": .numbers(rows.map(\.difference.mean.mean)),
      "low": .numbers(rows.map { $0.difference.mean.low ?? $0.difference.mean.mean }),
      "high": .numbers(rows.map { $0.difference.mean.high ?? $0.difference.mean.mean }),
      "n": .numbers(rows.map { Double($0.difference.n) }),
      "kind": .text(rows.map { $0.difference.mean.kind.rawValue }),
      "source": .text(rows.map { $0.sources.joined(separator: "; ") }),
    ])
  }
}

extension AblationStudy.Part {
  /// Learning curves of the variants, mean recall over seeds at each evaluation: columns variant,
  /// millions (of training tokens), value, n.
  public func curves() throws -> Frame {
    let rows = variants.flatMap { variant -> [(name: String, tokens: Int, values: [Double])] in
      let tokens = Set(variant.ordered.flatMap { $0.evaluations.map(\.tokens) }).sorted()
      return tokens.map { tokens in
        let values = variant.ordered.compactMap { run in
          run.evaluations.first { $0.tokens == tokens }?.recall
        }
        return (variant.name, tokens, values)
      }.filter { !$0.values.isEmpty }
    }
    return try Frame([
      "variant": .text(rows.map(\.name)),
      "millions": .numbers(rows.map { Double($0.tokens) / 1e6 }),
      "value": .numbers(rows.map { $0.values.reduce(0, +) / Double($0.values.count) }),
      "n": .numbers(rows.map { Double($0.values.count) }),
    ])
  }
}

/// Families by FLA's names: what readers call them, and the house style's keys.
public struct FamilyNames: Sendable {
  private let displays: [String: String]
  private let keys: [String: String]

  /// The families that a profile's ablations are about.
  public init(_ profile: Profile, in store: Store) throws {
    let types = Set(profile.comparisons.map(\.family)).sorted()
    let known = try types.map { ($0, try store.family(ofModelType: $0)) }
    displays = Dictionary(uniqueKeysWithValues: known.map { ($0.0, $0.1?.display ?? $0.0) })
    keys = Dictionary(uniqueKeysWithValues: known.map { ($0.0, $0.1?.key ?? $0.0) })
  }

  /// `HGRN-2` for `hgrn2`.
  public func display(_ type: String) -> String { displays[type] ?? type }

  /// The series that charts know it by.
  func key(_ type: String) -> String { keys[type] ?? type }
}
