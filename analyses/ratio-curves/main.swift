import Core
import Notebook
import Plot
import Published
import Report
import Statistics
import Studies

// %% [markdown]
// # Recall rises with full attention, language modelling hardly moves
//
// **The paper's printed numbers support both halves of its central finding.** Over the
// {{recall.families}} families with printed recall, it gains {{recall.gain}} from pure linear
// attention to 3:1 ({{level}} interval {{recall.gain.interval}}, {{bootstrap.kind}},
// n = {{recall.n}}); a rise with the ratio that all families share is more than chance would do
// (Page's trend test, p = {{recall.page}}). Language modelling changes by {{lm.gain}} over the same
// range ({{lm.gain.interval}}, n = {{lm.n}}).
//
// **They do not show where recall saturates.** Of {{forms.count}} forms, the {{recall.form}}
// describes recall best; the best form with a ceiling, {{recall.ceiling}}, is
// {{recall.ceiling.delta}} AICc units behind, {{recall.ceiling.meaning}}. From 6:1 to 3:1 the fitted
// recall still gains {{recall.last}} ({{recall.last.interval}}). What the recommended 6:1 to 3:1
// does have is the Transformer's level: {{reached.families}} of {{recall.families}} families reach
// its {{transformer.recall}} at one of these two ratios, and {{reached.earlier}} at a sparser one.
//
// This section redraws the paper's curves of accuracy against ratio [@wang2025systematic], puts
// fits with intervals on them, and sets independent evaluations of the released checkpoints
// beside them.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let lmFile = "data/paper/table6.csv"
let recallFile = "data/paper/table7.csv"

/// The rows of one printed table, without its column of averages over families.
func printed(_ task: String, in file: String) throws -> [Observation] {
  let studied = Set(families.filter { $0.role == .studied }.map(\.key))
  return try store.observations(task: task, path: file).filter { studied.contains($0.model.family) }
}
let lm = try printed("lm_average", in: lmFile)
let recall = try printed("ruler_average", in: recallFile)
let ratios = ["pure", "24:1", "12:1", "6:1", "3:1"]

// %% [markdown]
// ## What the paper prints
//
// Each number is one training run: the paper prints no seeds, no standard errors and no items a
// task, so a point carries no interval of its own. Language modelling is the mean accuracy over
// the paper's zero-shot tasks and, as its caption says, over both scales; recall is the mean over
// RULER's tasks at 1.3B. RetNet's and HGRN's recall is not printed.

// %%
try notebook.show(
  lm.tableByRatio(
    ratios, families: families, id: "lm-by-ratio",
    title: "Language modelling by ratio, as printed",
    caption: "Mean zero-shot accuracy (fraction), 340M and 1.3B; one run a cell, so no interval. "
      + "From the paper's Table 6."))
try notebook.show(
  recall.tableByRatio(
    ratios, families: families, id: "recall-by-ratio", title: "Recall by ratio, as printed",
    caption: "Mean RULER accuracy (fraction), 1.3B; one run a cell, so no interval. From the "
      + "paper's Table 7."))

// %% [markdown]
// ## One curve for all families
//
// Every form was fitted by least squares to the attention fraction of the released checkpoints,
// with one shape for all families and a level for each. Pure linear attention is fraction zero and
// takes part in every fit. {{table:pooled-forms}} compares the forms, {{figure:ratio-curves}} draws
// the best of them by AICc: the {{recall.form}} for recall, the {{lm.form}} for language modelling.
//
// - **Recall.** A constant is {{recall.constant.delta}} AICc units behind the best form,
//   {{recall.constant.meaning}}. How it bends is less certain: forms within
//   {{aicc.threshold}} units of the best cannot be told from it ({{recall.tied}}), and those a
//   little further are weakly, not firmly, behind. By the forms within {{aicc.wide}} units, 6:1
//   already has {{recall.share6.least}} to {{recall.share6.most}} of the gain that 3:1 has.
// - **Language modelling.** The forms within {{aicc.threshold}} units of the best are
//   {{lm.tied}}: where a constant is among them, the numbers do not need the ratio at all. The
//   whole table spans {{lm.range}}, from {{lm.lowest}} to {{lm.highest}}.
// - **Families as the sample.** The intervals above resample residuals: they speak of these
//   families, trained again. To speak of families that the paper did not train, one has to
//   resample families, and with so few the interval is wider: {{recall.gain.families}} for recall's
//   gain, {{lm.gain.families}} for language modelling's.
// - **Convention.** Read literally, as r linear layers to one of full attention, the same labels
//   mean less full attention. The best form for recall is then the {{recall.form.written}}, and its
//   gain {{recall.gain.written}} ({{recall.gain.written.interval}}).

