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
// {{recall.families}} families with printed recall, it gains {{recall.gain:+.3}} from pure linear
// attention to 3:1 ({{level:%}} interval {{recall.gain.interval}}, {{bootstrap.kind}},
// n = {{recall.n}}); a rise with the ratio that all families share is more than chance would do
// (Page's trend test, p = {{recall.page:<.4}}). Language modelling changes by {{lm.gain:+.3}} over the same
// range ({{lm.gain.interval}}, n = {{lm.n}}).
//
// **They do not show where recall saturates.** Of {{forms.count}} forms, the {{recall.form}}
// describes recall best; the best form with a ceiling, {{recall.ceiling}}, is
// {{recall.ceiling.delta:.1}} AICc units behind, {{recall.ceiling.meaning}}. From 6:1 to 3:1 the fitted
// recall still gains {{recall.last:+.3}} ({{recall.last.interval}}). What the recommended 6:1 to 3:1
// does have is the Transformer's level: {{reached.families}} of {{recall.families}} families reach
// its {{transformer.recall:.3}} at one of these two ratios, and {{reached.earlier}} at a sparser one.
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
// - **Recall.** A constant is {{recall.constant.delta:.1}} AICc units behind the best form,
//   {{recall.constant.meaning}}. How it bends is less certain: forms within
//   {{aicc.threshold}} units of the best cannot be told from it ({{recall.tied}}), and those a
//   little further are weakly, not firmly, behind. By the forms within {{aicc.wide}} units, 6:1
//   already has {{recall.share6.least:%}} to {{recall.share6.most:%}} of the gain that 3:1 has.
// - **Language modelling.** The forms within {{aicc.threshold}} units of the best are
//   {{lm.tied}}: where a constant is among them, the numbers do not need the ratio at all. The
//   whole table spans {{lm.range:.3}}, from {{lm.lowest:.3}} to {{lm.highest:.3}}.
// - **Families as the sample.** The intervals above resample residuals: they speak of these
//   families, trained again. To speak of families that the paper did not train, one has to
//   resample families, and with so few the interval is wider: {{recall.gain.families:+.3}} for recall's
//   gain, {{lm.gain.families:+.3}} for language modelling's.
// - **Convention.** Read literally, as r linear layers to one of full attention, the same labels
//   mean less full attention. The best form for recall is then the {{recall.form.written}}, and its
//   gain {{recall.gain.written:+.3}} ({{recall.gain.written.interval}}).

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

/// A form's title, in a sentence.
func title(_ study: CurveStudy) -> String { study.fit.form.title.lowercased() }
let burnham = "Burnham and Anderson, Model Selection and Multimodel Inference, section 2.6"
let gain = try recallStudy.estimate { $0.gain(to: densest) }
try notebook.bind("recall.gain", gain)
try notebook.bind("lm.gain", lmStudy.estimate { $0.gain(to: densest) })
try notebook.bind("recall.gain.written", recallWritten.estimate { $0.gain(to: 0.25) })
try notebook.bind("recall.last", recallStudy.estimate { $0.gain(from: 1.0 / 6, to: densest) })
try notebook.bind("recall.gain.families", recallStudy.overFamilies { $0.gain(to: densest) })
try notebook.bind("lm.gain.families", lmStudy.overFamilies { $0.gain(to: densest) })
try notebook.bind("level", level, from: "the confidence level of this notebook")
try notebook.bind("bootstrap.kind", recallStudy.method, from: "seed \(plan.seed)")
try notebook.bind("forms.count", CurveForm.all.count.of("forms"), from: "CurveForm.all")
try notebook.bind(
  from: burnham,
  [
    "aicc.wide": FormSupport.wide.of("AICc"),
    "aicc.threshold": FormComparison.indistinguishableDelta.of("AICc"),
  ])

/// What share of the gain at 3:1 each form with considerable support gives to 6:1 already.
let shares = recallStudy.comparison.rows.filter { ($0.deltaAICc ?? .infinity) < FormSupport.wide }
  .compactMap(\.fit).map { $0.curve.gain(to: 1.0 / 6) / $0.curve.gain(to: densest) }
try notebook.bind(
  from: ["over the forms within \(FormSupport.wide) AICc units of the best, fitted to:"]
    + recall.sources,
  ["recall.share6.least": shares.min(), "recall.share6.most": shares.max()])
