import Canvas
import Plot

/// The figures that this library was made for, drawn with stand-in fits.
enum DemoCharts {
  /// By generation, the order of all labels.
  static let styles = [
    NamedStyle("HGRN", Palette.style(4, label: "HGRN")),
    NamedStyle("RetNet", Palette.style(5, label: "RetNet")),
    NamedStyle("GLA", Palette.style(0, label: "GLA")),
    NamedStyle("HGRN2", Palette.style(1, label: "HGRN-2")),
    NamedStyle("DeltaNet", Palette.style(2, label: "DeltaNet")),
    NamedStyle("GatedDeltaNet", Palette.style(3, label: "Gated DeltaNet")),
    NamedStyle("fit", SeriesStyle(label: "pooled fit", color: Palette.grey)),
  ]

  static func ratioAxis(short: Bool = true) -> Axis {
    let ticks = [24, 12, 6, 3].map { r in
      let percent = ["4.2", "8.3", "16.7", "33.3"][[24, 12, 6, 3].firstIndex(of: r) ?? 0]
      return RatioTick(
        1 / Double(r),
        labels: short
          ? ["\(r):1", "1/\(r)", "1/\(r + 1)"]
          : ["\(r):1", "1 of \(r) (\(percent)\u{2009}%)", "1 of \(r + 1)"])
    }
    let headers =
      short
      ? ["linear : full", "as released", "as written"]
      : ["", "released checkpoints", "as the text reads"]
    return Axis(
      short ? "" : "linear : full attention",
      RatioAxis(ticks: ticks, headers: headers, pure: ["pure", "0", "0"]),
      note: "more full attention →")
  }

  static func marks(_ data: Frame, fit: Frame?) -> [any Mark] {
    let band = BandMark(x: (1.0 / 6)...(1.0 / 3), label: "recommended 6:1 to 3:1")
    let lines: [any Mark] = [
      LineMark(data, x: "fraction", y: "accuracy", series: "family"),
      PointMark(data, x: "fraction", y: "accuracy", series: "family", n: "n"),
    ]
    guard let fit else { return [band] + lines }
    let pooled: [any Mark] = [
      RibbonMark(fit, x: "fraction", low: "low", high: "high", series: .named("fit")),
      LineMark(
        fit, x: "fraction", y: "accuracy", series: .named("fit"), bridgesBreaks: false),
    ]
    return [band] + pooled + lines
  }

  /// Language modelling beside recall, in the same unit.
  static func sideBySide() throws -> Chart {
    let lm = try PaperData.frame(PaperData.languageModelling)
    let recall = try PaperData.frame(PaperData.recall)
    let panels = [
      Panel(
        "Language modelling stays flat", x: ratioAxis(),
        y: Axis("mean accuracy, 6 tasks", LinearAxis(0.2...0.55)),
        marks: marks(lm, fit: try PaperData.fit(PaperData.languageModelling, half: 0.006))),
      Panel(
        "Recall rises", x: ratioAxis(), y: Axis("mean accuracy, RULER", LinearAxis(0.1...0.45)),
        marks: marks(recall, fit: try PaperData.fit(PaperData.recall, half: 0.035)) + [
          ReferenceMark(y: 0.423, label: "Transformer")
        ]),
    ]
    return Chart(
      title: "Recall rises with the share of full attention; language modelling stays flat",
      subtitle: """
        Accuracy of 1.3B hybrids by ratio of linear to full attention. Hollow markers: one \
        training run each, no interval. Grey: fit over all families in log₂ of the attention \
        fraction, with a stand-in band. Data: arXiv:2507.06457, tables 6 and 7.
        """,
      note: "Both panels span 0.35 of accuracy, so that slopes compare.", panels: panels,
      styles: styles, panelHeight: 140, labels: .lastPanel)
  }

  /// One panel over the whole width, with the long labels of both conventions.
  static func wide() throws -> Chart {
    let recall = try PaperData.frame(PaperData.recall)
    let panel = Panel(
      x: ratioAxis(short: false), y: Axis("mean accuracy, RULER", LinearAxis()),
      marks: marks(recall, fit: try PaperData.fit(PaperData.recall, half: 0.035)) + [
        ReferenceMark(y: 0.423, label: "Transformer")
      ])
    return Chart(
      title: "Gated DeltaNet and HGRN-2 pass the Transformer’s recall between 6:1 and 3:1",
      subtitle: "RULER mean accuracy at 1.3B, one run each. Data: arXiv:2507.06457, table 7.",
      panels: [panel], styles: styles, panelHeight: 170)
  }

  /// A panel for each family, the others in grey behind it.
  static func smallMultiples() throws -> Chart {
    let data = try PaperData.frame(PaperData.languageModelling)
    let order = styles.dropLast().map(\.series)
    let axis = Axis(
      "linear : full",
      RatioAxis(
        ticks: [24, 12, 6, 3].map { RatioTick(1 / Double($0), labels: ["\($0):1", "1/\($0)"]) },
        pure: ["pure", "0"]), note: "more full →")
    let panels = try Panel.facets(
      data, by: "family", order: order, x: axis,
      y: Axis("mean accuracy, 6 tasks", LinearAxis()),
      title: { name in styles.first { $0.series == name }?.style.label ?? name }
    ) { family, rows, others in
      let table = PaperData.languageModelling.filter { $0.family == family }
      let band = try PaperData.fit(table, half: 0.005)
      return [
        LineMark(others, x: "fraction", y: "accuracy", series: "family", isContext: true),
        RibbonMark(band, x: "fraction", low: "low", high: "high", series: .named(family)),
        LineMark(rows, x: "fraction", y: "accuracy", series: "family"),
        PointMark(rows, x: "fraction", y: "accuracy", series: "family", n: "n"),
      ]
    }
    return Chart(
      title: "No family’s language modelling moves by more than three points between ratios",
      subtitle: """
        Mean zero-shot accuracy at 1.3B, one run each; the other families in grey. Ribbon: a \
        stand-in for the band of its fit. Data: arXiv:2507.06457, table 6.
        """, panels: panels, styles: styles, columns: 3, panelHeight: 80, labels: .none,
      sharesAxes: true)
  }