// %%
let plan = BootstrapPlan(draws: 2000, seed: 2507, resolution: 0.001)
let recallStudy = try CurveStudy(recall, plan: plan)
let lmStudy = try CurveStudy(lm, plan: plan)
let recallWritten = try CurveStudy(recall, under: .linearToFull, plan: plan)
let densest = 1.0 / 3
let level = recallStudy.level

/// The titles of forms, in a sentence.
func titles(_ rows: [ComparisonRow]) -> String {
  Wording.list(rows.map { $0.form.title.lowercased() })
}

try notebook.bind("recall.gain", of: recallStudy, decimals: 3) { $0.gain(to: densest) }
try notebook.bind("lm.gain", of: lmStudy, decimals: 3) { $0.gain(to: densest) }
try notebook.bind("recall.gain.written", of: recallWritten, decimals: 3) {
  $0.gain(to: 0.25)
}
try notebook.bind("recall.last", of: recallStudy, decimals: 3) {
  $0.gain(from: 1.0 / 6, to: densest)
}

try notebook.bind(
  "aicc.wide", FormSupport.wide, unit: "AICc",
  sources: ["Burnham and Anderson, Model Selection and Multimodel Inference, section 2.6"])
/// What share of the gain at 3:1 each of those forms gives to 6:1 already.
let shares = recallStudy.comparison.rows.filter { ($0.deltaAICc ?? .infinity) < FormSupport.wide }
  .compactMap(\.fit).map { $0.curve.gain(to: 1.0 / 6) / $0.curve.gain(to: densest) }
for (name, share) in [("least", shares.min()), ("most", shares.max())] {
  try notebook.bind(
    "recall.share6.\(name)", share ?? .nan, decimals: 0, style: .percent, unit: "fraction",
    sources: ["over the forms within \(FormSupport.wide) AICc units of the best, fitted to:"]
      + recall.provenance)
}
try notebook.bindOverFamilies("recall.gain.families", of: recallStudy, decimals: 3) {
  $0.gain(to: densest)
}
try notebook.bindOverFamilies("lm.gain.families", of: lmStudy, decimals: 3) {
  $0.gain(to: densest)
}
try notebook.bind(
  "level", level, style: .percent, unit: "fraction",
  sources: ["the confidence level of this notebook"])
try notebook.bind("bootstrap.kind", words: recallStudy.method, sources: ["seed \(plan.seed)"])
try notebook.bind(
  "aicc.threshold", FormComparison.indistinguishableDelta, decimals: 0, unit: "AICc",
  sources: ["Burnham and Anderson, Model Selection and Multimodel Inference, section 2.6"])

for (name, fit) in [("recall", recallStudy), ("lm", lmStudy)] {
  let sources = fit.observations.provenance
  try notebook.bind("\(name).n", Double(fit.fit.n), unit: "points", sources: sources)
  try notebook.bind(
    "\(name).families", Double(fit.fit.groups.count), unit: "families", sources: sources)
  try notebook.bind("\(name).form", words: fit.fit.form.title.lowercased(), sources: sources)
  try notebook.bind(
    "\(name).tied", words: titles(fit.comparison.indistinguishable), sources: sources)
  try notebook.bind(
    "\(name).constant.delta", fit.comparison.row("constant").deltaAICc ?? .nan, decimals: 1,
    unit: "AICc", sources: sources)
}
try notebook.bind(
  "recall.form.written", words: recallWritten.fit.form.title.lowercased(),
  sources: recall.provenance)
