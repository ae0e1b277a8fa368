import Canvas
import Core
import Notebook
import Paper
import Plot
import Report
import Results
import Statistics
import Studies

// %% [markdown]
// # Your own results beside the paper's
//
// **{{own.answer}}** This section reports on whatever `interleave ingest` has brought into the file of
// results: evaluations of the released checkpoints, or of hybrids of your own. It draws the same
// curves and judges the same claims as the rest of the report, on those numbers alone; nothing in it is
// averaged with what the paper prints.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let paper = try notebook.evidence()
let results = try notebook.userResults()
let families = try results?.families ?? store.families()
let level = 0.95
let plan = BootstrapPlan(draws: 2000, seed: 2507)
let standIn = results.flatMap { StandIn($0, paper: paper) }
let others = results.flatMap { StandIn($0, paper: paper, cast: .others) }
let drawn = standIn ?? others
let densest = 1.0 / 3

/// An average of the paper's, what stands in for it, and the curve through that.
struct Side {
  let id, what, table, axis: String
  let series: AverageSeries
  let curve: UserCurve
}
let sides = [
  ("lm", "language modelling", "Table 6", "mean zero-shot accuracy", drawn?.lm),
  ("recall", "recall", "Table 7", "mean RULER accuracy", drawn?.recall),
].compactMap { id, what, table, axis, series in
  series.map {
    Side(
      id: id, what: what, table: table, axis: axis, series: $0,
      curve: UserCurve($0.observations, plan: plan))
  }
}
let opinions = standIn.map { SecondOpinion.all($0, paper: paper) } ?? []
try notebook.state(opinions.map(\.own), scope: "yours")
let judged = opinions.filter { $0.own.verdict != .untestable && $0.own.verdict != nil }
let elsewhere = (others.map { SecondOpinion.all($0, paper: paper) } ?? []).filter {
  $0.own.verdict != .untestable
}
try notebook.state(elsewhere.map(\.own), scope: "yours, other families")
let unidentified = results?.models.filter { $0.standing.identity == nil } ?? []

/// What the file of results comes to, in a few sentences.
func answer() -> String {
  guard let results else {
    return "Nothing has been imported yet, so there is nothing of yours to report."
  }
  let count = results.models.count
  let known =
    "\(count) imported model\(count == 1 ? " has" : "s have") scores; it is known what "
    + "\(results.identified.isEmpty ? "none" : "\(results.identified.count)") of them "
    + "\(results.identified.count == 1 ? "is" : "are")."
  let directions = sides.map { $0.curve.direction(of: $0.what, to: densest) }
  guard let first = directions.first else {
    return known + " No model has all tasks of an average that the paper prints."
  }
  let all = ([first.prefix(1).uppercased() + first.dropFirst()] + directions.dropFirst())
    .joined(separator: "; ")
  let differing = opinions.count(where: \.differs)
  return known + " \(all). Of \(judged.count) claims that these numbers can test, "
    + "\(differing) get another verdict than by the paper's."
}
let resultsFile = "the file of imported results"
try notebook.bind("own.answer", answer(), from: resultsFile)
try notebook.bind("own.most", Coverage.mostRows.of("rows"), from: "Coverage.mostRows")

// %% [markdown] if=isEmpty
// ## How to begin
//
// Import what your tools wrote, as it is: results and samples of lm-evaluation-harness, summaries of
// RULER, trainer states, training logs, W&B exports, TensorBoard events, or a plain long CSV.
//
// ```console
// $ interleave ingest lm_eval_output/ ruler_output/
// $ interleave list results
// $ interleave reproduce --only your-results --out my-report
// ```
//
// The first command says of each file what it found, and of each model what it is: by its name where
// that follows the released checkpoints' pattern, or by a `config.json` beside its results. For any
// other model, `interleave list results --mapping` prints a file to fill in, which
// `interleave ingest --map` takes.

// %%
try notebook.when("isEmpty", results == nil)