for (name, study) in [("recall", recallStudy), ("lm", lmStudy)] {
  try notebook.bind(
    from: study,
    [
      "\(name).n": study.fit.n.of("points"),
      "\(name).families": study.fit.groups.count.of("families"), "\(name).form": title(study),
      "\(name).tied": titles(study.comparison.indistinguishable),
    ])
  try notebook.bind(
    "\(name).constant.delta", study.comparison.row("constant").deltaAICc?.of("AICc"), as: ".1",
    from: study)
}
let ceilings = ["saturating-exponential", "broken-stick", "logistic"]
let ceiling = recallStudy.comparison.rows.filter { ceilings.contains($0.form.name) }
  .min { ($0.deltaAICc ?? .infinity) < ($1.deltaAICc ?? .infinity) }
let page = try pageTrend(try recall.curvePoints())
try notebook.bind(
  from: recall,
  [
    "recall.form.written": title(recallWritten),
    "recall.ceiling": ceiling.map { "the \($0.form.title.lowercased())" } ?? "none",
    "recall.ceiling.delta": ceiling?.deltaAICc?.of("AICc"),
    "recall.ceiling.meaning": FormSupport.clause(ceiling?.deltaAICc ?? .infinity),
    "recall.constant.meaning":
      FormSupport.clause(try recallStudy.comparison.row("constant").deltaAICc ?? .infinity),
    "recall.page": page.pValue,
  ])
try notebook.bind("lm.lowest", lm.values.least)
try notebook.bind("lm.highest", lm.values.most)
try notebook.bind("lm.range", lm.values.span)
try notebook.require("recall rises", (gain.ends?.low ?? 0) > 0 && page.pValue < 1 - level)
try notebook.require(
  "language modelling moves by less than one percent",
  abs(lmStudy.fit.curve.gain(to: densest)) < 0.01)

// %%
/// The Transformer's numbers: printed for recall; for language modelling the mean of two tables.
try notebook.bind("paper.figure", "Figure 2", from: "arXiv:2507.06457, version 2")
let transformerRecall = try store.observations(
  task: "ruler_average", path: "data/paper/table5.csv", family: "Transformer")
let transformerLM = try ["data/paper/table2.csv", "data/paper/table3.csv"].flatMap {
  try store.observations(task: "lm_average", path: $0, family: "Transformer")
}
try notebook.bind("transformer.recall", transformerRecall.values.mean)
try notebook.bind("transformer.lm", transformerLM.values.mean)

/// How many families reach the Transformer's recall at one of some ratios.
func reaching(_ ratios: [String]) -> Sourced {
  let level = transformerRecall.mean
  let reached = recall.filter { ratios.contains($0.model.ratioLabel) && $0.value >= level }
  return Set(reached.map(\.model.family)).count.of("families")
}
try notebook.bind(
  from: recall + transformerRecall,
  [
    "reached.families": reaching(["6:1", "3:1"]),
    "reached.earlier": reaching(["pure", "24:1", "12:1"]),
  ])

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
      + "over all families with its {{level:%}} band ({{bootstrap.kind}}; n = {{lm.n}} and "
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
    "The paper's {{paper.figure}} from its printed numbers. Transformer: {{transformer.recall:.3}} in "
    + "recall as printed; in language modelling {{transformer.lm:.3}}, the mean of what the paper's "
    + "Table 2 and Table 3 print, which is not on the same footing as its Table 6 (see "
    + "below). Dotted: across the axis break, since pure has no place on a logarithmic axis.")

// %%
let reasons =
  recallStudy.reasons(task: "recall") + lmStudy.reasons(task: "language modelling")
try notebook.bind(
  "forms.left", reasons.isEmpty ? "none" : reasons.joined(separator: "; "), from: recall + lm)
try notebook.show(
  Table(
    CurveForm.all, id: "pooled-forms", title: "Forms of the curve, one shape for all families",
    caption: "ΔAICc: distance from the best form, lower is better. LOO and LOFO: root mean square "
      + "error over left-out points and over left-out families, in accuracy. Shape x is the "
      + "attention fraction; the level of each family is fitted too. n = {{recall.n}} for recall, "
      + "{{lm.n}} for language modelling. Without a fit: {{forms.left}}."
  ) {
    Column("form", .name) { $0.title }
    Column("shape", .formula) { $0.formula }
    recallStudy.columns("recall ΔAICc")
    lmStudy.columns("LM ΔAICc")
  })

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
// sum of squares by a factor of {{single.reduction:d}} to win. That is no evidence for flatness.
// {{table:families}} gives each family's gain by the form that is best for all families together,
// with an F test against a constant; {{figure:recall-families}} and {{figure:lm-families}} draw
// these fits.