let ceilings = ["saturating-exponential", "broken-stick", "logistic"]
let ceiling = recallStudy.comparison.rows.filter { ceilings.contains($0.form.name) }
  .min { ($0.deltaAICc ?? .infinity) < ($1.deltaAICc ?? .infinity) }
try notebook.bind(
  "recall.ceiling", words: ceiling.map { "the \($0.form.title.lowercased())" } ?? "none",
  sources: recall.provenance)
try notebook.bind(
  "recall.ceiling.delta", ceiling?.deltaAICc ?? .nan, decimals: 1, unit: "AICc",
  sources: recall.provenance)
try notebook.bind(
  "forms.count", Double(CurveForm.all.count), unit: "forms", sources: ["CurveForm.all"])
try notebook.bind(
  "recall.ceiling.meaning", words: FormSupport.clause(ceiling?.deltaAICc ?? .infinity),
  sources: recall.provenance)
try notebook.bind(
  "recall.constant.meaning",
  words: FormSupport.clause(try recallStudy.comparison.row("constant").deltaAICc ?? .infinity),
  sources: recall.provenance)
let page = try pageTrend(try recall.curvePoints())
try notebook.bind(
  "recall.page", page.pValue, decimals: 4, style: .small, sources: recall.provenance)
let recallGain = try recallStudy.interval { $0.gain(to: densest) }
let lmGain = lmStudy.fit.curve.gain(to: densest)
try notebook.require("recall rises", recallGain.low > 0 && page.pValue < 1 - level)
try notebook.require("language modelling moves by less than one percent", abs(lmGain) < 0.01)
let lmValues = lm.map(\.value)
let (lowest, highest) = (lmValues.min() ?? .nan, lmValues.max() ?? .nan)
try notebook.bind("lm.lowest", lowest, decimals: 3, unit: "fraction", sources: lm.provenance)
try notebook.bind("lm.highest", highest, decimals: 3, unit: "fraction", sources: lm.provenance)
try notebook.bind(
  "lm.range", highest - lowest, decimals: 3, unit: "fraction", sources: lm.provenance)

// %%
/// The Transformer's numbers: printed for recall; for language modelling the mean of two tables.
try notebook.bind("paper.figure", words: "Figure 2", sources: ["arXiv:2507.06457, version 2"])
let transformerRecall = try store.observations(
  task: "ruler_average", path: "data/paper/table5.csv", family: "Transformer")
let transformerLM = try ["data/paper/table2.csv", "data/paper/table3.csv"].flatMap {
  try store.observations(task: "lm_average", path: $0, family: "Transformer")
}
try notebook.bind(
  "transformer.recall", transformerRecall.mean, decimals: 3, unit: "fraction",
  sources: transformerRecall.provenance)
try notebook.bind(
  "transformer.lm", transformerLM.mean, decimals: 3, unit: "fraction",
  sources: transformerLM.provenance)

/// Families that reach the Transformer's recall at one of some ratios.
func reaching(_ ratios: [String]) -> Set<String> {
  let level = transformerRecall.mean
  return Set(
    recall.filter { ratios.contains($0.model.ratioLabel) && $0.value >= level }.map(\.model.family))
}
let compared = recall.provenance + transformerRecall.provenance
try notebook.bind(
  "reached.families", Double(reaching(["6:1", "3:1"]).count), unit: "families", sources: compared)
try notebook.bind(
  "reached.earlier", Double(reaching(["pure", "24:1", "12:1"]).count), unit: "families",
  sources: compared)

