import Claims
import Core
import Metrics
import Notebook
import Plot
import Report
import Statistics

// %% [markdown]
// # The same question at toy scale, with many seeds
//
// **{{toy.answer}}** The paper trains one model of each kind, and leaves open how far two training runs of
// one model differ. Small models of our own can be trained again and again: here each family and ratio has
// several seeds, on tasks whose right answers are known. Nothing here is averaged with the paper's numbers:
// these models are thousands of times smaller, and see a language that no person speaks.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let profile = "standard"
let runs = try notebook.recordedRuns(of: profile)
let groups = ToyGroup.all(runs)
let level = 0.95
let solvedAt = 0.9
let language = ToyMeans.language
/// The recall tasks, from the easiest; the last is scored and never trained.
let recallTasks = ToyMeans.recallTasks
let hard = "recite16"
let sources = runs.isEmpty ? ["data/manifest.json"] : runs.map(\.provenance)

/// Keys of families by FLA's names.
let keys = try Dictionary(
  groups.map { group in
    let type = group.about.family
    return (type, try store.family(ofModelType: type)?.key ?? type)
  }, uniquingKeysWith: { a, _ in a })
func key(_ group: ToyGroup) -> String { keys[group.about.family] ?? group.about.family }
func title(_ key: String) -> String { families.first { $0.key == key }?.display ?? key }
let studied = families.filter { family in
  family.role == .studied && groups.contains { key($0) == family.key }
}

func recall(_ run: ToyRun) -> Double? { ToyMeans.recall(run) }

/// A group's mean over seeds of what its runs have; nil where a run has no result.
func estimate(_ group: ToyGroup, _ value: (ToyRun) -> Double?) throws -> ToyGroup.Estimate? {
  let values = group.runs.compactMap(value)
  guard values.count == group.runs.count else { return nil }
  return try ToyGroup.mean(values, level)
}

/// A family's mean over seeds along the ratio, from pure to the densest hybrid.
func curve(_ family: Family, _ value: (ToyRun) -> Double?) throws -> [CurvePoint] {
  try groups.filter { key($0) == family.key && $0.about.attentionFraction < 1 }
    .sorted { $0.about.attentionFraction < $1.about.attentionFraction }
    .compactMap { group in
      try estimate(group, value).map {
        CurvePoint(group: family.key, x: group.about.attentionFraction, y: $0.value)
      }
    }
}

/// The families with a value at every ratio.
func curves(_ value: (ToyRun) -> Double?) throws -> [[CurvePoint]] {
  let all = try studied.map { try curve($0, value) }
  let most = all.map(\.count).max() ?? 0
  return most > 1 ? all.filter { $0.count == most } : []
}
func excess(_ run: ToyRun) -> Double? { run.score(language)?.excess }
let recallCurves = try curves(recall)
let excessCurves = try curves(excess)

/// The change from pure to the densest hybrid over families.
func change(_ curves: [[CurvePoint]]) throws -> MeanInterval? {
  let changes = curves.compactMap { curve in
    curve.last.flatMap { last in curve.first.map { last.y - $0.y } }
  }
  return changes.count > 1 ? try MeanInterval(changes, level: level) : nil
}
let gain = try change(recallCurves)
let shift = try change(excessCurves)
let trend = recallCurves.count > 1 ? try pageTrend(recallCurves.flatMap { $0 }) : nil

func words(_ change: MeanInterval?, _ unit: String) -> String {
  guard let change else { return "cannot be told" }
  guard let low = change.low, let high = change.high else {
    return "is \(NumberText.signed(change.mean, 3))\(unit)"
  }
  return "is \(NumberText.signed(change.mean, 3))\(unit) "
    + "(\(NumberText.interval(low, high, 3)), \(NumberText.percent(level, 0)) t over "
    + "\(change.n) families)"
}
func answer() -> String {
  guard !runs.isEmpty else {
    return
      "Not run: this checkout has no recorded runs of the profile \(profile), so nothing can be "
      + "said at toy scale."
  }
  let page =
    trend.map {
      ", Page's trend test p \($0.pValue < 0.001 ? "< 0.001" : "= " + NumberText.fixed($0.pValue, 3))"
    } ?? ""
  return
    "From pure to one attention layer in three the change of recall \(words(gain, ""))\(page); "
    + "that of the loss of language modelling above its floor \(words(shift, " nats"))."
}
try notebook.bind("toy.answer", words: answer(), sources: sources)

