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
let resultSources = ["the file of imported results"]
try notebook.bind("own.answer", words: answer(), sources: resultSources)
try notebook.bind(
  "own.most", Double(Coverage.mostRows), unit: "rows", sources: ["Coverage.mostRows"])

// %%
if results == nil {
  try notebook.say(
    """
    ## How to begin

    Import what your tools wrote, as it is: results and samples of lm-evaluation-harness, summaries of
    RULER, trainer states, training logs, W&B exports, TensorBoard events, or a plain long CSV.

    ```console
    $ interleave ingest lm_eval_output/ ruler_output/
    $ interleave list results
    $ interleave reproduce --only your-results --out my-report
    ```

    The first command says of each file what it found, and of each model what it is: by its name where
    that follows the released checkpoints' pattern, or by a `config.json` beside its results. For any
    other model, `interleave list results --mapping` prints a file to fill in, which
    `interleave ingest --map` takes.
    """)
}

// %%
if let results, !results.identified.isEmpty {
  let named = results.identified.prefix(Coverage.mostRows)
  try notebook.say(
    """
    ## What is there

    {{table:own-models}} lists the models of which it is known what they are, {{table:own-coverage}}
    how much was measured of them, and {{table:own-series}} what. Values share a row only where task, metric, filter, number of shots and version
    of the task are the same; percentages were turned into fractions.
    """)
  try notebook.show(
    Table(
      id: "own-models", title: "Imported models, and how it is known what they are",
      caption:
        "Attention: full-attention layers over all layers. Ratio: as the released checkpoints "
        + "label it, one attention layer in r. Longer lists end after {{own.most}} rows; "
        + "`interleave list results` has all.",
      columns: [
        Table.Column("model", .left), Table.Column("family", .left), Table.Column("scale", .left),
        Table.Column("ratio", .left), Table.Column("attention"), Table.Column("known by", .left),
        Table.Column("scores"),
      ],
      rows: named.compactMap { model in
        guard let identity = model.standing.identity else { return nil }
        let family = families.first { $0.key == identity.family }?.display ?? identity.family
        let origins = identity.origins.map(\.rawValue).joined(separator: ", ")
        return [
          .named(model.name, sources: resultSources), .text(family),
          .named(identity.scale.orDash, sources: resultSources),
          .named(identity.ratioLabel, sources: resultSources),
          .computed(identity.attentionFraction, 3, sources: identity.places + [model.name]),
          .text(origins), .computed(Double(model.scores), 0, sources: [model.name]),
        ]
      }))
  let coverage = Coverage(results, families: families)
  try notebook.bind(
    "own.omitted", Double(coverage.omitted), unit: "series", sources: resultSources)
  if !coverage.ratioRows.isEmpty {
    try notebook.show(
      Table(
        id: "own-coverage", title: "How much was measured of each family at each ratio",
        caption: "Series: tasks and metrics, each measured in one way.",
        columns: coverage.ratioColumns, rows: coverage.ratioRows))
    try notebook.show(
      Table(
        id: "own-series", title: "What was measured, of how many models, and of which it was not",
        caption:
          "A row for all values that may be compared with one another, those with most models "
          + "first; {{own.omitted}} are left out. Lacks: identified models of that scale.",
        columns: Coverage.taskColumns, rows: coverage.taskRows))
  }
}

// %%
if !unidentified.isEmpty {
  try notebook.say(
    """
    Nothing says what the models in {{table:own-unidentified}} are, so they take part in no series and
    no curve. `interleave list results --mapping` prints a file in which you can say it.
    """)
  try notebook.show(
    Table(
      id: "own-unidentified", title: "Models that wait to be identified",
      caption: "Longer lists end after {{own.most}} rows.",
      columns: [
        Table.Column("model", .left), Table.Column("why", .left), Table.Column("scores"),
      ],
      rows: unidentified.prefix(Coverage.mostRows).map { model in
        guard case .unidentified(let reason) = model.standing else { return [] }
        return [
          .named(model.name, sources: resultSources), .named(reason, sources: resultSources),
          .computed(Double(model.scores), 0, sources: [model.name]),
        ]
      }))
}