// %%
/// One family alone, by the form that is best for all.
struct SingleStudy {
  let family: Family
  let study: CurveStudy
  /// From pure to 3:1.
  let gain: BootstrapInterval

  init(_ family: Family, of all: CurveStudy) throws {
    self.family = family
    study = try all.alone(family)
    gain = try study.interval { $0.gain(to: densest) }
  }

  /// Gain with its interval, and the p value of the F test against a constant.
  static func columns(_ head: String, of singles: [SingleStudy]) -> [Column<Family>] {
    func own(_ family: Family) -> SingleStudy? { singles.first { $0.family == family } }
    let reason = "the paper prints no recall by ratio"
    return [
      Column(head, "+.3", missing: reason) {
        own($0).map { Sourced($0.gain.estimate, from: $0.study) }
      },
      Column("interval", missing: reason) { family in
        own(family).map {
          .number(
            text: $0.gain.ends("+.3"), value: $0.gain.standardError, sources: $0.study.sources)
        } as Table.Cell?
      },
      Column("p", "<.3", missing: reason) { family in
        own(family).flatMap { one in
          one.study.fit.shapeTest.map { Sourced($0.pValue, from: one.study) }
        }
      },
    ]
  }
}
func singles(_ study: CurveStudy) throws -> [SingleStudy] {
  try families.filter { study.fit.groups.contains($0.key) }.map { try SingleStudy($0, of: study) }
}
let recallSingles = try singles(recallStudy)
let lmSingles = try singles(lmStudy)
try notebook.show(
  Table(
    lmSingles.map(\.family), id: "families", title: "Gains of each family alone, from pure to 3:1",
    caption: "In accuracy (fraction), by the {{recall.form}} for recall and the {{lm.form}} for "
      + "language modelling, n = {{points.each}} a fit. Interval: {{level:%}}, {{bootstrap.kind}}. p: F "
      + "test of the form against a constant. Each family is taken by itself; nothing is corrected "
      + "for the number of tests."
  ) {
    Column("family", .name) { $0.display }
    SingleStudy.columns("recall gain", of: recallSingles)
    SingleStudy.columns("LM gain", of: lmSingles)
  })
let first = recallSingles[0].study
let limits = first.comparison.limits
try notebook.bind(
  from: first,
  [
    "points.each": limits.points.of("points"),
    "points.admitted": titles(first.comparison.rows.filter { $0.fit != nil }),
    "points.refused": titles(first.comparison.rows.filter { $0.fit == nil }),
  ])
try notebook.bind(
  "points.parameters", limits.largestParameterCount.of("parameters"),
  from: ["n less three, the level included:"] + first.sources)
let constants = recallSingles.filter { $0.study.comparison.bestByAICc?.form.name == "constant" }
try notebook.bind("single.constant", constants.count.of("families"), from: recall)
try notebook.bind(
  "single.reduction", limits.reductionForASlope?.of("ratio"),
  from: "AICc of a line against that of a constant, at n points of one family")
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
      "Recall against ratio, the {{recall.form}} fitted to each family alone, with its {{level:%}} band "
        + "({{bootstrap.kind}}; n = {{points.each}} a family). Grey: the other families."),
    domain: 0...0.6, columns: 2),
  id: "recall-families",
  caption: "Each panel is fitted alone. Bands are pointwise and end where "
    + "the axis does. One run a marker.")