// %%
if runs.isEmpty {
  try notebook.say(
    """
    ## Not run

    Recorded runs are a file of the data folder. `interleave sweep --profile standard` trains them anew,
    `interleave sweep record` writes them down.
    """)
}

// %%
let unfinished = runs.count { $0.stored.outcome != .finished }
let seeds = Set(runs.map(\.stored.description.seed)).count
if let first = runs.first {
  let config = first.config
  try notebook.bind("toy.runs", Double(runs.count), unit: "runs", sources: sources)
  try notebook.bind("toy.seeds", Double(seeds), unit: "seeds", sources: sources)
  try notebook.bind("toy.unfinished", Double(unfinished), unit: "runs", sources: sources)
  try notebook.bind("toy.layers", Double(first.stored.description.layers), sources: sources)
  try notebook.bind("toy.width", Double(first.stored.description.width), sources: sources)
  try notebook.bind("toy.length", Double(config.sequenceLength), unit: "tokens", sources: sources)
  try notebook.bind(
    "toy.tokens",
    Double(config.training.steps * config.training.batchSize * config.sequenceLength) / 1e6,
    decimals: 1, unit: "million tokens", sources: sources)
  try notebook.bind(
    "toy.level", level, style: .percent, unit: "fraction",
    sources: ["the confidence level of this notebook"])
  try notebook.bind(
    "toy.solved", solvedAt, decimals: 1, unit: "fraction",
    sources: ["what this notebook calls solved"])
  try notebook.say(
    """
    ## Recall and language modelling by ratio

    {{toy.runs}} recorded runs, up to {{toy.seeds}} seeds of each family and ratio, of which
    {{toy.unfinished}} did not finish: stacks of {{toy.layers}} layers of width {{toy.width}}, trained on
    {{toy.tokens}} million tokens in sequences of {{toy.length}}, with a learned token shift at the
    embedding. Ratios are those of the released checkpoints: one attention layer in every so many, the
    last of each group. The learning rate of each family was chosen on other seeds. In *recite* and *mqar*
    a sequence shows pairs of a key and a value and then asks for values; *hmm* is a hidden Markov language
    whose least possible loss is known.
    """)
}

// %%
if let check = try notebook.rerunCheck() {
  let tolerances = RerunCheck.tolerances
  for (name, value, decimals) in [
    ("start", tolerances.start, 3), ("language", tolerances.language, 2),
  ] {
    try notebook.bind(
      "toy.tolerance.\(name)", value, decimals: decimals, unit: "nats",
      sources: ["RerunCheck.tolerances"])
  }
  try notebook.say(
    """
    A record could be wrong, so some are drawn for each report and trained again, {{table:toy-reruns}}.
    Where engine, CPU and OpenBLAS's kernels are those of the record, the result has to be the same to the
    last bit. Elsewhere losses have to agree within {{toy.tolerance.start}} nats before training, and that of
    the language within {{toy.tolerance.language}} at the next evaluation and the last.
    """)
  try notebook.show(
    Table(
      id: "toy-reruns", title: "Recorded runs, trained again for this report",
      caption:
        "Hashes: the first digits of the SHA-256 of the result. Difference: the largest of the losses "
        + "that have to agree, nats.",
      columns: [
        Table.Column("run", .left), Table.Column("recorded", .left), Table.Column("now", .left),
        Table.Column("same machine", .left), Table.Column("difference"),
        Table.Column("result", .left),
      ],
      rows: check.entries.map { entry in
        [
          .quoted(entry.title, sources: [entry.place]),
          .quoted(String(entry.recorded.prefix(12)), sources: [entry.place]),
          .quoted(
            String(entry.now.prefix(12)).orDash, sources: ["run \(entry.identity), trained now"]),
          .text(entry.isSameMachine ? "yes" : "no"),
          .computed(entry.difference, 4, sources: [entry.place]), .text(entry.verdict.rawValue),
        ]
      }))
}

// %%
let names = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0.value) })
let axis = Axis(
  "",
  RatioAxis(
    ticks: [6, 3].map { RatioTick(1 / Double($0), labels: ["\($0):1"]) }, pure: ["pure"],
    full: ["full"]),
  note: "more full attention →")

