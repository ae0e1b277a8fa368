import Core
import Plot

extension [ToyGroup] {
  /// The means over seeds for drawing: columns family, layout, fraction, value, low, high, n (seeds),
  /// kind, source. Groups without a value are left out.
  public func frame(
    families: [String: String], _ estimate: (ToyGroup) throws -> ToyGroup.Estimate?
  ) throws -> Frame {
    let rows = try compactMap { group in try estimate(group).map { (group, $0) } }
    return try Frame([
      "family": .text(rows.map { families[$0.0.about.family] ?? $0.0.about.family }),
      "layout": .text(rows.map(\.0.about.layout)),
      "fraction": .numbers(rows.map(\.0.about.attentionFraction)),
      "value": .numbers(rows.map(\.1.value)), "low": .numbers(rows.map(\.1.low)),
      "high": .numbers(rows.map(\.1.high)), "n": .numbers(rows.map { Double($0.0.runs.count) }),
      "kind": .text(rows.map(\.1.kind)),
      "source": .text(rows.map { $0.0.provenance.joined(separator: "; ") }),
    ])
  }

  /// Each run by itself: columns family, layout, fraction, seed, value, source.
  public func runFrame(
    families: [String: String], _ value: (ToyRun) -> Double?
  ) throws -> Frame {
    let rows = flatMap(\.runs).compactMap { run in value(run).map { (run, $0) } }
    return try Frame([
      "family": .text(rows.map { families[$0.0.stored.description.family] ?? "" }),
      "layout": .text(rows.map(\.0.stored.description.layout)),
      "fraction": .numbers(rows.map(\.0.stored.description.attentionFraction)),
      "seed": .numbers(rows.map { Double($0.0.stored.description.seed) }),
      "value": .numbers(rows.map(\.1)), "source": .text(rows.map(\.0.provenance)),
    ])
  }

  /// Learning curves, the mean over seeds at each evaluation: columns family, ratio, millions (of training
  /// tokens), value, n.
  public func curves(families: [String: String], task: String) throws -> Frame {
    let rows = flatMap { group -> [(ToyGroup, Int, [Double])] in
      let tokens = Set(group.runs.flatMap { $0.evaluations.map(\.tokens) }).sorted()
      return tokens.map { tokens in
        let values = group.runs.compactMap { run in
          run.evaluations.first { $0.tokens == tokens }?.scores.first { $0.task == task }?.accuracy
        }
        return (group, tokens, values)
      }.filter { !$0.2.isEmpty }
    }
    return try Frame([
      "family": .text(rows.map { families[$0.0.about.family] ?? "" }),
      "ratio": .text(rows.map(\.0.about.ratioLabel)),
      "millions": .numbers(rows.map { Double($0.1) / 1e6 }),
      "value": .numbers(rows.map { $0.2.reduce(0, +) / Double($0.2.count) }),
      "n": .numbers(rows.map { Double($0.2.count) }),
    ])
  }
}
