import Plot

/// What `docs/reference/plot.md` shows.
enum PlotExamples {
  static let all = [
    Example("line", line), Example("ratio", ratio), Example("interval", interval),
    Example("facets", facets), Example("tiles", tiles), Example("bars", bars),
    Example("fault", fault),
  ]

  static func line() throws {
    // example: line
    let frame = try Frame([
      "step": .numbers([0, 500, 1000, 1500, 2000]),
      "loss": .numbers([6.2, 4.1, 3.5, 3.3, 3.2]),
    ])
    let chart = Chart(
      title: "The loss falls fast, then slowly",
      subtitle: "Validation loss in nats, one run.",
      panels: [
        Panel(
          x: Axis("step", LinearAxis()), y: Axis("loss, nats", LinearAxis()),
          marks: [
            LineMark(frame, x: "step", y: "loss", series: .named("run")),
            PointMark(frame, x: "step", y: "loss", series: .named("run")),
          ])
      ],
      styles: [NamedStyle("run", Palette.style(1, label: "GLA"))], panelHeight: 110)
    try save(chart, as: "line")
    // end
  }

  static func ratio() throws {
    // example: ratio
    let frame = try Frame([
      "fraction": .numbers([0, 1.0 / 12, 1.0 / 6, 1.0 / 3]),
      "recall": .numbers([0.21, 0.33, 0.36, 0.40]),
      "low": .numbers([0.18, 0.30, 0.33, 0.37]),
      "high": .numbers([0.24, 0.36, 0.39, 0.43]),
    ])
    let axis = RatioAxis(
      ticks: [12, 6, 3].map { RatioTick(1 / Double($0), labels: ["\($0):1"]) }, pure: ["pure"])
    let chart = Chart(
      title: "Recall rises with full attention",
      subtitle:
        "Mean over 5 seeds with 95 % t interval. The axis is broken: pure has no logarithm.",
      panels: [
        Panel(
          x: Axis("linear : full attention", axis), y: Axis("recall", LinearAxis(0...0.5)),
          marks: [
            BandMark(x: (1.0 / 6)...(1.0 / 3), label: "recommended"),
            ReferenceMark(y: 0.42, label: "Transformer"),
            RibbonMark(frame, x: "fraction", low: "low", high: "high", series: .named("HGRN2")),
            LineMark(frame, x: "fraction", y: "recall", series: .named("HGRN2")),
          ])
      ],
      styles: [NamedStyle("HGRN2", Palette.style(2, label: "HGRN-2"))], panelHeight: 130)
    try save(chart, as: "ratio")
    // end
  }

  static func interval() throws {
    // example: interval
    let frame = try Frame([
      "change": .text(["no gate", "window of 8", "attention first"]),
      "effect": .numbers([-0.12, -0.31, 0.02]),
      "low": .numbers([-0.20, -0.42, -0.05]),
      "high": .numbers([-0.04, -0.20, 0.09]),
      "n": .numbers([5, 5, 5]),
    ])
    let names = CategoryAxis(try frame.text("change"), startsAtEnd: true)
    let chart = Chart(
      title: "The window costs most",
      subtitle: "Change in recall, mean of n = 5 pairs of seeds with 95 % t interval.",
      panels: [
        Panel(
          x: Axis("change in recall", LinearAxis(-0.5...0.2)), y: Axis("", names),
          marks: [
            ReferenceMark(x: 0, label: "no change"),
            IntervalMark(frame, y: "change", low: "low", high: "high", series: .named("effect")),
            PointMark(frame, x: "effect", y: "change", series: .named("effect"), n: "n"),
          ])
      ],
      styles: [NamedStyle("effect", Palette.style(3, label: "effect"))], panelHeight: 80,
      labels: .none)
    try save(chart, as: "interval")
    // end
  }

  static func facets() throws {
    // example: facets
    let frame = try Frame([
      "family": .text(["GLA", "GLA", "GLA", "DeltaNet", "DeltaNet", "DeltaNet"]),
      "layers": .numbers([0, 1, 2, 0, 1, 2]),
      "recall": .numbers([0.1, 0.4, 0.6, 0.5, 0.7, 0.8]),
    ])
    let panels = try Panel.facets(
      frame, by: "family", x: Axis("attention layers", LinearAxis(0...2, tickCount: 3)),
      y: Axis("recall", LinearAxis(0...1))
    ) { _, rows, others in
      [
        LineMark(others, x: "layers", y: "recall", series: "family", isContext: true),
        LineMark(rows, x: "layers", y: "recall", series: "family"),
        PointMark(rows, x: "layers", y: "recall", series: "family"),
      ]
    }
    let chart = Chart(
      title: "Both families gain from attention",
      subtitle: "One panel a family, the other one in grey.", panels: panels,
      styles: [
        NamedStyle("GLA", Palette.style(0, label: "GLA")),
        NamedStyle("DeltaNet", Palette.style(2, label: "DeltaNet")),
      ],
      columns: 2, panelHeight: 90, labels: .none, sharesAxes: true)
    try save(chart, as: "facets")
    // end
  }

  static func tiles() throws {
    // example: tiles
    let frame = try Frame([
      "family": .text(["GLA", "GLA", "HGRN-2", "HGRN-2"]),
      "ratio": .text(["pure", "3:1", "pure", "3:1"]),
      "share": .numbers([0, 0.25, 0.05, 0.7]),
    ])
    let chart = Chart(
      title: "One stack takes most of the draws",
      subtitle: "Share of 2000 draws that pick a stack.",
      panels: [
        Panel(
          x: Axis("", CategoryAxis(["pure", "3:1"])),
          y: Axis("", CategoryAxis(["GLA", "HGRN-2"], startsAtEnd: true)),
          marks: [TileMark(frame, x: "ratio", y: "family", value: "share")])
      ],
      styles: [], width: 220, panelHeight: 50)
    try save(chart, as: "tiles")
    // end
  }

  static func bars() throws {
    // example: bars
    let frame = try Frame([
      "scale": .text(["paper", "paper", "toy", "toy"]),
      "verdict": .text(["supported", "contradicted", "supported", "contradicted"]),
      "claims": .numbers([16, 7, 3, 3]),
    ])
    let chart = Chart(
      title: "More claims stand than fall", subtitle: "Number of claims by verdict.",
      panels: [
        Panel(
          x: Axis("claims", LinearAxis(0...25)),
          y: Axis("", CategoryAxis(["paper", "toy"], startsAtEnd: true)),
          marks: [BarMark(frame, y: "scale", value: "claims", series: "verdict")])
      ],
      styles: [
        NamedStyle("supported", SeriesStyle(label: "supported", color: Palette.green)),
        NamedStyle("contradicted", SeriesStyle(label: "contradicted", color: Palette.pink)),
      ],
      panelHeight: 50)
    try save(chart, as: "bars")
    // end
  }

  static func fault() throws {
    // example: fault
    let frame = try Frame(["x": .numbers([0, 1]), "y": .numbers([0.2, 1.4])])
    let chart = Chart(
      title: "Too far", subtitle: "",
      panels: [
        Panel(
          x: Axis("x", LinearAxis()), y: Axis("y", LinearAxis(0...1)),
          marks: [LineMark(frame, x: "x", y: "y", series: .named("a"))])
      ],
      styles: [NamedStyle("a", Palette.style(0, label: "A"))])
    do {
      try save(chart, as: "fault")
    } catch {
      print("\(error)")
    }
    // end
  }
}