func marks(_ study: CurveStudy, transformer: Double) throws -> [any Mark] {
  let data = try study.observations.frame()
  let curve = try study.frame(named: "fit")
  return [
    BandMark(x: (1.0 / 6)...(1.0 / 3), label: "recommended 6:1 to 3:1"),
    RibbonMark(curve, x: "fraction", low: "low", high: "high", series: .named("fit")),
    LineMark(curve, x: "fraction", y: "accuracy", series: .named("fit"), bridgesBreaks: false),
    LineMark(data, x: "fraction", y: "accuracy", series: "family"),
    PointMark(data, x: "fraction", y: "accuracy", series: "family", n: "n"),
    ReferenceMark(y: transformer, label: "Transformer"),
  ]
}
let styles = HouseStyle.styles(families) + [HouseStyle.fit]
let curves = Chart(
  title: "Recall rises with the share of full attention; language modelling stays flat",
  subtitle: try notebook.text(
    "Mean accuracy against ratio, one run a marker (no interval). Grey: the best form by AICc "
      + "over all families with its {{level}} band ({{bootstrap.kind}}; n = {{lm.n}} and "
      + "{{recall.n}}). Paper scale: its Table 6 and Table 7."),
  note: "The panels have equal units. The shares of attention layers are given under both readings "
    + "of a label; places follow the released checkpoints.",
  panels: [
    Panel(
      "Language modelling stays flat", x: HouseStyle.ratioAxis,
      y: Axis("mean zero-shot accuracy", LinearAxis(0.2...0.55)),
      marks: try marks(lmStudy, transformer: transformerLM.mean)),
    Panel(
      "Recall rises", x: HouseStyle.ratioAxis,
      y: Axis("mean RULER accuracy", LinearAxis(0.1...0.45)),
      marks: try marks(recallStudy, transformer: transformerRecall.mean)),
  ],
  styles: styles, panelHeight: 165, labels: .lastPanel)
try notebook.show(
  curves, id: "ratio-curves",
  caption:
    "The paper's {{paper.figure}} from its printed numbers. Transformer: {{transformer.recall}} in "
    + "recall as printed; in language modelling {{transformer.lm}}, the mean of what the paper's "
    + "Table 2 and Table 3 print, which is not on the same footing as its Table 6 (see "
    + "below). Dotted: across the axis break, since pure has no place on a logarithmic axis.")

// %%
let reasons =
  recallStudy.reasons(task: "recall") + lmStudy.reasons(task: "language modelling")
try notebook.bind(
  "forms.left", words: reasons.isEmpty ? "none" : reasons.joined(separator: "; "),
  sources: recall.provenance + lm.provenance)
try notebook.show(
  Table(
    id: "pooled-forms", title: "Forms of the curve, one shape for all families",
    caption: "ΔAICc: distance from the best form, lower is better. LOO and LOFO: root mean square "
      + "error over left-out points and over left-out families, in accuracy. Shape x is the "
      + "attention fraction; the level of each family is fitted too. n = {{recall.n}} for recall, "
      + "{{lm.n}} for language modelling. Without a fit: {{forms.left}}.",
    columns: [
      Table.Column("form", .left), Table.Column("shape", .left), Table.Column("recall ΔAICc"),
      Table.Column("LOO"), Table.Column("LOFO"), Table.Column("LM ΔAICc"), Table.Column("LOO"),
      Table.Column("LOFO"),
    ],
    rows: try CurveForm.all.map { form in
      try [.text(form.title), .formula(form.formula)]
        + recallStudy.cells(of: form) + lmStudy.cells(of: form)
    }))

// %% [markdown]
// ## What five points a family can tell
//
// A family has {{points.each}} points, which is little. A form may have at most
// {{points.parameters}} parameters before the corrected Akaike criterion loses its meaning, so on
// a family alone {{points.admitted}} can be tried; {{points.refused}} are refused. No family's
// points alone can tell a rise that levels off from one that goes on.
//
// Nor does AICc tell a rise from none there: it prefers a constant for {{single.constant}} of
// {{recall.families}} families, because with {{points.each}} points a slope has to cut the residual
// sum of squares by a factor of {{single.reduction}} to win. That is no evidence for flatness.
// {{table:families}} gives each family's gain by the form that is best for all families together,
// with an F test against a constant; {{figure:recall-families}} and {{figure:lm-families}} draw
// these fits.

