import Plot

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