// %% [markdown] if=hasModels
// ## What is there
//
// {{table:own-models}} lists the models of which it is known what they are, {{table:own-coverage}}
// how much was measured of them, and {{table:own-series}} what. Values share a row only where task, metric, filter, number of shots and version
// of the task are the same; percentages were turned into fractions.

// %%
let named = (results?.identified ?? []).compactMap { model in
  model.standing.identity.map { (model: model, identity: $0) }
}
try notebook.when("hasModels", !named.isEmpty)
if let results, !named.isEmpty {
  try notebook.show(
    Table(
      named.prefix(Coverage.mostRows), id: "own-models",
      title: "Imported models, and how it is known what they are",
      caption:
        "Attention: full-attention layers over all layers. Ratio: as the released checkpoints "
        + "label it, one attention layer in r. Longer lists end after {{own.most}} rows; "
        + "`interleave list results` has all.", from: { _ in resultsFile }
    ) {
      Column("model", .words) { $0.model.name }
      Column("family", .name) { families.display($0.identity.family) }
      Column("scale", .words) { $0.identity.scale.orDash }
      Column("ratio", .words) { $0.identity.ratioLabel }
      Column("attention", ".3") {
        Sourced($0.identity.attentionFraction, from: $0.identity.places + [$0.model.name])
      }
      Column("known by", .name) { $0.identity.origins.map(\.rawValue).joined(separator: ", ") }
      Column("scores") { Sourced(Double($0.model.scores), from: $0.model.name) }
    })
  let coverage = Coverage(results, families: families)
  try notebook.bind("own.omitted", coverage.omitted.of("series"), from: resultsFile)
  if !coverage.isEmpty {
    try notebook.show(coverage.byRatio(id: "own-coverage"))
    try notebook.show(
      coverage.bySeries(
        id: "own-series",
        caption:
          "A row for all values that may be compared with one another, those with most models "
          + "first; {{own.omitted}} are left out. Lacks: identified models of that scale."))
  }
}

// %% [markdown] if=hasUnidentified
// """
// Nothing says what the models in {{table:own-unidentified}} are, so they take part in no series and
// no curve. `interleave list results --mapping` prints a file in which you can say it.

// %%
try notebook.when("hasUnidentified", !unidentified.isEmpty)
if !unidentified.isEmpty {
  try notebook.show(
    Table(
      unidentified.prefix(Coverage.mostRows), id: "own-unidentified",
      title: "Models that wait to be identified",
      caption: "Longer lists end after {{own.most}} rows.", from: { _ in resultsFile }
    ) {
      Column("model", .words) { $0.name }
      Column("why", .words) {
        if case .unidentified(let reason) = $0.standing { reason } else { nil }
      }
      Column("scores") { Sourced(Double($0.scores), from: $0.name) }
    })
}

// %% [markdown] if=hasIncomparable
// """
// ## What cannot be compared
//
// The values of one row of {{table:own-incomparable}} are of one task and metric and were not measured
// alike, so no line joins them: each group is a series of its own.

// %%
try notebook.when("hasIncomparable", results?.incomparable.isEmpty == false)
if let results, !results.incomparable.isEmpty {
  try notebook.show(
    Table(
      results.incomparable.prefix(Coverage.mostRows), id: "own-incomparable",
      title: "Not comparable: measured in different ways",
      caption: "Groups from the largest, each with its number of models.",
      from: { _ in resultsFile }
    ) {
      Column("scale", .words) { $0.series[0].key.scale.orDash }
      Column("task", .words) { $0.series[0].key.task }
      Column("metric", .words) { $0.series[0].key.metric }
      Column("differ in", .words) { $0.differences.joined(separator: ", ") }
      Column("groups", align: .left) { one -> Table.Cell in
        let groups = one.series.map { "\($0.key.conditions): \($0.points.count)" }
        return groups.joined(separator: "; ")
          .cell(.words, one.series.flatMap { $0.points.flatMap(\.sources) })
      }
    })
}

