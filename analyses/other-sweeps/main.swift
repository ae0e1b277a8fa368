import Core
import Notebook
import Plot
import Published
import Report
import Runs
import Studies

// %% [markdown]
// # Other papers do not settle on one ratio
//
// **Of {{sweeps.count}} sweeps in {{sweeps.works}} other works, {{sweeps.inband}} have their best inside
// of the recommended band 6:1 to 3:1, whichever way its labels are read.** Of the
// {{sweeps.trained}} trained from scratch and judged by loss, {{sweeps.near}} come within
// {{sweeps.margin.relative:.1%}} of their best perplexity inside of it; of the {{sweeps.distilled}} distilled
// from a Transformer and judged by accuracy none comes within {{sweeps.margin.points}} point, since
// they are all best with the most attention that was tried. So other work neither singles the band
// out nor rules it out for models trained from scratch.
//
// This section puts other papers' sweeps on one axis, each against its own best.

// %%
let notebook = try Notebook.open()
let store = notebook.store

// %% [markdown]
// ## One axis for all labels
//
// Other groups varied the share of attention layers too, under labels that count different things:
// {{sweeps.conventions}}. On the share of attention layers they can be drawn together
// ({{figure:other-sweeps}}); {{table:sweep-optima}} has their optima. The recommended 6:1 to 3:1 means
// {{sweeps.band.released:.3}} of the layers by the released checkpoints and {{sweeps.band.written:.3}} by the
// paper's text; both readings are counted.
//
// - **Trained from scratch, judged by loss.** The best shares are {{sweeps.scratch}}. Two of these
//   sweeps have enough points to show a shape, and their optima are shallow: Mamba-2
//   [@dao2024mamba2] is within {{sweeps.margin.relative:.1%}} of its best from {{sweeps.mamba2.low:.3}} to
//   {{sweeps.mamba2.high:.3}}, Kimi Linear [@kimi2025linear] from {{sweeps.kimi.low:.3}} to
//   {{sweeps.kimi.high:.3}}.
// - **Distilled from a Transformer, judged by MMLU.** Every attention layer that is kept helps. All
//   {{sweeps.distilled}} sweeps of [@wang2024mambainllama] are best at {{sweeps.distilled.best:.3}}, the
//   most that was tried.
// - **A text without points.** [@waleffe2024empirical] puts the least loss at about
//   {{sweeps.waleffe:%}} of the layers, below either reading of the band.
//
// Not all of this weighs the same. {{sweeps.secondary}} were read from documents that quote the works,
// not from the works. {{sweeps.weak}} [@blueberry2025] is weak evidence: a few hundred steps and another
// learning rate in each arm, so that its full-attention end may show an arm that did not train, and
// two arms with one share disagree. [@bae2025hybrid] has two points, [@lieber2024jamba] four.
// [@ren2024samba] varies the place of attention, not its share, and [@minimax2025] prints one ratio;
// they are not drawn. No sweep prints more than one run a point.
//
// So whether the band is right depends on what one asks for. By loss, shares from
// {{sweeps.best.least:.2}} to {{sweeps.best.most:.2}} have been called best. None of these sweeps measures
// recall by ratio, for the sake of which the paper recommends the band.

// %%
let relativeMargin = 0.005
let pointMargin = 1.0
let weakFiles = Set(
  try store.sources().filter { $0.note.hasPrefix("Weak evidence") }.map(\.path))
