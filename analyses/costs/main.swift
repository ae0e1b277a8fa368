import Core
import Notebook
import Paper
import Plot
import Published
import Report
import Studies

// %% [markdown]
// # What recall and language modelling cost
//
// **By the paper's own formulas a layer of attention costs as much as one of {{cost.example}} at
// {{cost.crossover}} tokens, and at {{cost.long}} tokens {{cost.times}} times as much.** So the cost
// of a hybrid is that of its attention layers, and families differ little. The front of language
// modelling against cost is {{cost.front}} at {{cost.short}} tokens, and {{cost.front.long}} at
// {{cost.long}} tokens.
//
// The formulas count the forward pass of the token mixer alone, per token and layer, summed over
// heads. Up to a constant that is $L d_{\text{model}}$ for attention over $L$ tokens,
// $d_{\text{model}}$ for a vector state and $d_{\text{model}}^2 / H$ for matrix states in $H$
// heads. Projections and feed-forward parts are left out, and attention counts all positions for
// each token rather than the half that a causal mask leaves. {{table:mixer-costs}} has the formulas
// [@wang2025systematic].

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let evidence = try notebook.evidence()
let costs = try store.costs()
let shape = ModelShape.paper1B3
let sources = ["data/costs.csv", "Sources/Paper/Costs, 24 layers of width 2048, 8 heads"]
let (short, long) = (4096, 32768)
let attention = try StackCosts(Evidence(evidence), shape: shape).model("Transformer")

/// The length at which attention costs as much as a mixer.
func crossover(_ cost: MixerCost) throws -> Double? {
  let stack = try StackCost(
    shape: shape, attention: attention, linear: MixerCostModel(cost), attentionFraction: 0.5)
  return try stack.crossover()
}
try notebook.bind("cost.short", short.of("tokens"), from: "the paper's Figure 3")
try notebook.bind("cost.long", long.of("tokens"), from: "the paper's Figure 3")
guard let example = costs.first(where: { $0.families.contains("GatedDeltaNet") }),
  let meeting = try crossover(example)
else { throw Fault("Table 4 has no Gated DeltaNet", at: "data/costs.csv") }
let times =
  try attention.flops(shape, length: long) / MixerCostModel(example).flops(shape, length: long)
try notebook.bind(
  from: sources,
  [
    "cost.width": shape.dModel.of("features"), "cost.heads": shape.heads.of("heads"),
    "cost.example": "Gated DeltaNet", "cost.crossover": meeting.of("tokens"),
    "cost.times": times.of("ratio"),
  ])
try notebook.show(
  Table(
    costs, id: "mixer-costs", title: "What a layer of each mixer costs",
    caption:
      "FLOPs a token and layer; L: sequence length, H: heads. In numbers: millions, for width "
      + "{{cost.width}} and {{cost.heads}} heads, at {{cost.short}} and {{cost.long}} tokens. Meets: the "
      + "length at which attention costs the same."
  ) {
    Column("mixer", .name) { $0.mixer }
    Column("state", .name) { $0.state }
    Column("FLOPs", .formula) { $0.flopsPerToken }
    Column("grows as", .formula) { $0.complexity }
    for (name, length) in [("short", short), ("long", long)] {
      Column(name, ".2") { try MixerCostModel($0).flops(shape, length: length) / 1e6 }
    }
    Column("meets at", "d", missing: "attention itself") {
      $0.state == "kv-cache" ? nil : try crossover($0)
    }
  })

// %% [markdown]
// ## Cost against length
//
// {{figure:flops}} draws the formulas over the lengths of the paper's figure. Over a sequence
// attention grows as $L^2 d_{\text{model}}$, everything else in proportion to $L$.

// %%
let lengths = (10...16).map { 1 << $0 }
let drawn = try costs.flatMap { cost in
  try lengths.map { length in
    (cost, Double(length), try MixerCostModel(cost).flops(shape, length: length) * Double(length))
  }
}
/// Mixers with one cost share a line.
let lines = costs.reduce(into: [(cost: MixerCost, title: String)]()) { lines, cost in
  let own = cost.mixer.replacingOccurrences(of: "/", with: ", ")
  if let index = lines.firstIndex(where: { $0.cost.flopsPerToken == cost.flopsPerToken }) {
    lines[index].title += ", " + own
  } else {
    lines.append((cost, own))
  }
}
let shown = drawn.filter { point in lines.contains { $0.cost.mixer == point.0.mixer } }
let flopsFrame = try Frame([
  "mixer": .text(shown.map(\.0.mixer)), "length": .numbers(shown.map(\.1)),
  "flops": .numbers(shown.map(\.2)),
])
let lineStyles = lines.enumerated().map { index, line in
  NamedStyle(
    line.cost.mixer,
    line.cost.state == "kv-cache"
      ? SeriesStyle(label: line.title, color: Palette.reference)
      : Palette.style(index - 1, label: line.title))
}
try notebook.show(
  Chart(
    title: "Attention outgrows every linear mixer within a thousand tokens",
    subtitle: try notebook.text(
      "FLOPs of one layer for a whole sequence against its length, by the formulas of Table 4 (width "
        + "{{cost.width}}, {{cost.heads}} heads). Computed, not measured."),
    panels: [
      Panel(
        x: Axis("sequence length, tokens", LogAxis(style: .binary)),
        y: Axis("FLOPs a layer", LogAxis(style: .scientific)),
        marks: [LineMark(flopsFrame, x: "length", y: "flops", series: "mixer")])
    ], styles: lineStyles, panelHeight: 210, labels: .legend),
  id: "flops",
  caption: "Both axes are logarithmic. Mixers with one formula share a line.")