/// All seeds, their mean and its interval.
func marks(_ value: @escaping (ToyRun) -> Double?) throws -> [any Mark] {
  let means = try groups.frame(families: names) { try estimate($0, value) }
  let single = try groups.runFrame(families: names, value)
  return [
    LineMark(means, x: "fraction", y: "value", series: "family"),
    IntervalMark(means, x: "fraction", low: "low", high: "high", series: "family"),
    PointMark(single, x: "fraction", y: "value", series: "family", isFaint: true),
    PointMark(means, x: "fraction", y: "value", series: "family", n: "n"),
  ]
}
let styles = HouseStyle.styles(families)
if !recallCurves.isEmpty {
  let rises = (gain?.low ?? -1) > 0
  try notebook.show(
    Chart(
      title: rises
        ? "At toy scale too, recall rises with full attention"
        : "At toy scale, recall by ratio depends on the family",
      subtitle: try notebook.text(
        "Means over seeds with {{toy.level}} t intervals over seeds; small marks: single runs, up to "
          + "n = {{toy.seeds}} a point. Toy scale."),
      panels: [
        Panel(
          "Language modelling", x: axis, y: Axis("loss above the floor, nats", LinearAxis()),
          marks: try marks(excess)),
        Panel(
          "Recall", x: axis, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try marks(recall)),
      ], styles: styles, panelHeight: 165, labels: .lastPanel),
    id: "toy-curves",
    caption:
      "Recall: mean accuracy over {{toy.tasks}}. Lower is better on the left. Intervals that leave "
      + "the panel are those of seeds of which some learned to recall and others did not.")
  try notebook.bind(
    "toy.tasks", words: Wording.list(recallTasks), sources: sources)
  try notebook.say(
    """
    {{figure:toy-curves}} is the toy counterpart of {{figure:ratio-curves}}. What it can say that the paper
    could not is how far seeds differ: where single runs of one family and ratio lie far apart, a single
    run says little.

    **The learning rate decides much of this.** At rates that suit the language better, pure stacks of GLA,
    RetNet and HGRN-2 stay at guessing within the budget; at the smaller ones that were chosen for recall,
    GLA and RetNet learn it. So that a stack does not recall means: not within this budget, at this rate.
    `data/toy/README.md` says how the rates were chosen, and `data/toy/exploration.csv` has every run that
    was tried.
    """)
}

// %%
if !recallCurves.isEmpty {
  let printed = try store.observations(task: "ruler_average", path: "data/paper/table7.csv")
    .filter { row in studied.contains { $0.key == row.model.family } }
    .filter { ["pure", "6:1", "3:1"].contains($0.model.ratioLabel) }
  let frame = try printed.frame()
  try notebook.show(
    Chart(
      title: "Recall by ratio, in the paper and at toy scale",
      subtitle: try notebook.text(
        "Left: the paper's Table 7, RULER at 1.3B, one run a marker, no interval. Right: means over up to "
          + "n = {{toy.seeds}} seeds with {{toy.level}} t intervals."),
      note: "Two scales, two tasks: compare shapes, not heights.",
      panels: [
        Panel(
          "The paper", x: axis, y: Axis("mean RULER accuracy", LinearAxis(0...1)),
          marks: [
            LineMark(frame, x: "fraction", y: "accuracy", series: "family"),
            PointMark(frame, x: "fraction", y: "accuracy", series: "family", n: "n"),
          ]),
        Panel(
          "Toy scale", x: axis, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try marks(recall)),
      ], styles: styles, panelHeight: 150, labels: .eachPanel),
    id: "toy-beside-paper",
    caption: "Never averaged together. The paper prints no recall of RetNet and HGRN.")
}