  /// Both gutters, means with intervals over single runs, and a margin around a baseline.
  static func margin() throws -> Chart {
    let fractions = [0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3, 1]
    let means = [0.472, 0.474, 0.478, 0.481, 0.479, 0.476]
    let data = try Frame([
      "fraction": .numbers(fractions), "mean": .numbers(means),
      "low": .numbers(means.map { $0 - 0.006 }), "high": .numbers(means.map { $0 + 0.006 }),
      "n": .numbers([3, 3, 1, 3, 3, 3]),
    ])
    let runs = try Frame([
      "fraction": .numbers(fractions.flatMap { [$0, $0, $0] }),
      "accuracy": .numbers(means.flatMap { [$0 - 0.003, $0 + 0.001, $0 + 0.004] }),
    ])
    let axis = Axis(
      "linear : full attention",
      RatioAxis(
        ticks: [24, 12, 6, 3].map { RatioTick(1 / Double($0), labels: ["\($0):1"]) },
        pure: ["pure"], full: ["full"]), note: "more full attention →")
    let panel = Panel(
      x: axis, y: Axis("mean accuracy, 6 tasks", LinearAxis(0.46...0.5)),
      marks: [
        ReferenceMark(y: 0.476, label: "Transformer"),
        PointMark(runs, x: "fraction", y: "accuracy", series: .named("HGRN2"), isFaint: true),
        IntervalMark(data, x: "fraction", low: "low", high: "high", series: .named("HGRN2")),
        LineMark(data, x: "fraction", y: "mean", series: .named("HGRN2")),
        PointMark(data, x: "fraction", y: "mean", series: .named("HGRN2"), n: "n"),
      ])
    return Chart(
      title: "Every hybrid stays within a point of full attention",
      subtitle:
        "Made-up means of three runs with 95\u{2009}% intervals; pale: single runs; hollow: one run only.",
      panels: [panel], styles: styles, panelHeight: 110)
  }

  /// A dot plot with intervals, names on the y axis.
  static func dotPlot() throws -> Chart {
    let names = ["Claim 2: LM is flat", "Claim 3: recall rises", "Claim 7: recall doubles"]
    let data = try Frame([
      "claim": .text(names), "effect": .numbers([0.004, 0.143, 0.059]),
      "low": .numbers([-0.006, 0.081, -0.021]), "high": .numbers([0.014, 0.204, 0.139]),
    ])
    let panel = Panel(
      x: Axis("effect, points of accuracy", LinearAxis(-0.05...0.25)),
      y: Axis("", CategoryAxis(names, startsAtEnd: true)),
      marks: [
        BandMark(x: -0.01...0.01, label: "±0.01", padding: 0),
        ReferenceMark(x: 0, label: ""),
        IntervalMark(data, y: "claim", low: "low", high: "high", series: .named("fit")),
        PointMark(data, x: "effect", y: "claim", series: .named("fit")),
      ])
    return Chart(
      title: "One of three made-up effects is clear of zero",
      subtitle: "Effect and 95\u{2009}% interval.", panels: [panel], styles: styles,
      panelHeight: 80)
  }

  /// Nine lines: more names than fit beside a panel.
  static func crowded() throws -> Chart {
    let tokens = [512.0, 1024, 2048, 4096, 8192]
    let names = (1...9).map { "series \($0)" }
    let data = try Frame([
      "name": .text(names.flatMap { name in tokens.map { _ in name } }),
      "tokens": .numbers(names.flatMap { _ in tokens }),
      "value": .numbers(
        names.indices.flatMap { i in tokens.indices.map { Double(i + 1) * Double($0 + 2) / 60 } }),
    ])
    let styles = names.enumerated().map { i, name in
      NamedStyle(
        name,
        SeriesStyle(
          label: name, color: Palette.colors[i % 6], marker: Palette.markers[i % 8],
          dash: i < 6 ? [] : Palette.dashes[1]))
    }
    let panel = Panel(
      x: Axis("length, tokens", LogAxis()), y: Axis("value", LinearAxis(decimals: 2)),
      marks: [
        LineMark(data, x: "tokens", y: "value", series: "name"),
        PointMark(data, x: "tokens", y: "value", series: "name"),
      ])
    return Chart(
      title: "Nine series take a legend", subtitle: "Made-up values.", panels: [panel],
      styles: styles, panelHeight: 140)
  }

  static let all: [(name: String, make: @Sendable () throws -> Chart)] =
    [
      ("side-by-side", sideBySide), ("wide", wide), ("small-multiples", smallMultiples),
      ("margin", margin), ("dot-plot", dotPlot), ("crowded", crowded),
    ] + newMarks
}