// %% [markdown] if=hasDoubts
// ## What is doubtful
//
// {{table:own-doubtful}} has values that contradict one another, which are in no curve, and standard
// errors of zero where some items were right and others wrong, which cannot be and are not used.

// %%
/// A value that contradicts another, or an error that cannot be.
struct Doubt {
  let model, task, metric, what, values: String
  let sources: [String]
}
let contradictions = (results?.conflicts ?? []).map { one in
  let values = one.points.map { "\($0.original) (\($0.sources.joined(separator: ", ")))" }
  return Doubt(
    model: one.model, task: one.key.task, metric: one.key.metric, what: "contradiction",
    values: values.joined(separator: "; "), sources: one.points.flatMap(\.sources))
}
let flawed = (results?.series ?? []).flatMap { series in
  series.points.filter(\.hasImpossibleError).map {
    Doubt(
      model: $0.model, task: series.key.task, metric: series.key.metric,
      what: "standard error of zero", values: $0.original, sources: $0.sources)
  }
}
let doubts = contradictions + flawed
try notebook.when("hasDoubts", !doubts.isEmpty)
if !doubts.isEmpty {
  try notebook.show(
    Table(
      doubts.prefix(Coverage.mostRows), id: "own-doubtful",
      title: "Values that contradict each other, and errors that cannot be",
      caption: "Longer lists end after {{own.most}} rows.", from: { $0.sources }
    ) {
      Column("model", .words) { $0.model }
      Column("task", .words) { $0.task }
      Column("metric", .words) { $0.metric }
      Column("what", .words) { $0.what }
      Column("values", .words) { $0.values }
    })
}

// %% [markdown] if=hasLacking
// ## What the averages lack
//
// An average of the paper's takes all of its tasks. The models in {{table:own-lacking}} have some of
// them, so they have no average.

// %%
let averageNames = ["lm_average", "ruler_average"]
let lacking = (results?.incomplete ?? []).filter { averageNames.contains($0.definition.key) }
try notebook.when("hasLacking", !lacking.isEmpty)
if !lacking.isEmpty {
  try notebook.show(
    Table(
      lacking.prefix(Coverage.mostRows), id: "own-lacking",
      title: "Tasks that models lack for an average",
      caption: "Length: tokens of context. Longer lists end after {{own.most}} rows.",
      from: { _ in resultsFile }
    ) {
      Column("model", .words) { $0.model }
      Column("average", .name) { $0.definition.key }
      Column("length", missing: "the average has no length") { $0.length }
      Column("missing", align: .left) { one -> Table.Cell in
        .quoted(one.missing.joined(separator: ", "), sources: ["data/averages.csv"])
      }
    })
}

// %% [markdown] if=hasSides
// ## The paper's curves on your numbers
//
// An average is the plain mean of the tasks that the paper averages, as `data/averages.csv` has them.
// The paper names neither the metrics nor, for recall, the length of context, so compare slopes rather
// than heights.

// %%
/// The marks of one panel: a curve where there is one, lines, intervals, points.
func marks(_ points: [UserPoint], _ curve: UserCurve?, isShare: Bool) throws -> [any Mark] {
  let data = try points.frame(level: level, isShare: isShare)
  let means = points.meansByRatio
  let lines = try Frame([
    "family": .text(means.map(\.family)), "fraction": .numbers(means.map(\.fraction)),
    "value": .numbers(means.map(\.mean)),
  ])
  var marks: [any Mark] = []
  if let study = curve?.study {
    let fit = try study.frame(named: "fit")
    marks += [
      RibbonMark(fit, x: "fraction", low: "low", high: "high", series: .named("fit")),
      LineMark(
        fit, x: "fraction", y: "accuracy", series: .named("fit"), bridgesBreaks: false,
        isLabelled: false),
    ]
  }
  return marks + [
    LineMark(lines, x: "fraction", y: "value", series: "family"),
    IntervalMark(data, x: "fraction", low: "low", high: "high", series: "family"),
    PointMark(data, x: "fraction", y: "value", series: "family", n: "n"),
  ]
}