// %%
let layouts = ["pure", "one in 6", "one in 3", "full"]
let layoutStyles = layouts.enumerated().map { place, layout in
  NamedStyle(
    layout,
    layout == "full"
      ? SeriesStyle(label: layout, color: Palette.reference)
      : Palette.style([0, 2, 5][place], label: layout))
}
if !recallCurves.isEmpty {
  try notebook.say(
    """
    ## When recall is learned

    A run stays at guessing for a while before it learns to recall, most stacks then within a small part of
    the budget, some slowly; so its final accuracy says in part whether the budget was long enough.
    {{figure:toy-learning}} has the learning curves, {{table:toy-times}} the time it takes: tokens until a
    run first answers {{toy.solved}} of *{{toy.hard}}* right. Runs that never do are censored at the end, so the median is Kaplan and Meier's
    and groups are compared by a log-rank test with its permutation p value, corrected after Holm for the
    number of comparisons.
    """)
  try notebook.bind("toy.hard", words: hard, sources: ["data/profiles/standard.json"])
  let curves = try groups.curves(families: names, task: hard)
  try notebook.show(
    Chart(
      title: "When recall is learned depends on family and ratio",
      subtitle: try notebook.text(
        "Accuracy on {{toy.hard}} against training tokens, mean over up to n = {{toy.seeds}} seeds; "
          + "a mean between guessing and all right is mostly a mixture of seeds. Toy scale."),
      panels: try studied.map { family in
        let own = try curves.rows(of: "family") { $0 == family.key }
        return Panel(
          family.display, x: Axis("tokens, millions", LinearAxis()),
          y: Axis("accuracy", LinearAxis(0...1)),
          marks: [
            LineMark(own, x: "millions", y: "value", series: "layout")
          ])
      }, styles: layoutStyles, columns: 2, panelHeight: 95, labels: .legend),
    id: "toy-learning", caption: "One panel a family; the data have every point.")
}

// %%
/// A hybrid and its pure family, compared.
struct TimeTest {
  let group: ToyGroup
  let test: LogRank?
}
let tests = try groups.map { group -> TimeTest in
  let pure = groups.first {
    key($0) == key(group) && $0.about.attentionFraction == 0
  }
  guard group.about.attentionFraction > 0, group.about.attentionFraction < 1, let pure else {
    return TimeTest(group: group, test: nil)
  }
  let times = [try pure.times(hard, at: solvedAt), try group.times(hard, at: solvedAt)]
  return TimeTest(group: group, test: try? LogRank(times))
}
let compared = tests.indices.filter { tests[$0].test != nil }
let corrected = holmCorrected(compared.compactMap { tests[$0].test?.pValue })
/// Million tokens; for what lies beyond the budget, that it does.
func million(_ tokens: Double?, budget: Double) -> String {
  tokens.map { NumberText.fixed($0 / 1e6, 2) } ?? "> \(NumberText.fixed(budget / 1e6, 2))"
}
if !recallCurves.isEmpty {
  try notebook.bind(
    "toy.comparisons", Double(compared.count), unit: "tests", sources: sources)
  try notebook.show(
    Table(
      id: "toy-times", title: "How soon, and how often, recall is learned",
      caption:
        "On {{toy.hard}}. Solved: share of seeds, with {{toy.level}} Wilson interval over seeds. "
        + "Median: million tokens, Kaplan and Meier, with {{toy.level}} interval; an end that the budget "
        + "does not reach is above it. p: log-rank against the pure stack of the family, permutation; corrected: after Holm "
        + "for {{toy.comparisons}} comparisons.",
      columns: [
        Table.Column("family", .left), Table.Column("ratio", .left), Table.Column("seeds"),
        Table.Column("solved"), Table.Column("interval"), Table.Column("median"),
        Table.Column("interval"), Table.Column("p"), Table.Column("corrected"),
      ],
      rows: try tests.enumerated().map { place, one in
        let group = one.group
        let times = try group.times(hard, at: solvedAt)
        let curve = try KaplanMeier(times)
        let ends = curve.medianInterval(level: level)
        let share = try group.solvedShare(hard, at: solvedAt, confidence: level)
        let own = group.provenance
        let rank = compared.firstIndex(of: place)
        return [
          .text(title(key(group))), group.layoutCell,
          .computed(Double(times.count), 0, sources: own),
          share.map { .computed($0.proportion, 2, sources: own) } ?? .missing(reason: "no runs"),
          share.map {
            .number(
              text: NumberText.interval($0.low, $0.high, 2), value: $0.high - $0.low, sources: own)
          } ?? .missing(reason: "no runs"),
          .quoted(million(curve.quantile(), budget: curve.end), sources: own),
          .quoted(
            ends.low == nil
              ? million(nil, budget: curve.end)
              : "\(million(ends.low, budget: curve.end)) to \(million(ends.high, budget: curve.end))",
            sources: own),
          one.test.map { .computed($0.pValue, 3, style: .small, sources: own) }
            ?? .missing(reason: "nothing to compare with"),
          rank.map { .computed(corrected[$0], 3, style: .small, sources: own) }
            ?? .missing(reason: "nothing to compare with"),
        ]
      }))
}

