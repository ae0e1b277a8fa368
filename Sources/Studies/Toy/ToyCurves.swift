import Core
import Plot
import Published
import Report
import Statistics

// Families along the ratio.

extension ToyStudy {
  /// The means of families over one set of ratios, pure first.
  public struct Curves {
    /// Attention fractions, rising.
    public let fractions: [Double]
    /// A curve for each family that has a value at all of them.
    public let points: [[CurvePoint]]

    /// The change from the first ratio to the last over families; nil for fewer than two.
    public func change(level: Double) throws -> MeanInterval? {
      let changes = points.compactMap { curve in
        curve.last.flatMap { last in curve.first.map { last.y - $0.y } }
      }
      return changes.count > 1 ? try MeanInterval(changes, level: level) : nil
    }

    /// Page's test for a rise; nil for fewer than two families.
    public func trend() throws -> TrendTest? {
      points.count > 1 ? try pageTrend(points.flatMap { $0 }) : nil
    }
  }

  /// The hybrids' attention fractions, rising.
  public var fractions: [Double] {
    Set(groups.map(\.about.attentionFraction).filter { $0 > 0 && $0 < 1 }).sorted()
  }

  /// The label of a fraction that some group has.
  public func label(_ fraction: Double) -> String {
    groups.first { $0.about.attentionFraction == fraction }?.about.ratioLabel
      ?? "\(RatioLabel.pure)"
  }

  /// Curves from pure on, over those ratios at which most is there: families may lack some.
  public func curves(_ value: (ToyRun) -> Double?) throws -> Curves {
    let all = try studied.map { try curve($0, value) }.filter { $0.first?.x == 0 }
    let choices = Set(all.map { $0.map(\.x) }).filter { $0.count > 1 }
      .sorted { ($0.count, $0.description) > ($1.count, $1.description) }
    func complete(_ fractions: [Double]) -> [[CurvePoint]] {
      all.map { curve in curve.filter { fractions.contains($0.x) } }
        .filter { $0.count == fractions.count }
    }
    let sized = choices.map { (fractions: $0, points: complete($0)) }
    let most = sized.map { $0.points.count * $0.fractions.count }.max() ?? 0
    let best = sized.first { $0.points.count * $0.fractions.count == most }
    return Curves(fractions: best?.fractions ?? [], points: best?.points ?? [])
  }

  /// A family's means over seeds, from pure to the densest hybrid.
  private func curve(_ family: Family, _ value: (ToyRun) -> Double?) throws -> [CurvePoint] {
    try groups.filter { key($0) == family.key && $0.about.attentionFraction < 1 }
      .sorted { $0.about.attentionFraction < $1.about.attentionFraction }
      .compactMap { group in
        try estimate(group, value).map {
          CurvePoint(group: family.key, x: group.about.attentionFraction, y: $0.value)
        }
      }
  }

  /// `+0.123 nats (0.010 to 0.236, 95 % t over 6 families)`; nil for no change that could be told.
  public func words(_ change: MeanInterval?, unit: String = "", decimals: Int = 3) -> String? {
    guard let change else { return nil }
    let value = "\(NumberText.signed(change.mean, decimals))\(unit)"
    guard let low = change.low, let high = change.high else { return value }
    return value + " (\(NumberText.interval(low, high, decimals)), "
      + "\(NumberText.percent(level, 0)) t over \(change.n) families)"
  }
}

extension ToyStudy {
  /// An axis with a tick for each ratio that some runs have, and places for pure and full.
  public static func axis(_ studies: [ToyStudy], note: String = "more full attention →") -> Axis {
    var labels: [Double: String] = [:]
    for study in studies {
      for fraction in study.fractions { labels[fraction] = study.label(fraction) }
    }
    // The axis needs two ticks to have a scale.
    for r in [6, 3] where labels.count < 2 { labels[1 / Double(r)] = "\(r):1" }
    let ticks = labels.sorted { $0.key < $1.key }.map { RatioTick($0.key, labels: [$0.value]) }
    return Axis("", RatioAxis(ticks: ticks, pure: ["pure"], full: ["full"]), note: note)
  }

  /// All seeds, their mean and its interval, along the ratio.
  public func marks(seeds: Bool = true, _ value: (ToyRun) -> Double?) throws -> [any Mark] {
    let means = try groups.frame(families: keys) { try estimate($0, value) }
    let lines: [any Mark] = [
      LineMark(means, x: "fraction", y: "value", series: "family"),
      IntervalMark(means, x: "fraction", low: "low", high: "high", series: "family"),
    ]
    let single: [any Mark] =
      seeds
      ? [
        PointMark(
          try groups.runFrame(families: keys, value), x: "fraction", y: "value", series: "family",
          isFaint: true)
      ] : []
    return lines + single
      + [PointMark(means, x: "fraction", y: "value", series: "family", n: "n")]
  }
}

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