/// A sweep and how near its best a share has to be, in the unit of its distances.
func margin(_ entry: CitedSweep) -> Double {
  entry.sweep.isRelative ? relativeMargin : pointMargin
}
func near(_ entry: CitedSweep) -> [Double] { entry.sweep.fractions(within: margin(entry)) }
func source(_ entry: CitedSweep) -> String {
  entry.isSecondary ? "quoted" : isWeak(entry) ? "weak" : "read"
}
func isWeak(_ entry: CitedSweep) -> Bool { weakFiles.contains(entry.rows[0].path) }
func file(_ name: String) -> String { "data/other-papers/\(name).csv" }
let distillations = try store.observations(task: "mmlu", path: file("mamba_in_llama"))
func distilled(_ part: String) -> [Observation] {
  distillations.filter { $0.model.name.contains(part) }
}
let scratch = [
  try CitedSweep(
    "mamba2", "Mamba-2 (350M)", convention: "layers",
    try store.observations(task: "pile", path: file("mamba_2"))),
  try CitedSweep(
    "kimi", "Kimi Linear", convention: "linear:full",
    try store.observations(metric: "validation_perplexity", path: file("kimi_linear"))),
  try CitedSweep(
    "jamba", "Jamba (1.3B)", convention: "full:linear",
    try store.observations(task: "c4", path: file("jamba"))),
  try CitedSweep(
    "bae", "Bae et al. (1B)", convention: "full:linear",
    try store.observations(task: "dclm", path: file("hybrid_architectures"))),
  try CitedSweep(
    "blueberry", "blueberry-llm", convention: "share",
    try store.observations(metric: "validation_loss", path: file("blueberry"))),
]
let distilledSweeps = [
  try CitedSweep(
    "llama2", "Llama-3-8B, Mamba-2", convention: "share",
    distilled("Llama-3-8B-Instruct DPO Mamba2 ")),
  try CitedSweep(
    "llama1", "Llama-3-8B, Mamba", convention: "share",
    distilled("Llama-3-8B-Instruct DPO Mamba ")),
  try CitedSweep(
    "zephyr1", "Zephyr-7B, DPO 1", convention: "share",
    distilled("Zephyr-7B DPO 1")),
  try CitedSweep(
    "zephyr3", "Zephyr-7B, DPO 3", convention: "share",
    distilled("Zephyr-7B DPO 3")),
]
let sweeps = scratch + distilledSweeps
for sweep in sweeps { try notebook.bind("sweeps.\(sweep.key)", sweep.title, from: sweep.rows) }

/// The recommended band under both readings of its labels.
let ends = [RatioLabel.ratio(6), .ratio(3)]
func band(_ convention: RatioConvention) -> ClosedRange<Double> {
  let values = ends.compactMap { convention.attentionFraction(of: $0) }
  return (values.min() ?? 0)...(values.max() ?? 1)
}
let released = band(.oneInR)
let written = band(.linearToFull)
func inBand(_ fractions: [Double], _ band: ClosedRange<Double>) -> Bool {
  fractions.contains { $0 > band.lowerBound - 1e-9 && $0 < band.upperBound + 1e-9 }
}
func inEither(_ fractions: [Double]) -> Bool {
  inBand(fractions, released) || inBand(fractions, written)
}
func range(_ fractions: [Double]) -> String {
  guard let low = fractions.first, let high = fractions.last else { return "none" }
  return low == high ? NumberText.fixed(low, 3) : NumberText.interval(low, high, 3)
}
try notebook.show(
  Table(
    sweeps, id: "sweep-optima", title: "Where other papers' sweeps are best",
    caption: "Shares of attention layers, by perplexity in the upper five and MMLU in the others; "
      + "one run a point. Label: what the source's labels count. Source: read in the work, quoted "
      + "by another document, or weak evidence. Within: all shares tried within "
      + "{{sweeps.margin.relative:.1%}} of the best perplexity, or {{sweeps.margin.points}} point of "
      + "the best accuracy. In band: whether a best share is in 6:1 to 3:1, as released or as "
      + "written; the two readings never differ here. Edge: the best is the last that was tried."
  ) {
    Column("sweep", .name) { $0.title }
    Column("label", .name) { $0.convention }
    Column("source", .name) { source($0) }
    Column("points") { $0.sweep.points.count }
    Column("best") { entry -> Table.Cell in
      .number(
        text: shares(entry) + (entry.sweep.isAtEdge ? " (edge)" : ""),
        value: entry.sweep.optima.first ?? .nan, sources: entry.sources)
    }
    Column("within") { entry -> Table.Cell in
      .number(
        text: range(near(entry)), value: near(entry).first ?? .nan, sources: entry.sources)
    }
    Column("in band", .name) { inEither($0.sweep.optima) }
  })
func shares(_ entry: CitedSweep) -> String {
  entry.sweep.optima.map { NumberText.fixed($0, 3) }.joined(separator: " or ")
}
func optima(_ entry: CitedSweep) -> String {
  shares(entry) + (entry.sweep.isAtEdge ? " (the most that was tried)" : "")
}
let stated = try store.observations(path: file("waleffe"))
let lossOptima = scratch.flatMap(\.sweep.optima) + stated.map { $0.value / 100 }
try notebook.bind(
  from: sweeps,
  [
    "sweeps.count": Wording.count(sweeps.count),
    "sweeps.inband": Wording.count(sweeps.count { inEither($0.sweep.optima) }),
    "sweeps.works": Wording.count(Set(sweeps.map(\.rows[0].citation)).count),
    "sweeps.trained": Wording.count(scratch.count),
    "sweeps.near": Wording.count(scratch.count { inEither(near($0)) }),
    "sweeps.conventions":
      "linear to full layers, full to linear ones, full layers of all, or a share",
    "sweeps.secondary": Wording.list(sweeps.filter(\.isSecondary).map(\.title)),
    "sweeps.weak": Wording.list(sweeps.filter(isWeak).map(\.title)),
    "sweeps.best.least": lossOptima.min()?.of("fraction"),
    "sweeps.best.most": lossOptima.max()?.of("fraction"),
  ])