// %%
/// One family alone, by the form that is best for all.
struct SingleStudy {
  let family: Family
  let study: CurveStudy

  /// Gain from pure to 3:1 with its interval, and the p value of the F test against a constant.
  func cells() throws -> [Table.Cell] {
    let gain = try study.interval { $0.gain(to: densest) }
    let sources = study.observations.provenance
    return [
      .computed(gain.estimate, 3, style: .signed, sources: sources),
      .number(text: gain.ends(3), value: gain.standardError, sources: sources),
      study.fit.shapeTest.map { .computed($0.pValue, 3, style: .small, sources: sources) }
        ?? .missing(reason: "a constant has no shape"),
    ]
  }
}
func singles(_ study: CurveStudy) throws -> [SingleStudy] {
  try families.filter { study.fit.groups.contains($0.key) }
    .map { SingleStudy(family: $0, study: try study.alone($0)) }
}
let recallSingles = try singles(recallStudy)
let lmSingles = try singles(lmStudy)
try notebook.show(
  Table(
    id: "families", title: "Gains of each family alone, from pure to 3:1",
    caption: "In accuracy (fraction), by the {{recall.form}} for recall and the {{lm.form}} for "
      + "language modelling, n = {{points.each}} a fit. Interval: {{level}}, {{bootstrap.kind}}. p: F "
      + "test of the form against a constant. Each family is taken by itself; nothing is corrected "
      + "for the number of tests.",
    columns: [
      Table.Column("family", .left), Table.Column("recall gain"), Table.Column("interval"),
      Table.Column("p"), Table.Column("LM gain"), Table.Column("interval"), Table.Column("p"),
    ],
    rows: try lmSingles.map { lmSingle in
      let own = recallSingles.first { $0.family.key == lmSingle.family.key }
      let missing = Table.Cell.missing(reason: "the paper prints no recall by ratio")
      return [.text(lmSingle.family.display)]
        + (try own?.cells() ?? [missing, missing, missing]) + (try lmSingle.cells())
    }))
let first = recallSingles[0].study
let limits = first.comparison.limits
let own = first.observations.provenance
try notebook.bind("points.each", Double(limits.points), unit: "points", sources: own)
try notebook.bind(
  "points.parameters", Double(limits.largestParameterCount), unit: "parameters",
  sources: ["n less three, the level included:"] + own)
try notebook.bind(
  "points.admitted", words: titles(first.comparison.rows.filter { $0.fit != nil }), sources: own)
try notebook.bind(
  "points.refused", words: titles(first.comparison.rows.filter { $0.fit == nil }), sources: own)
let constants = recallSingles.filter { $0.study.comparison.bestByAICc?.form.name == "constant" }
try notebook.bind(
  "single.constant", Double(constants.count), unit: "families", sources: recall.provenance)
try notebook.bind(
  "single.reduction", limits.reductionForASlope ?? .nan, unit: "ratio",
  sources: ["AICc of a line against that of a constant, at n points of one family"])