// %%
if let results, !results.incomparable.isEmpty {
  try notebook.say(
    """
    ## What cannot be compared

    The values of one row of {{table:own-incomparable}} are of one task and metric and were not measured
    alike, so no line joins them: each group is a series of its own.
    """)
  try notebook.show(
    Table(
      id: "own-incomparable", title: "Not comparable: measured in different ways",
      caption: "Groups from the largest, each with its number of models.",
      columns: [
        Table.Column("scale", .left), Table.Column("task", .left), Table.Column("metric", .left),
        Table.Column("differ in", .left), Table.Column("groups", .left),
      ],
      rows: results.incomparable.prefix(Coverage.mostRows).map { one in
        let key = one.series[0].key
        let sources = one.series.flatMap { $0.points.flatMap(\.sources) }
        let groups = one.series.map { "\($0.key.conditions): \($0.points.count)" }
        return [key.scale.orDash, key.task, key.metric, one.differences.joined(separator: ", ")]
          .map { .named($0, sources: resultSources) }
          + [.named(groups.joined(separator: "; "), sources: sources)]
      }))
}

// %%
let flawed =
  results?.series.flatMap { series in
    series.points.filter(\.hasImpossibleError).map { (series.key, $0) }
  } ?? []
if let results, !results.conflicts.isEmpty || !flawed.isEmpty {
  try notebook.say(
    """
    ## What is doubtful

    {{table:own-doubtful}} has values that contradict one another, which are in no curve, and standard
    errors of zero where some items were right and others wrong, which cannot be and are not used.
    """)
  let conflicts = results.conflicts.map { one -> [Table.Cell] in
    let values = one.points.map { "\($0.original) (\($0.sources.joined(separator: ", ")))" }
    return [one.model, one.key.task, one.key.metric, "contradiction"].map {
      .named($0, sources: resultSources)
    } + [
      .named(values.joined(separator: "; "), sources: one.points.flatMap(\.sources))
    ]
  }
  let errors = flawed.map { key, point -> [Table.Cell] in
    [point.model, key.task, key.metric, "standard error of zero", point.original].map {
      .named($0, sources: point.sources)
    }
  }
  try notebook.show(
    Table(
      id: "own-doubtful", title: "Values that contradict each other, and errors that cannot be",
      caption: "Longer lists end after {{own.most}} rows.",
      columns: ["model", "task", "metric", "what", "values"].map { Table.Column($0, .left) },
      rows: Array((conflicts + errors).prefix(Coverage.mostRows))))
}

// %%
let averageNames = ["lm_average", "ruler_average"]
let lacking = (results?.incomplete ?? []).filter { averageNames.contains($0.definition.key) }
if !lacking.isEmpty {
  try notebook.say(
    """
    ## What the averages lack

    An average of the paper's takes all of its tasks. The models in {{table:own-lacking}} have some of
    them, so they have no average.
    """)
  try notebook.show(
    Table(
      id: "own-lacking", title: "Tasks that models lack for an average",
      caption: "Length: tokens of context. Longer lists end after {{own.most}} rows.",
      columns: [
        Table.Column("model", .left), Table.Column("average", .left), Table.Column("length"),
        Table.Column("missing", .left),
      ],
      rows: lacking.prefix(Coverage.mostRows).map { one in
        [
          .named(one.model, sources: resultSources), .text(one.definition.key),
          one.length.map { .computed(Double($0), 0, sources: resultSources) }
            ?? .missing(reason: "the average has no length"),
          .quoted(one.missing.joined(separator: ", "), sources: ["data/averages.csv"]),
        ]
      }))
}

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
    try notebook.bind("own.undrawn.\(id)", words: why, sources: resultSources, line: line)
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
if !sides.isEmpty {
  try notebook.say(
    """
    ## The paper's curves on your numbers

    An average is the plain mean of the tasks that the paper averages, as `data/averages.csv` has them.
    The paper names neither the metrics nor, for recall, the length of context, so compare slopes rather
    than heights.
    """)
}
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

