import Canvas
import Plot

/// Tiles, bars, fronts and labels.
extension DemoCharts {
  static let looks = [
    NamedStyle("attention", SeriesStyle(label: "full attention", color: .black)),
    NamedStyle("linear", SeriesStyle(label: "linear attention", color: Color(hex: 0xD5DEE8))),
    NamedStyle("supported", SeriesStyle(label: "supported", color: Palette.green)),
    NamedStyle("inconclusive", SeriesStyle(label: "inconclusive", color: Color(hex: 0xC9C9C9))),
    NamedStyle("contradicted", SeriesStyle(label: "contradicted", color: Palette.brown)),
    NamedStyle("cost", SeriesStyle(label: "cost", color: Palette.navy)),
  ]

  /// Where the attention layers of released checkpoints sit: every r-th layer of 24.
  static func layers() throws -> Chart {
    let ratios = ["24:1", "12:1", "6:1", "3:1"]
    let steps = [24, 12, 6, 3]
    let frame = try Frame([
      "layer": .numbers(ratios.flatMap { _ in (1...24).map { Double($0) } }),
      "ratio": .text(ratios.flatMap { Array(repeating: $0, count: 24) }),
      "kind": .text(
        steps.flatMap { step in (1...24).map { $0 % step == 0 ? "attention" : "linear" } }),
    ])
    let panel = Panel(
      x: Axis("layer", CategoryAxis((1...24).map { "\($0)" })),
      y: Axis("linear : full", CategoryAxis(ratios, startsAtEnd: true)),
      marks: [TileMark(frame, x: "layer", y: "ratio", series: "kind")])
    return Chart(
      title: "The last layer of each group attends to all tokens",
      subtitle: "Layers of the released 24-layer checkpoints, by the ratio in their name.",
      panels: [panel], styles: looks, panelHeight: 64)
  }

  /// How often each choice is best: numbers in their shades.
  static func heat() throws -> Chart {
    let names = ["Gated DeltaNet", "HGRN-2", "GLA"]
    let ratios = ["24:1", "12:1", "6:1", "3:1"]
    let frame = try Frame([
      "family": .text(names.flatMap { Array(repeating: $0, count: 4) }),
      "ratio": .text(names.flatMap { _ in ratios }),
      "share": .numbers([0.02, 0.11, 0.61, 0.97, 0.1, nil, 0.83, 0.4, 0, 0.05, 0.2, 0.31]),
    ])
    let panel = Panel(
      x: Axis("linear : full", CategoryAxis(ratios)),
      y: Axis("", CategoryAxis(names, startsAtEnd: true)),
      marks: [TileMark(frame, x: "ratio", y: "family", value: "share")])
    return Chart(
      title: "Two families share the picks", subtitle: "Made-up shares of bootstrap draws.",
      panels: [panel], styles: looks, panelHeight: 90)
  }

  /// Verdicts as parts of bars, with long names.
  static func verdicts() throws -> Chart {
    let claims = [
      "Gated DeltaNet and HGRN-2 surpass the recall of the Transformer",
      "Language modelling stays flat", "Standalone rank does not predict hybrid rank",
    ]
    let kinds = ["supported", "inconclusive", "contradicted"]
    let frame = try Frame([
      "claim": .text(claims.flatMap { [$0, $0, $0] }),
      "verdict": .text(claims.flatMap { _ in kinds }),
      "count": .numbers([12, 3, 1, 0, 5, 2, 7, 1, 0]),
    ])
    let panel = Panel(
      x: Axis("readings", LinearAxis()),
      y: Axis("", CategoryAxis(claims, startsAtEnd: true)),
      marks: [BarMark(frame, y: "claim", value: "count", series: "verdict")])
    return Chart(
      title: "Most readings of a claim give one verdict",
      subtitle: "Made-up counts of readings, in the bars.", panels: [panel], styles: looks,
      panelHeight: 96)
  }

  /// A front of accuracy over cost, with a name at each point.
  static func front() throws -> Chart {
    let names = [
      "HGRN", "HGRN 24:1", "GLA 6:1", "HGRN-2 6:1", "Gated DeltaNet 3:1", "RetNet 3:1",
      "DeltaNet 3:1", "Transformer", "GLA 3:1", "HGRN-2 3:1",
    ]
    let frame = try Frame([
      "name": .text(names),
      "flops": .numbers([2.1e6, 1.9e7, 9e7, 8.8e7, 2.4e8, 2.5e8, 2.3e8, 6.2e11, 2.2e8, 2.6e8]),
      "accuracy": .numbers([
        0.459, 0.488, 0.472, 0.494, 0.478, 0.468, 0.475, 0.499, 0.478, 0.489,
      ]),
    ])
    let best = try frame.rows(of: "name") {
      ["HGRN", "HGRN 24:1", "HGRN-2 6:1", "Transformer"].contains($0)
    }
    let stairs = FrontMark(best, x: "flops", y: "accuracy")
    let panel = Panel(
      x: Axis("FLOPs a token", LogAxis(style: .scientific)),
      y: Axis("mean accuracy, 6 tasks", LinearAxis(0.45...0.51)),
      marks: [
        stairs, PointMark(frame, x: "flops", y: "accuracy", series: .named("cost")),
        LabelMark(
          frame, x: "flops", y: "accuracy", label: "name", series: .named("cost"),
          avoiding: [stairs]),
      ])
    return Chart(
      title: "Few hybrids lie on the front of cost and accuracy",
      subtitle: "Made-up costs; accuracies at 1.3B.", panels: [panel], styles: looks,
      panelHeight: 170)
  }

  /// Costs over lengths: tens with prefixes upwards, powers of two by 1024 along.
  static func lengths() throws -> Chart {
    let tokens = (10...16).map { Double(1 << $0) }
    let frame = try Frame([
      "tokens": .numbers(tokens + tokens),
      "flops": .numbers(tokens.map { $0 * 2048 * 24 } + tokens.map { $0 * $0 * 24 }),
      "kind": .text(tokens.map { _ in "cost" } + tokens.map { _ in "attention" }),
    ])
    let panel = Panel(
      x: Axis("context, tokens", LogAxis(style: .binary)),
      y: Axis("FLOPs", LogAxis(style: .metric)),
      marks: [LineMark(frame, x: "tokens", y: "flops", series: "kind")])
    return Chart(
      title: "Attention grows with the square of the context", subtitle: "Made-up costs.",
      panels: [panel], styles: looks, panelHeight: 140)
  }

  /// Many names around a cloud of points.
  static func cloud() throws -> Chart {
    let names = (1...14).map { "hybrid no. \($0)" }
    let frame = try Frame([
      "name": .text(names),
      "x": .numbers(names.indices.map { 4 + Double($0 * 7 % 13) / 6 }),
      "y": .numbers(names.indices.map { 0.4 + Double($0 * 5 % 11) / 80 }),
    ])
    let panel = Panel(
      x: Axis("x", LinearAxis(0...10)), y: Axis("y", LinearAxis(0.3...0.7)),
      marks: [
        PointMark(frame, x: "x", y: "y", series: .named("cost")),
        LabelMark(frame, x: "x", y: "y", label: "name", series: .named("cost")),
      ])
    return Chart(
      title: "Names find their places", subtitle: "Made-up points.", panels: [panel],
      styles: looks, panelHeight: 160)
  }

  static let newMarks: [(name: String, make: @Sendable () throws -> Chart)] = [
    ("layers", layers), ("heat", heat), ("verdicts", verdicts), ("front", front),
    ("lengths", lengths),
    ("cloud", cloud),
  ]
}
