import Published

/// The unit that a metric's name tells.
enum NamedUnit {
  /// The unit by the last part of a name such as `valid/accuracy`; `score` where it tells none.
  static func unit(_ name: String) -> MetricUnit {
    let words = name.lowercased().split { "/._- @,:".contains($0) }
    if words.contains(where: { ["perplexity", "ppl"].contains($0) }) { return .perplexity }
    if words.contains(where: { ["accuracy", "acc"].contains($0) }) { return .fraction }
    return words.contains("loss") ? .nats : .score
  }

  /// The unit that holds all values of one metric; `score` where the name's own unit cannot hold one
  /// of them, since then nobody knows what the others mean.
  static func unit(_ name: String, holding values: [Double]) -> MetricUnit {
    let unit = unit(name)
    return values.allSatisfy(unit.allows) ? unit : .score
  }
}
