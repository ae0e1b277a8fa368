import Core
import Notebook
import Paper
import Plot
import Report
import Studies

// %% [markdown]
// # Which stack the numbers recommend
//
// **Which stack has the least cache at enough recall depends on what is enough, and the printed
// numbers are too few to settle it.** With recall within {{rec.margin:.2}} of the Transformer's, the
// numbers as printed pick {{rec.pick}}; smoothed by the curve that all families share they pick
// {{rec.pick.curve}}. Were every model trained again, a stack between 3:1 and 6:1 would be picked in
// {{rec.band:%}} of cases as printed and {{rec.band.curve:%}} smoothed, and HGRN-2 or Gated DeltaNet at
// such a ratio, which is what the paper recommends, in {{rec.both:%}} and {{rec.both.curve:%}}.
//
// The rule is stated rather than implied: *of all stacks whose recall is within a margin of the
// Transformer's, the one that keeps least in memory for a sequence; of equals, the one that recalls
// most.* Keys and values of the attention layers and the states of the linear layers count. HGRN and
// RetNet are not among the candidates, since their recall is not printed.

// %%
let notebook = try Notebook.open()
let evidence = try notebook.evidence()
let quotes = try notebook.store.quotes()
guard let range = quotes.first(where: { $0.id == "recommended-range" }), let least = range.low,
  let most = range.high
else { throw Fault("the recommended range is not in the data", at: "data/paper/quotes.csv") }
let recommended = ["HGRN2", "GatedDeltaNet"]

/// The rule's picks by some evidence.
func study(
  _ title: String, _ rule: DecisionRule, _ base: EvidenceBase, draws: Int = 2000
) throws -> PickStudy {
  try PickStudy(title, base, rule, band: least...most, families: recommended, draws: draws)
}
let printed = try study("as printed", DecisionRule(), evidence)
let smoothed = try study("smoothed by the common curve", DecisionRule(reading: .curve), evidence)
try notebook.bind(
  "rec.margin", DecisionRule().recallMargin.of("fraction"), from: "the default of DecisionRule")
try notebook.bind(
  "rec.draws", printed.recommendation.draws.of("draws"), from: "Recommendation.defaultDraws")
try notebook.bind(
  "rec.noise", printed.recommendation.deviation.of("fraction"),
  from: ["residuals of the \(printed.recommendation.form) over all families"] + printed.sources)
try notebook.bind(
  from: printed,
  [
    "rec.pick": printed.pickName, "rec.pick.curve": smoothed.pickName,
    "rec.band": printed.inBand, "rec.band.curve": smoothed.inBand,
    "rec.both": printed.asRecommended, "rec.both.curve": smoothed.asRecommended,
    "rec.stacks": printed.recommendation.candidates.all.count.of("stacks"),
  ])
try notebook.require(
  "neither reading settles the recipe",
  [printed, smoothed].allSatisfy { (0.05...0.95).contains($0.asRecommended) })

// %% [markdown]
// ## How sure a pick is
//
// Each number is one training run, and how far two runs of one model differ is not printed. The
// noise is therefore taken from how far families stray from their common curve,
// ±{{rec.noise:.3}}, which includes lack of fit and is rather too large than too small. In each of
// {{rec.draws}} draws all {{rec.stacks}} stacks and the Transformer get such noise, and the rule picks
// anew. *As printed* takes each number by itself, so that one odd cell can carry a pick; *smoothed*
// takes the curve that all families share, with a level for each, so that it cannot.

// %%
let audit = try PaperAudit(evidence)
let correction = audit.discrepancies.first { $0.id == "ruler-average/Transformer full" }
let corrected = evidence.replacing(correction?.replacement ?? [:])
let twice = audit.discrepancies.filter { $0.check == "printed-twice" }
let swapped = evidence.replacing(
  twice.reduce(into: [:]) { all, finding in all.merge(finding.replacement) { $1 } })
let printedCorrected = try study("", DecisionRule(), corrected)
let smoothedCorrected = try study("", DecisionRule(reading: .curve), corrected)
try notebook.show(
  Chart(
    title: "Which stack is picked hangs on the reading and on the Transformer's recall",
    subtitle: try notebook.text(
      "Share of {{rec.draws}} draws in which a stack is picked; margin {{rec.margin:.2}}, n = "
        + "{{rec.stacks}} stacks, one run each. Rows: as printed, smoothed. Right: with the recall that "
        + "the Transformer's columns give."),
    panels: [
      try printed.panel("As printed"),
      try printedCorrected.panel("As printed, recomputed Transformer"),
      try smoothed.panel("Smoothed"),
      try smoothedCorrected.panel("Smoothed, recomputed Transformer"),
    ], styles: [], columns: 2, panelHeight: 74, labels: .none),
  id: "pick-shares",
  caption:
    "Darker: picked more often. The shares of a panel add up to one less the share of draws in "
    + "which no stack recalls enough.")

// %% [markdown]
// ## What the pick depends on
//
// {{table:picks}} changes one thing at a time: the margin, the demand on language modelling, what
// r:1 counts, and the numbers that the audit questions. {{figure:pick-margin}} follows the margin.
// The length of the context scales all caches alike, so it changes a pick only through a budget;
// {{table:kv-cache}} gives the sizes.