/// What the paper prints of the same average.
func printedMarks(_ side: Side) throws -> [any Mark] {
  let file = side.id == "lm" ? "data/paper/table6.csv" : "data/paper/table7.csv"
  let rows = try store.observations(task: side.series.definition.key, path: file)
    .filter { studied.contains($0.model.family) }
  let frame = try rows.frame()
  return [
    LineMark(frame, x: "fraction", y: "accuracy", series: "family"),
    PointMark(frame, x: "fraction", y: "accuracy", series: "family", n: "n"),
  ]
}
let studied = Set(families.filter { $0.role == .studied }.map(\.key))
let imported = Set(results?.identified.compactMap(\.standing.identity?.family) ?? [])
let styles =
  HouseStyle.styles(families, drawing: imported.union(studied)) + [HouseStyle.fit]

/// Shows a chart of values that nobody has seen before; where it cannot be drawn, says why.
func show(_ chart: Chart, id: String, caption: String, line: Int = #line) throws {
  do {
    try notebook.show(chart, id: id, caption: caption, line: line)
  } catch let fault as Fault {
    let why = [fault.what, fault.found].compactMap { $0 }.joined(separator: ", ")
    try notebook.bind("own.undrawn.\(id)", why, from: resultsFile, line: line)
    try notebook.say("A chart of this could not be drawn: {{own.undrawn.\(id)}}.", line: line)
  }
}

/// The scale, the length and the number of models of an average.
func about(_ series: AverageSeries) -> String {
  let words = [
    series.scale.isEmpty ? nil : PrintableText.of(series.scale),
    series.length.map { "\($0) tokens of context" },
    "n = \(series.points.count) models",
  ]
  return words.compactMap { $0 }.joined(separator: ", ")
}
try notebook.when("hasSides", !sides.isEmpty)
for side in sides {
  let kind = try side.series.points.intervalKind(level: level, isShare: true)
  let fit =
    side.curve.study.map {
      "Grey: the \($0.fit.form.title.lowercased()) over all families, \(NumberText.percent(level, 0)) "
        + "band (\($0.method), n = \($0.fit.n))."
    } ?? "No curve: \(side.curve.reason ?? "too few values")."
  let direction = side.curve.direction(of: "your \(side.what)", to: densest)
  try show(
    Chart(
      title: direction.prefix(1).uppercased() + direction.dropFirst(),
      subtitle: "Left: the paper's \(side.table), one run a marker, no interval. Right: yours, "
        + "\(about(side.series)), one model a marker; \(kind). \(fit)",
      panels: [
        Panel(
          "The paper", x: HouseStyle.ratioAxis(of: []), y: Axis(side.axis, LinearAxis()),
          marks: try printedMarks(side)),
        Panel(
          "Yours", x: HouseStyle.ratioAxis(of: side.series.points),
          y: Axis(side.axis, LinearAxis()),
          marks: try marks(side.series.points, side.curve, isShare: true)),
      ], styles: styles, panelHeight: 150, labels: .lastPanel),
    id: "own-\(side.id)",
    caption:
      "Two sets of measurements, never averaged together. The panels' axes have scales of their "
      + "own.")
}

// %% [markdown] if=hasSingle
// ## Single tasks
//
// {{figure:own-tasks}} has the tasks with most models; the others are in {{table:own-series}}.

// %%
/// Single tasks with models at several ratios, those with most models first.
let single =
  results?.series.filter { $0.ratioCount > 1 && $0.points.count > 2 && $0.key.unit == .fraction }
  .sorted { ($1.points.count, $0.key) < ($0.points.count, $1.key) } ?? []