try notebook.show(
  try multiples(
    lmSingles, title: "No family's language modelling moves by much",
    subtitle: try notebook.text(
      "Language modelling against ratio, the {{lm.form}} fitted to each family alone, {{level:%}} band "
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
// {{independent.cells}} printed values lie outside of the independent value's {{level:%}} interval
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
  "independent.tasks", Wording.list(independentTasks.map(\.title)), from: independent)

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
try notebook.bind("independent.changes", Wording.list(changes), from: means)

let shownFamilies = Set(means.map(\.family.key))
let paperFrame = try lm.filter { shownFamilies.contains($0.model.family) }.frame()
let meansFrame = try means.frame(level: level)
try notebook.show(
  Chart(
    title: "Independent evaluations find language modelling flat as well",
    subtitle: try notebook.text(
      "Mean accuracy against ratio. Left: the paper's Table 6, one run a marker, no interval. Right: "
        + "another source, 1.3B checkpoints, mean of {{independent.tasks}}; bars: {{level:%}} normal "
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
let misses = matched.filter(\.isOutside).map(\.title)
let missedTasks = Set(misses).sorted().map { title in
  "\(misses.filter { $0 == title }.count) of \(matched.filter { $0.title == title }.count) in \(title)"
}
try notebook.bind(
  from: matched,
  [
    "independent.cells": matched.count.of("values"),
    "independent.outside": misses.count.of("values"),
    "independent.misses": Wording.list(missedTasks),
  ])
try notebook.show(
  Table(
    matched, id: "independent-cells", title: "Single tasks, printed and evaluated again",
    caption:
      "Accuracy (fraction) at 1.3B. Interval: {{level:%}} Wilson, over the task's n items. In it: "
      + "whether the printed value, within its rounding, lies in that interval.",
    from: { $0.independent }
  ) {
    Column("family", .name) { families.display($0.printed.model.family) }
    Column("ratio", .name) { $0.printed.model.ratioLabel }
    Column("task", .name) { $0.title }
    Column("paper") { $0.printed }
    Column("independent", ".3") { $0.independent }
    Column("interval", ".3") { $0.interval.ends }
    Column("n") { $0.interval.trials }
    Column("in it", .name) { !$0.isOutside }
  })

// %% [markdown]
// ## A caution about the paper's own tables
//
// Tables named here are the paper's, unless they are links. Table 6 is said to average both
// scales, and Table 2 and Table 3 print each scale's average for the
// best ratio of each family. Where all three speak of the same family and ratio, one can check:
// in {{check.cells}} of {{check.cells}} such cells Table 6 lies below the mean of the other two, by
// {{check.least:.3}} to {{check.most:.3}}, where the whole of Table 6 spans {{lm.range:.3}}. So the
// Transformer's dashed line in the left panel of {{figure:ratio-curves}}, which comes from Table 2
// and Table 3, must not be read against the markers. The flatness of each family's curve does not
// depend on it.
//
// {{table:conflicts}} lists what the paper prints twice with different values. With Table 5's values
// in place of Table 7's, recall's gain from pure to 3:1 is {{recall.gain.swapped:+.3}}
// ({{recall.gain.swapped.interval}}) by the {{recall.form.swapped}}, beside {{recall.gain:+.3}} by the
// {{recall.form}} above.

// %%
let averages = try ["data/paper/table2.csv", "data/paper/table3.csv"].map {
  try store.observations(task: "lm_average", path: $0)
}
let checks = lm.compactMap { row -> Sourced? in
  let pair = averages.compactMap { table in
    table.first { $0.model.family == row.model.family && $0.model.ratio == row.model.ratio }
  }
  return pair.count == averages.count ? pair.values.mean.map { $0 - row.sourced } : nil
}
try notebook.require("Table 6 lies below the others", checks.allSatisfy { $0.value > 0 })
try notebook.bind("check.cells", checks.count.of("cells"), from: checks)
try notebook.bind("check.least", checks.least)
try notebook.bind("check.most", checks.most)
let conflicts = try store.conflicts()
try notebook.show(
  Table(
    conflicts, id: "conflicts", title: "Printed twice, differently",
    caption:
      "Mean RULER accuracy (fraction) at 1.3B, as printed in the paper's Table 5 and Table 7."
  ) {
    Column("family", .name) { families.display($0.first.model.family) }
    Column("ratio", .name) { $0.first.model.ratioLabel }
    Column("its Table 5") { $0.first }
    Column("its Table 7") { $0.second }
    Column("difference", "+.3") { $0.difference }
  })
let swapped = try CurveStudy(
  recall.map { row in
    conflicts.first { $0.second.provenance == row.provenance }?.first ?? row
  }, plan: plan)
try notebook.bind("recall.gain.swapped", swapped.estimate { $0.gain(to: densest) })
try notebook.bind("recall.form.swapped", title(swapped), from: swapped)

// %%
try notebook.finish()