// %%
let rows = try [
  printed,
  study("no margin", DecisionRule(recallMargin: 0), evidence),
  study("margin 0.05", DecisionRule(recallMargin: 0.05), evidence),
  study("language modelling within 0.01 of the best", DecisionRule(lmMargin: 0.01), evidence),
  study("r:1 as the text reads", DecisionRule(convention: .linearToFull), evidence),
  study("context of 32768 tokens", DecisionRule(contextLength: 32768), evidence),
  study("the Transformer's recomputed recall", DecisionRule(), corrected),
  study("the same, no margin", DecisionRule(recallMargin: 0), corrected),
  study("Table 5's values in Table 7", DecisionRule(), swapped),
  smoothed,
  study("smoothed, no margin", DecisionRule(recallMargin: 0, reading: .curve), evidence),
  study("smoothed, the Transformer's recomputed recall", DecisionRule(reading: .curve), corrected),
]
try notebook.show(
  PickStudy.table(
    rows, id: "picks", title: "What the rule picks, one thing changed at a time",
    first: "rule",
    caption:
      "Picked: by the numbers without noise. The other columns are shares of {{rec.draws}} draws: "
      + "for that pick, for any stack from 3:1 to 6:1, for HGRN-2 or Gated DeltaNet at any ratio, for both, "
      + "and for no stack at all. Margin {{rec.margin:.2}} unless stated."))

let margins = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06]
let lines: [(String, DecisionRule.Reading, EvidenceBase)] = [
  ("printed", .cells, evidence), ("smoothed", .curve, evidence),
  ("printed-corrected", .cells, corrected), ("smoothed-corrected", .curve, corrected),
]
let points = try lines.flatMap { name, reading, base in
  try margins.map { margin in
    (
      name, margin,
      try study("", DecisionRule(recallMargin: margin, reading: reading), base, draws: 1000).inBand
    )
  }
}
let marginFrame = try Frame([
  "reading": .text(points.map(\.0)), "margin": .numbers(points.map(\.1)),
  "share": .numbers(points.map(\.2)),
])
try notebook.show(
  Chart(
    title: "The more recall one gives up, the less attention the rule asks for",
    subtitle: try notebook.text(
      "Share of draws that pick a stack from 3:1 to 6:1, against the margin below the Transformer's "
        + "recall. n = {{rec.stacks}} stacks, one run each."),
    panels: [
      Panel(
        x: Axis("margin below the Transformer's recall, accuracy", LinearAxis(0...0.06)),
        y: Axis("share of draws", LinearAxis(0...1)),
        marks: [
          LineMark(marginFrame, x: "margin", y: "share", series: "reading"),
          PointMark(marginFrame, x: "margin", y: "share", series: "reading"),
        ])
    ],
    styles: [
      NamedStyle("printed", Palette.style(3, label: "as printed")),
      NamedStyle("smoothed", Palette.style(1, label: "smoothed")),
      NamedStyle("printed-corrected", Palette.style(5, label: "as printed, recomputed")),
      NamedStyle("smoothed-corrected", Palette.style(2, label: "smoothed, recomputed")),
    ], panelHeight: 150),
  id: "pick-margin",
  caption: "Recomputed: with the recall that the Transformer's own columns give.")

// %% [markdown]
// ## What a stack keeps in memory
//
// The paper quotes savings of a factor of four, and of four to seven. Those are the factors where
// r linear layers go with one of attention. The released checkpoints have one attention layer in
// every r, and save less at the same label.

// %%
let shape = ModelShape.paper1B3
let base = Evidence(evidence)
let costs = StackCosts(base, shape: shape)
let cacheSources = ["data/costs.csv", "Sources/Paper/Costs, 24 layers of width 2048, bfloat16"]
/// A stack by its label under a reading; nil for a label without a fraction there.
func stack(_ ratio: String, _ convention: RatioConvention) throws -> StackCost? {
  try RatioLabel(ratio).flatMap(convention.attentionFraction).map {
    try costs.stack(family: "GatedDeltaNet", attentionFraction: $0)
  }
}
try notebook.show(
  Table(
    Evidence.ratios + ["full"], id: "kv-cache",
    title: "Cache of one sequence by ratio, under both readings of a label",
    caption:
      "1.3B models in bfloat16; a linear layer's state as of Gated DeltaNet, with heads of the size "
      + "of the released checkpoint. Left: one attention layer in r, as the checkpoints are built. "
      + "Right: r linear layers to one, as the text reads. MiB at the paper's two lengths; saves: all layers over attention layers.",
    from: { _ in cacheSources }
  ) {
    Column("ratio", .name) { $0 }
    for convention in [RatioConvention.oneInR, .linearToFull] {
      Column("layers", ".1") { try stack($0, convention)?.attentionLayers }
      Column("saves", ".1", missing: "no keys and values") { ratio -> Double? in
        let factor = try stack(ratio, convention)?.kvCacheFactor ?? .infinity
        return factor.isFinite ? factor : nil
      }
      for (name, length) in [("short", 4096), ("long", 32768)] {
        Column(name, "d") {
          try stack($0, convention).map { $0.memoryBytes(length: length) / 1_048_576 }
        }
      }
    }
  })

// %% [markdown]
// ## For constraints of your own
//
// `interleave recommend` answers for other margins, families, context lengths and memory budgets,
// with the evidence for each candidate; in the HTML report, the choices below do the same. Both share
// the limits of this section: one run a number, recall at 1.3B and at the length that the paper
// evaluated, language modelling by Table 6.

// %%
let lengths = [2048, 4096, 8192, 16384, 32768, 65536, 131_072]
try notebook.show(
  Exploration(evidence, contextLengths: lengths), id: "ratio",
  title: "What the rule picks under your constraints",
  caption:
    "Least cache at enough recall, of {{rec.stacks}} stacks; the answer comes with how often it would "
    + "be another in {{rec.draws}} draws of the noise. Recall is what the paper printed, at the length "
    + "that it evaluated: a longer context changes the cache here, not the recall. The same numbers as "
    + "`interleave recommend`.")

// %%
try notebook.finish()