func multiples(
  _ singles: [SingleStudy], title: String, subtitle: String, domain: ClosedRange<Double>,
  columns: Int
) throws -> Chart {
  let data = try singles.flatMap(\.study.observations).frame()
  let studies = Dictionary(uniqueKeysWithValues: singles.map { ($0.family.key, $0) })
  let panels = try Panel.facets(
    data, by: "family", order: singles.map(\.family.key), x: HouseStyle.shortRatioAxis,
    y: Axis("mean accuracy", LinearAxis(domain)), title: { studies[$0]?.family.display ?? $0 }
  ) { key, rows, others in
    guard let own = try studies[key]?.study.frame(named: key, group: key) else { return [] }
    return [
      LineMark(others, x: "fraction", y: "accuracy", series: "family", isContext: true),
      RibbonMark(own, x: "fraction", low: "low", high: "high", series: "family"),
      LineMark(own, x: "fraction", y: "accuracy", series: "family", bridgesBreaks: false),
      PointMark(rows, x: "fraction", y: "accuracy", series: "family", n: "n"),
    ]
  }
  return Chart(
    title: title, subtitle: subtitle, panels: panels, styles: styles, columns: columns,
    panelHeight: 92, labels: .none, sharesAxes: true)
}
try notebook.show(
  try multiples(
    recallSingles, title: "Five points a family leave the shape of its rise open",
    subtitle: try notebook.text(
      "Recall against ratio, the {{recall.form}} fitted to each family alone, with its {{level}} band "
        + "({{bootstrap.kind}}; n = {{points.each}} a family). Grey: the other families."),
    domain: 0...0.6, columns: 2),
  id: "recall-families",
  caption: "Each panel is fitted alone. Bands are pointwise and end where "
    + "the axis does. One run a marker.")
try notebook.show(
  try multiples(
    lmSingles, title: "No family's language modelling moves by much",
    subtitle: try notebook.text(
      "Language modelling against ratio, the {{lm.form}} fitted to each family alone, {{level}} band "
        + "({{bootstrap.kind}}; n = {{points.each}} a family). The axis is magnified."),
    domain: 0.44...0.52, columns: 3),
  id: "lm-families",
  caption: "As {{figure:recall-families}}, for language modelling. The axis "
    + "spans a fraction of that in {{figure:ratio-curves}}, so slopes look steeper than they are.")

// %% [markdown]
// ## Independent evaluations of the same checkpoints
//
// Others have evaluated released 1.3B checkpoints of three families on tasks that the paper also
// uses. These are different measurements: other harness versions, one scale rather than two, and
// for LAMBADA probably another variant of the task. They are shown beside the paper's numbers and
// never averaged with them. {{figure:independent}} has the means of {{independent.tasks}};
// their intervals come from the number of items alone, not from training seeds.
//
// Independently too, language modelling moves little with the ratio: from pure to 3:1 it changes
// by {{independent.changes}}. Where the paper prints a single task's accuracy for the same family
// and ratio, {{table:independent-cells}} compares it: {{independent.outside}} of
// {{independent.cells}} printed values lie outside of the independent value's {{level}} interval
// ({{independent.misses}}). The data hold no independent recall over the ratios.
//
// The source of the Gated DeltaNet column itself warns of a confound in its heads, and its LAMBADA
// values are derived from published statistics rather than read (`data/manifest.json` has both
// notes), so treat that family's independent line with care.

// %%
let independentTasks = [
  (task: "arc_easy", metric: "acc", paper: "arc_easy", title: "ARC-easy"),
  (task: "hellaswag", metric: "acc_norm", paper: "hellaswag", title: "HellaSwag"),
  (task: "lambada_openai", metric: "acc", paper: "lambada", title: "LAMBADA"),
  (task: "piqa", metric: "acc", paper: "piqa", title: "PIQA"),
]
let independentFiles = [
  "data/independent/entrainment_gated_ft.csv", "data/independent/entrainment_gated_ft_derived.csv",
]
let independent = try independentTasks.flatMap { entry in
  try independentFiles.flatMap {
    try store.observations(task: entry.task, metric: entry.metric, path: $0, scale: "1.3B")
  }
}
try notebook.bind(
  "independent.tasks", words: Wording.list(independentTasks.map(\.title)),
  sources: independent.provenance)