try notebook.require(
  "attention outgrows every linear mixer within about a thousand tokens",
  try costs.filter { $0.state != "kv-cache" }.allSatisfy {
    (try crossover($0) ?? .infinity) <= 1024
  })

// %% [markdown]
// ## Language modelling against cost
//
// The paper's figure is of the 1.3B models at all ratios. It prints these averages at the best ratio
// of each family only, so there are two ways to redraw it, and neither is the figure itself:
// {{figure:front}} takes Table 6, which has all ratios but is said to mix both scales and has no
// Transformer; {{figure:front-printed}} takes Table 3, which is of 1.3B but has one ratio a family.
//
// A stack is on the front where no other has as much language modelling at less cost. By Table 6
// these are {{cost.front}} at {{cost.short}} tokens. The Transformer does not end the front of
// Table 3: {{cost.above}} of the families have a higher average at a lower cost. Points within the
// noise of one training run, which nobody printed, may change places.

// %%
let studies = try [short, long].map {
  try FrontStudy(Evidence(evidence), .byRatio, length: $0)
}
let printed = try [short, long].map {
  try FrontStudy(Evidence(evidence), .bestRatios, length: $0)
}
func names(_ study: FrontStudy) -> String { Wording.list(study.front.front.map(\.name)) }
let rows = studies[0].entries.map(\.row)
let bestRows = printed[0].entries.map(\.row)
guard let transformer = printed[0].entries.first(where: { $0.family.role == .baseline }) else {
  throw Fault("Table 3 has no Transformer", at: "data/paper/table3.csv")
}
let above = printed[0].entries.filter {
  $0.row.value > transformer.row.value && $0.flops < transformer.flops
}
try notebook.require("families are above the Transformer", above.count > 0)
try notebook.bind(
  from: rows,
  [
    "cost.front": names(studies[0]),
    "cost.front.long": names(studies[0]) == names(studies[1]) ? "the same" : names(studies[1]),
    "cost.points": rows.count.of("stacks"),
  ])
try notebook.bind("cost.above", above.count.of("families"), from: bestRows)
try notebook.bind("cost.points.best", bestRows.count.of("models"), from: bestRows)

/// Language modelling over cost with the front, whose stacks have labels, and one more.
func panel(
  _ study: FrontStudy, _ title: String, _ domain: ClosedRange<Double>, also other: String = ""
) throws -> Panel {
  let entries = study.entries
  let frame = try Frame([
    "family": .text(entries.map(\.family.key)), "flops": .numbers(entries.map(\.flops)),
    "accuracy": .numbers(entries.map(\.row.value)), "stack": .text(entries.map(\.name)),
    "name": .text(entries.map { $0.name == other || study.front.contains($0.name) ? $0.name : "" }),
  ])
  let front = try frame.rows(of: "stack") { study.front.contains($0) }
  let stairs = FrontMark(front, x: "flops", y: "accuracy")
  return Panel(
    title, x: Axis("FLOPs of the token mixers, a token", LogAxis(style: .scientific)),
    y: Axis("mean accuracy", LinearAxis(domain)),
    marks: [
      stairs,
      PointMark(frame, x: "flops", y: "accuracy", series: "family", isLabelled: true),
      LabelMark(
        frame, x: "flops", y: "accuracy", label: "name", series: "family", avoiding: [stairs]),
    ])
}
let styles = HouseStyle.styles(families)
try notebook.show(
  Chart(
    title: "A little attention buys most of the language modelling that hybrids reach",
    subtitle: try notebook.text(
      "Mean accuracy by Table 6 (both scales, n = {{cost.points}} stacks, one run each) against "
        + "computed FLOPs of the 1.3B stack. Dashed: the front."),
    panels: [
      try panel(studies[0], "4096 tokens", 0.45...0.50),
      try panel(studies[1], "32768 tokens", 0.45...0.50),
    ], styles: styles, columns: 2, panelHeight: 170, labels: .legend),
  id: "front", caption: "The x axes are logarithmic and differ. No Transformer: Table 6 has none.")
try notebook.show(
  Chart(
    title: "At 1.3B the Transformer costs most and does not score highest",
    subtitle: try notebook.text(
      "Mean accuracy by Table 3 (1.3B, best ratio of each family, n = {{cost.points.best}} models, one "
        + "run each) against computed FLOPs. Dashed: the front."),
    panels: [
      try panel(printed[0], "4096 tokens", 0.54...0.57, also: "Transformer full"),
      try panel(printed[1], "32768 tokens", 0.54...0.57, also: "Transformer full"),
    ], styles: styles, columns: 2, panelHeight: 150, labels: .legend),
  id: "front-printed",
  caption: "Each family at the one ratio that Table 3 prints, which was chosen as its best.")

// %% [markdown]
// ## How much the assumed heads matter
//
// The paper does not print the number of heads, on which the cost of a matrix state depends. Heads as
// in the released Gated DeltaNet are assumed for all. {{table:front-heads}} shows who is on the front
// for other choices.

// %%
/// The front for a number of heads under a reading of r:1.
func front(_ heads: Int, _ convention: RatioConvention) throws -> String {
  names(
    try FrontStudy(
      Evidence(evidence), .byRatio, length: short,
      shape: ModelShape(dModel: shape.dModel, layers: shape.layers, heads: heads),
      convention: convention))
}
try notebook.show(
  Table(
    [4, 8, 16], id: "front-heads",
    title: "The front under other numbers of heads and both readings of r:1",
    caption: "By Table 6, at {{cost.short}} tokens, from the cheapest to the dearest.",
    from: { _ in sources }
  ) {
    Column("heads") { $0 }
    Column("as the checkpoints are built", .name) { try front($0, .oneInR) }
    Column("as the text reads", .name) { try front($0, .linearToFull) }
  })

// %%
try notebook.finish()