// %%
if !recallCurves.isEmpty {
  let rows = try groups.flatMap { group in
    try recallTasks.compactMap { task in
      try group.accuracy(task, level: level).map { (group, task, $0.value) }
    }
  }
  /// Whether stacks that have nearly all of the easiest task right lie apart in the hardest.
  let hardest = try groups.filter {
    try ($0.accuracy(recallTasks[0], level: level)?.value ?? 0) > 0.95
  }
  .compactMap { try $0.accuracy(recallTasks[recallTasks.count - 1], level: level)?.value }
  let tellsApart = (hardest.max() ?? 0) - (hardest.min() ?? 0) > 0.1
  func label(_ group: ToyGroup) -> String { "\(title(key(group))), \(group.about.layout)" }
  var labels: [String] = []
  for group in groups where !labels.contains(label(group)) { labels.append(label(group)) }
  let frame = try Frame([
    "stack": .text(rows.map { label($0.0) }), "task": .text(rows.map(\.1)),
    "accuracy": .numbers(rows.map(\.2)),
    "source": .text(rows.map { $0.0.provenance.joined(separator: "; ") }),
  ])
  try notebook.say(
    """
    ## Which recall needs attention

    {{figure:toy-subtasks}} takes the tasks apart. The last column asks for more pairs than any sequence of
    the training had: it is scored and never trained, and shows whether what was learned is a way to look
    things up or a state that is just large enough.
    """)
  try notebook.show(
    Chart(
      title: tellsApart
        ? "More pairs than were trained tell stacks apart that equally solve the trained ones"
        : "Recall by task and stack",
      subtitle: try notebook.text(
        "Mean accuracy over up to n = {{toy.seeds}} seeds, without intervals. Toy scale."),
      panels: [
        Panel(
          x: Axis("", CategoryAxis(recallTasks)),
          y: Axis("", CategoryAxis(labels, startsAtEnd: true)),
          marks: [TileMark(frame, x: "task", y: "stack", value: "accuracy")])
      ], styles: [], panelHeight: 12 * Double(labels.count), labels: .none),
    id: "toy-subtasks",
    caption: "Darker: more right. Guessing gets less than one answer in thirty right.")
}

// %%
let opinions = try notebook.toyOpinions(of: profile)
if !opinions.isEmpty {
  let review = ClaimReview(try notebook.evidence())
  func label(_ one: SecondOpinion) -> Table.Cell {
    .quoted(review.label(of: one.paper), sources: [one.paper.claim.place])
  }
  try notebook.bind(
    "toy.claims", Double(opinions.count), unit: "claims", sources: ["ToyScale.claims"])
  try notebook.bind(
    "toy.differ", Double(opinions.count(where: \.differs)), unit: "claims", sources: sources)
  try notebook.say(
    """
    ## The paper's claims at toy scale

    {{toy.claims}} of the claims are about directions, ranks and shares, which mean the same at any scale;
    {{table:toy-claims}} judges them by the same code on the means over seeds. Recall stands in for RULER,
    the accuracy of the language's next token for the zero-shot tasks; caches are those of the paper's
    1.3B model. {{toy.differ}} get a verdict that is another than the paper's. A verdict at toy scale says
    what these small models do, and nothing about the paper's.
    """)
  try notebook.show(
    Table(
      id: "toy-claims", title: "Claims by the paper's numbers, and by small models of our own",
      caption:
        "Effect, interval and n as in {{table:claims}}; those on the right are of toy scale.",
      columns: [
        Table.Column(""), Table.Column("claim", .left), Table.Column("the paper's", .left),
        Table.Column("toy scale", .left), Table.Column("effect"), Table.Column("toy effect"),
        Table.Column("interval"), Table.Column("n"),
      ],
      rows: opinions.map { one in
        [
          label(one), one.paper.statementCell, one.paper.verdictCell, one.own.verdictCell,
          one.paper.effectCell, one.own.effectCell, one.own.intervalCell, one.own.countCell,
        ]
      }))
}

// %%
try notebook.finish()