let means = families.flatMap { family in
  ratios.compactMap { TaskMean(family, $0, of: independent, tasks: independentTasks.count) }
}
let changes = families.compactMap { family -> String? in
  let own = means.filter { $0.family.key == family.key }
  guard let pure = own.first(where: { $0.ratio == "pure" }),
    let dense = own.first(where: { $0.ratio == "3:1" })
  else { return nil }
  return "\(NumberText.signed(dense.mean - pure.mean, 3)) for \(family.display)"
}
try notebook.bind(
  "independent.changes", words: Wording.list(changes), sources: means.flatMap { $0.rows.provenance }
)

let shownFamilies = Set(means.map(\.family.key))
let paperFrame = try lm.filter { shownFamilies.contains($0.model.family) }.frame()
let meansFrame = try means.frame(level: level)
try notebook.show(
  Chart(
    title: "Independent evaluations find language modelling flat as well",
    subtitle: try notebook.text(
      "Mean accuracy against ratio. Left: the paper's Table 6, one run a marker, no interval. Right: "
        + "another source, 1.3B checkpoints, mean of {{independent.tasks}}; bars: {{level}} normal "
        + "interval over items."),
    note: "Two sources, two sets of tasks: compare slopes, not heights.",
    panels: [
      Panel(
        "The paper", x: HouseStyle.ratioAxis, y: Axis("mean of six tasks", LinearAxis(0.40...0.70)),
        marks: [
          LineMark(paperFrame, x: "fraction", y: "accuracy", series: "family", isLabelled: false),
          PointMark(paperFrame, x: "fraction", y: "accuracy", series: "family", n: "n"),
        ]),
      Panel(
        "Independent evaluation", x: HouseStyle.ratioAxis,
        y: Axis("mean of four tasks", LinearAxis(0.40...0.70)),
        marks: [
          LineMark(meansFrame, x: "fraction", y: "accuracy", series: "family"),
          IntervalMark(meansFrame, x: "fraction", low: "low", high: "high", series: "family"),
          PointMark(meansFrame, x: "fraction", y: "accuracy", series: "family"),
        ]),
    ],
    styles: styles, panelHeight: 130, labels: .lastPanel),
  id: "independent",
  caption:
    "Different measurements of checkpoints by one name, never averaged together. Both panels "
    + "have equal units.")

// %%
/// Single tasks that the paper prints for the same family and ratio at the same scale.
let printedTasks = try store.observations(path: "data/paper/table3.csv")
let matched = try independent.compactMap { row -> MatchedCell? in
  guard let entry = independentTasks.first(where: { $0.task == row.task }),
    let cell = printedTasks.first(where: {
      $0.task == entry.paper && $0.model.family == row.model.family
        && $0.model.ratio == row.model.ratio
    })
  else { return nil }
  return try MatchedCell(title: entry.title, printed: cell, independent: row, level: level)
}.sorted { ($0.printed.line ?? 0, $0.title) < ($1.printed.line ?? 0, $1.title) }
let matchedSources = matched.flatMap { [$0.printed.provenance, $0.independent.provenance] }
try notebook.bind(
  "independent.cells", Double(matched.count), unit: "values", sources: matchedSources)
try notebook.bind(
  "independent.outside", Double(matched.filter(\.isOutside).count), unit: "values",
  sources: matchedSources)
let misses = matched.filter(\.isOutside).map(\.title)
let missedTasks = Set(misses).sorted().map { title in
  "\(misses.filter { $0 == title }.count) of \(matched.filter { $0.title == title }.count) in \(title)"
}
try notebook.bind("independent.misses", words: Wording.list(missedTasks), sources: matchedSources)
let displays = Dictionary(uniqueKeysWithValues: families.map { ($0.key, $0.display) })
try notebook.show(
  Table(
    id: "independent-cells", title: "Single tasks, printed and evaluated again",
    caption:
      "Accuracy (fraction) at 1.3B. Interval: {{level}} Wilson, over the task's n items. In it: "
      + "whether the printed value, within its rounding, lies in that interval.",
    columns: [
      Table.Column("family", .left), Table.Column("ratio", .left), Table.Column("task", .left),
      Table.Column("paper"), Table.Column("independent"), Table.Column("interval"),
      Table.Column("n"), Table.Column("in it", .left),
    ],
    rows: matched.map { cell in
      let sources = [cell.independent.provenance]
      return [
        .text(displays[cell.printed.model.family] ?? cell.printed.model.family),
        .text(cell.printed.model.ratioLabel), .text(cell.title), .observed(cell.printed),
        .computed(cell.independent.value, 3, sources: sources),
        .number(
          text: NumberText.interval(cell.interval.low, cell.interval.high, 3),
          value: cell.interval.high - cell.interval.low, sources: sources),
        .computed(Double(cell.interval.trials), 0, sources: sources),
        .text(cell.isOutside ? "no" : "yes"),
      ]
    }))