let shown = Array(single.prefix(6))
try notebook.when("hasSingle", !shown.isEmpty)
if !shown.isEmpty {
  try notebook.bind(
    "own.conditions",
    PrintableText.of(Set(shown.map(\.key.conditions)).sorted().joined(separator: "; ")),
    from: resultsFile)
  let kinds = try Set(
    shown.map { try $0.points.intervalKind(level: level, isShare: true) })
  try show(
    Chart(
      title: "Single tasks by ratio, each with the noise of its items",
      subtitle:
        "One model a marker; \(kinds.sorted().joined(separator: "; ")). Lines join the means of "
        + "a family.",
      panels: try shown.map { series in
        let name = [series.key.scale, series.key.task, series.key.metric]
          .filter { !$0.isEmpty }.joined(separator: " ")
        return Panel(
          "\(PrintableText.of(name)) (n = \(series.points.count))",
          x: HouseStyle.ratioAxis(of: series.points),
          y: Axis("fraction", LinearAxis()), marks: try marks(series.points, nil, isShare: true))
      }, styles: styles, columns: 2, panelHeight: 110, labels: .legend),
    id: "own-tasks",
    caption: "Measured as: {{own.conditions}}.")
}

// %% [markdown] if=hasStandIn
// ## The claims on your numbers
//
// {{table:own-claims}} judges each claim about measured numbers again, with yours in the place of the
// paper's tables, cell by cell. Where a claim is about the best ratio of a family, your model of that
// ratio stands in. A cell that you have no value for is missing, and what needs it is untestable.
// Several models of one family, scale and ratio count as their mean.

// %%
/// The reason why a claim cannot be tested, or what its effect is.
func remark(_ result: ClaimResult) -> Table.Cell {
  guard let judgement = result.judgement else {
    let words = (result.failure ?? "unreadable").split(whereSeparator: \.isWhitespace)
    return .quoted(words.joined(separator: " "), sources: [resultsFile])
  }
  if result.verdict == .untestable { return .quoted(judgement.sentence, sources: [resultsFile]) }
  let effect = judgement.effect.map { effect in
    effect.name + (effect.interval.map { "; interval: \($0.kind)" } ?? "")
  }
  let count = judgement.n.map { "n = \($0) \(judgement.unit)" }
  return .quoted([effect, count].compactMap { $0 }.joined(separator: "; "), sources: result.reads)
}
let review = ClaimReview(paper)
try notebook.when("hasStandIn", standIn != nil)
if standIn != nil {
  try notebook.show(
    Table(
      opinions, id: "own-claims", title: "What the paper claims, by its numbers and by yours",
      caption: "Effect and interval: {{table:own-remarks}} says what they are."
    ) {
      SecondOpinion.verdicts("yours", review)
      Column("effect") { $0.paper.effectCell }
      Column("yours") { $0.own.effectCell }
      Column("interval") { $0.own.intervalCell }
    })
  try notebook.show(
    Table(
      opinions, id: "own-remarks",
      title: "What your effects are, or why a claim cannot be tested",
      caption: "Of your numbers alone."
    ) {
      Column("") { review.labelCell(of: $0.paper) }
      Column("remark", align: .left) { remark($0.own) }
    })
}

// %% [markdown] if=hasElsewhere
// ## The same claims on other families
//
// The paper studies six families. {{table:own-others}} asks of yours outside them ({{own.others}}) what
// the paper says of its six, where your numbers can tell. “All” and “most” speak of these families
// alone.

// %%
try notebook.when("hasElsewhere", !elsewhere.isEmpty)
if let others, !elsewhere.isEmpty {
  try notebook.bind(
    "own.others", PrintableText.of(others.families.map(\.display).joined(separator: ", ")),
    from: resultsFile)
  try notebook.show(
    Table(
      elsewhere, id: "own-others", title: "What the paper claims of its families, asked of others",
      caption: "Effect and interval: of your numbers, without the paper's families."
    ) {
      SecondOpinion.verdicts("others", review)
      Column("effect") { $0.own.effectCell }
      Column("interval") { $0.own.intervalCell }
      Column("what the effect is", align: .left) { remark($0.own) }
    })
}

// %%
try notebook.finish()
