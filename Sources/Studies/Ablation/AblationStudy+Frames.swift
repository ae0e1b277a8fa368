import Core
import Plot

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