// %% [markdown]
// ## A caution about the paper's own tables
//
// Tables named here are the paper's, unless they are links. Table 6 is said to average both
// scales, and Table 2 and Table 3 print each scale's average for the
// best ratio of each family. Where all three speak of the same family and ratio, one can check:
// in {{check.cells}} of {{check.cells}} such cells Table 6 lies below the mean of the other two, by
// {{check.least}} to {{check.most}}, where the whole of Table 6 spans {{lm.range}}. So the
// Transformer's dashed line in the left panel of {{figure:ratio-curves}}, which comes from Table 2
// and Table 3, must not be read against the markers. The flatness of each family's curve does not
// depend on it.
//
// {{table:conflicts}} lists what the paper prints twice with different values. With Table 5's values
// in place of Table 7's, recall's gain from pure to 3:1 is {{recall.gain.swapped}}
// ({{recall.gain.swapped.interval}}) by the {{recall.form.swapped}}, beside {{recall.gain}} by the
// {{recall.form}} above.

// %%
let averages = try ["data/paper/table2.csv", "data/paper/table3.csv"].map {
  try store.observations(task: "lm_average", path: $0)
}
let checks = lm.compactMap { row -> (difference: Double, rows: [Observation])? in
  let pair = averages.compactMap { table in
    table.first { $0.model.family == row.model.family && $0.model.ratio == row.model.ratio }
  }
  guard pair.count == averages.count else { return nil }
  return (pair.mean - row.value, pair + [row])
}
let checkSources = checks.flatMap { $0.rows.provenance }
let differences = checks.map(\.difference)
try notebook.require("Table 6 lies below the others", differences.allSatisfy { $0 > 0 })
try notebook.bind("check.cells", Double(checks.count), unit: "cells", sources: checkSources)
try notebook.bind(
  "check.least", differences.min() ?? .nan, decimals: 3, unit: "fraction", sources: checkSources)
try notebook.bind(
  "check.most", differences.max() ?? .nan, decimals: 3, unit: "fraction", sources: checkSources)
let conflicts = try store.conflicts()
try notebook.show(
  Table(
    id: "conflicts", title: "Printed twice, differently",
    caption:
      "Mean RULER accuracy (fraction) at 1.3B, as printed in the paper's Table 5 and Table 7.",
    columns: [
      Table.Column("family", .left), Table.Column("ratio", .left), Table.Column("its Table 5"),
      Table.Column("its Table 7"), Table.Column("difference"),
    ],
    rows: conflicts.map { pair in
      [
        .text(displays[pair.first.model.family] ?? pair.first.model.family),
        .text(pair.first.model.ratioLabel), .observed(pair.first), .observed(pair.second),
        .computed(
          pair.difference, 3, style: .signed,
          sources: [pair.first.provenance, pair.second.provenance]),
      ]
    }))
let swapped = try CurveStudy(
  recall.map { row in
    conflicts.first { $0.second.provenance == row.provenance }?.first ?? row
  }, plan: plan)
try notebook.bind("recall.gain.swapped", of: swapped, decimals: 3) { $0.gain(to: densest) }
try notebook.bind(
  "recall.form.swapped", words: swapped.fit.form.title.lowercased(),
  sources: swapped.observations.provenance)

// %%
try notebook.finish()