// %%
/// Single tasks with models at several ratios, those with most models first.
let single =
  results?.series.filter { $0.ratioCount > 1 && $0.points.count > 2 && $0.key.unit == .fraction }
  .sorted { ($1.points.count, $0.key) < ($0.points.count, $1.key) } ?? []
let shown = Array(single.prefix(6))
if !shown.isEmpty {
  try notebook.say(
    """
    ## Single tasks

    {{figure:own-tasks}} has the tasks with most models; the others are in {{table:own-series}}.
    """)
  try notebook.bind(
    "own.conditions",
    words: PrintableText.of(Set(shown.map(\.key.conditions)).sorted().joined(separator: "; ")),
    sources: resultSources)
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

// %%
/// The reason why a claim cannot be tested, or what its effect is.
func remark(_ result: ClaimResult) -> Table.Cell {
  guard let judgement = result.judgement else {
    let words = (result.failure ?? "unreadable").split(whereSeparator: \.isWhitespace)
    return .quoted(words.joined(separator: " "), sources: resultSources)
  }
  if result.verdict == .untestable { return .quoted(judgement.sentence, sources: resultSources) }
  let effect = judgement.effect.map { effect in
    effect.name + (effect.interval.map { "; interval: \($0.kind)" } ?? "")
  }
  let count = judgement.n.map { "n = \($0) \(judgement.unit)" }
  return .quoted([effect, count].compactMap { $0 }.joined(separator: "; "), sources: result.reads)
}
let review = ClaimReview(paper)
func label(_ one: SecondOpinion) -> Table.Cell {
  .quoted(review.label(of: one.paper), sources: [one.paper.claim.place])
}
if standIn != nil {
  try notebook.say(
    """
    ## The claims on your numbers

    {{table:own-claims}} judges each claim about measured numbers again, with yours in the place of the
    paper's tables, cell by cell. Where a claim is about the best ratio of a family, your model of that
    ratio stands in. A cell that you have no value for is missing, and what needs it is untestable.
    Several models of one family, scale and ratio count as their mean.
    """)
  try notebook.show(
    Table(
      id: "own-claims", title: "What the paper claims, by its numbers and by yours",
      caption: "Effect and interval: {{table:own-remarks}} says what they are.",
      columns: [
        Table.Column(""), Table.Column("claim", .left), Table.Column("the paper's", .left),
        Table.Column("yours", .left), Table.Column("effect"), Table.Column("yours"),
        Table.Column("interval"),
      ],
      rows: opinions.map { one in
        [
          label(one), one.paper.statementCell, one.paper.verdictCell, one.own.verdictCell,
          one.paper.effectCell, one.own.effectCell, one.own.intervalCell,
        ]
      }))
  try notebook.show(
    Table(
      id: "own-remarks", title: "What your effects are, or why a claim cannot be tested",
      caption: "Of your numbers alone.",
      columns: [Table.Column(""), Table.Column("remark", .left)],
      rows: opinions.map { [label($0), remark($0.own)] }))
}

// %%
if let others, !elsewhere.isEmpty {
  try notebook.bind(
    "own.others",
    words: PrintableText.of(others.families.map(\.display).joined(separator: ", ")),
    sources: resultSources)
  try notebook.say(
    """
    ## The same claims on other families

    The paper studies six families. {{table:own-others}} asks of yours outside them ({{own.others}}) what
    the paper says of its six, where your numbers can tell. “All” and “most” speak of these families
    alone.
    """)
  try notebook.show(
    Table(
      id: "own-others", title: "What the paper claims of its families, asked of others",
      caption: "Effect and interval: of your numbers, without the paper's families.",
      columns: [
        Table.Column(""), Table.Column("claim", .left), Table.Column("the paper's", .left),
        Table.Column("others", .left), Table.Column("effect"), Table.Column("interval"),
        Table.Column("what the effect is", .left),
      ],
      rows: elsewhere.map { one in
        [
          label(one), one.paper.statementCell, one.paper.verdictCell, one.own.verdictCell,
          one.own.effectCell, one.own.intervalCell, remark(one.own),
        ]
      }))
}

// %%
try notebook.finish()