try notebook.require(
  "no distilled model is near its best in the band",
  !distilledSweeps.contains { inEither(near($0)) })
try notebook.require(
  "both readings agree on every best share",
  sweeps.allSatisfy { inBand($0.sweep.optima, released) == inBand($0.sweep.optima, written) })
try notebook.bind(
  from: "a choice of this notebook",
  [
    "sweeps.margin.relative": relativeMargin, "sweeps.margin.points": pointMargin.of("points"),
  ])
try notebook.bind(
  from: "the labels 6:1 and 3:1 under both conventions (data/layouts.csv)",
  [
    "sweeps.band.released": Ends(released.lowerBound, released.upperBound),
    "sweeps.band.written": Ends(written.lowerBound, written.upperBound),
  ])
try notebook.bind(
  "sweeps.scratch", Wording.list(scratch.map { "\(optima($0)) in \($0.title)" }), from: scratch)
for entry in scratch.prefix(2) {
  try notebook.bind(
    from: entry,
    [
      "sweeps.\(entry.key).low": near(entry).first?.of("fraction"),
      "sweeps.\(entry.key).high": near(entry).last?.of("fraction"),
    ])
}
let distilledBest = Set(distilledSweeps.flatMap(\.sweep.optima))
try notebook.require(
  "all distilled models are best at the most attention tried",
  distilledBest.count == 1
    && distilledSweeps.allSatisfy { $0.sweep.optima == [$0.sweep.points.last?.fraction] })
try notebook.bind("sweeps.distilled", Wording.count(distilledSweeps.count), from: distillations)
try notebook.bind(
  "sweeps.distilled.best", distilledBest.first?.of("fraction"), from: distillations)
try notebook.require(
  "the stated share is below the band",
  stated.allSatisfy { $0.value / 100 < min(released.lowerBound, written.lowerBound) })
try notebook.bind("sweeps.waleffe", stated.first.map { $0.value / 100 }, from: stated)

// %%
let shareAxis = Axis(
  "",
  RatioAxis(
    ticks: [48, 12, 3].map { RatioTick(1 / Double($0), labels: [$0 == 48 ? "" : "1/\($0)"]) }
      + [RatioTick(5.0 / 6, labels: [""])],
    pure: ["pure"], full: ["full"]))
let union = min(released.lowerBound, written.lowerBound)...released.upperBound

func panel(_ entry: CitedSweep) throws -> Panel {
  let isRelative = entry.sweep.isRelative
  let rows = try entry.sweep.frame(named: entry.key, scale: isRelative ? 100 : 1)
  return Panel(
    source(entry) == "read" ? entry.title : "\(entry.title), \(source(entry))", x: shareAxis,
    y: Axis(isRelative ? "% above the best" : "points below the best", LinearAxis(tickCount: 4)),
    marks: [
      BandMark(x: union, label: "", padding: 0),
      LineMark(rows, x: "fraction", y: "distance", series: "series"),
      PointMark(rows, x: "fraction", y: "distance", series: "series", n: "n"),
    ])
}
try notebook.show(
  Chart(
    title: "Other papers' sweeps do not share one best ratio",
    subtitle:
      "How far each source's models are from its own best (zero), by the share of attention "
      + "layers (logarithmic; pure and full apart). One run a marker, no interval. Pale: the "
      + "recommended band. Upper five: perplexity; the others: MMLU.",
    note:
      "Dashed: quoted by another document, not read in the work. Each panel has units of its own.",
    panels: try sweeps.map(panel),
    styles: sweeps.map { entry in
      NamedStyle(
        entry.key,
        SeriesStyle(
          label: entry.title, color: Palette.grey, dash: entry.isSecondary ? [4, 2] : []))
    }, columns: 3, panelHeight: 74, labels: .none),
  id: "other-sweeps",
  caption: "Losses and log-probabilities are turned into perplexities, each over its source's own "
    + "unit of text. Band: 6:1 to 3:1, the union of both readings of these labels. The last four "
    + "are distilled from Transformers. {{sweeps.weak}} trained each arm at another learning rate.")

// %%
try notebook.finish()
