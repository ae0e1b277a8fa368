import Core
import Notebook
import Paper
import Plot
import Report
import Statistics
import Studies

// %% [markdown]
// # The same question at toy scale, with many seeds
//
// **{{toy.answer}}** The paper trains one model of each kind, and leaves open how far two training runs of
// one model differ. Small models of our own can be trained again and again, on tasks whose right answers
// are known: {{toy.have}}. Nothing here is averaged with the paper's numbers: these models are far smaller,
// and see a language that no person speaks.

// %%
let notebook = try Notebook.open()
let store = notebook.store
/// The runs of this section, and those of another depth and budget; each is a study of its own.
let (study, other) = try notebook.toyStudies()
let level = study.level
let solvedAt = 0.9
let excess = { (run: ToyRun) in run.languageExcess }
let recallCurves = try study.curves(study.recall)
let gain = try recallCurves.change(level: level)
let shift = try study.curves(excess).change(level: level)
let trend = try recallCurves.trend()
/// Whether there is a curve to draw.
let isDrawn = !recallCurves.points.isEmpty
/// The densest ratio that the curves reach: `3:1`.
let densest = study.label(recallCurves.fractions.last ?? 0)

func told(_ change: MeanInterval?, _ unit: String = "") -> String {
  study.words(change, unit: unit).map { "is \($0)" } ?? "cannot be told"
}
func answer() -> String {
  guard !study.isEmpty else {
    return
      "Not run: this checkout has no recorded runs of the profile \(study.profile), so nothing can be "
      + "said of its stacks."
  }
  let page =
    trend.map {
      ", Page's trend test p \($0.pValue < 0.001 ? "< 0.001" : "= " + NumberText.fixed($0.pValue, 3))"
    } ?? ""
  return
    "From pure to \(densest) the change of recall \(told(gain))\(page); "
    + "that of the loss of language modelling above its floor \(told(shift, " nats"))."
}
try notebook.bind(
  from: study,
  [
    "toy.answer": answer(), "toy.seeds": study.seeds.of("seeds"),
    "toy.have": study.isEmpty
      ? "those of this section were not so far"
      : "here a family and ratio has up to \(Wording.count(study.seeds)) seeds",
  ])
try notebook.bind("toy.level", level, from: "the confidence level of this notebook")
try notebook.when("hasRuns", !study.isEmpty)

// %% [markdown] if=!hasRuns
// ## Not run
//
// Recorded runs are a file of the data folder. `interleave sweep --profile standard` trains them anew,
// `interleave sweep record` writes them down.

// %% [markdown] if=hasRuns
// ## Recall and language modelling by ratio
//
// {{toy.runs}} recorded runs, of which {{toy.unfinished}} did not finish: stacks of {{toy.layers}} layers of
// width {{toy.width}}, trained on {{toy.tokens:.1}} million tokens in sequences of {{toy.length}}, with a
// learned token shift at the embedding; ratios {{toy.ratios}}, as the released checkpoints are built: one
// attention layer in every so many, the last of each group. The learning rate of each family was chosen on
// other seeds. Recall is the mean accuracy over {{toy.tasks}}: sequences that show pairs of a key and a value,
// or hide them in noise, and then ask for values.{{toy.scored}} *hmm* is a hidden Markov language whose least
// possible loss is known.

// %%
let unfinished = study.runs.count { $0.stored.outcome != .finished }
if let first = study.runs.first {
  try notebook.bind(
    from: study,
    [
      "toy.runs": study.runs.count.of("runs"), "toy.unfinished": unfinished.of("runs"),
      "toy.layers": first.stored.description.layers, "toy.width": first.stored.description.width,
      "toy.length": first.config.sequenceLength.of("tokens"),
      "toy.tokens": (first.tokens / 1e6).of("million tokens"), "toy.densest": densest,
      "toy.ratios": Wording.list(study.ratios), "toy.tasks": Wording.list(study.tasks.recall),
      "toy.scored": study.tasks.untrainedWords,
    ])
  try notebook.bind("toy.solved", solvedAt.of("fraction"), from: "what this notebook calls solved")
}

// %% [markdown] if=hasReruns
// A record could be wrong, so {{toy.rechecked}} of them were trained again for this report,
// {{table:toy-reruns}}; they came out so: {{toy.recheck}}.
// Where engine, CPU and OpenBLAS's kernels are those of the record, the result has to be the same to the
// last bit. Elsewhere losses have to agree within {{toy.tolerance.start:.3}} nats before training, and that of
// the language within {{toy.tolerance.language:.2}} at the next evaluation and the last.

// %%
let check = try notebook.rerunCheck()
try notebook.when("hasReruns", check != nil)
if let check {
  try notebook.bind(
    from: "RerunCheck.tolerances",
    [
      "toy.tolerance.start": RerunCheck.tolerances.start.of("nats"),
      "toy.tolerance.language": RerunCheck.tolerances.language.of("nats"),
    ])
  try notebook.bind("toy.rechecked", check.entries.count.of("runs"), from: check.entries)
  try notebook.bind("toy.recheck", check.summary, from: check.entries)
  try notebook.show(
    Table(
      check.rows(atMost: 12), id: "toy-reruns",
      title: "Recorded runs, trained again for this report",
      caption:
        "Hashes: the first digits of the SHA-256 of the result. Difference: the largest of the losses "
        + "that have to agree, nats."
    ) {
      Column("run", .words) { $0.title }
      Column("recorded", .words) { String($0.recorded.prefix(12)) }
      Column("now", align: .left) { entry -> Table.Cell in
        .quoted(
          String(entry.now.prefix(12)).orDash, sources: ["run \(entry.identity), trained now"])
      }
      Column("same machine", .name) { $0.isSameMachine }
      Column("difference", ".4") { $0.difference }
      Column("result", .name) { $0.verdict.rawValue }
    })
}

// %%
let axis = ToyStudy.axis([study])
let styles = HouseStyle.styles(study.families)
try notebook.when("isDrawn", isDrawn)
if isDrawn {
  let rises = (gain?.low ?? -1) > 0
  try notebook.show(
    Chart(
      title: rises
        ? "At toy scale too, recall rises with full attention"
        : "At toy scale, recall by ratio depends on the family",
      subtitle: try notebook.text(
        "Means over seeds with {{toy.level:%}} t intervals over seeds; small marks: single runs, up to "
          + "n = {{toy.seeds}} a point. Toy scale."),
      panels: [
        Panel(
          "Language modelling", x: axis, y: Axis("loss above the floor, nats", LinearAxis()),
          marks: try study.marks(excess)),
        Panel(
          "Recall", x: axis, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try study.marks(study.recall)),
      ], styles: styles, panelHeight: 165, labels: .lastPanel),
    id: "toy-curves",
    caption:
      "Recall: mean accuracy over {{toy.tasks}}. Lower is better on the left. An interval "
      + "that leaves the panel is of seeds that lie far apart.")
}

// %% [markdown] if=isDrawn
// {{figure:toy-curves}} is the toy counterpart of {{figure:ratio-curves}}. What it can say that the paper
// could not is how far seeds differ: where single runs of one family and ratio lie far apart, a single
// run says little.
//
// **That a stack does not recall means: not within this budget, at this rate.** What learning rates were
// tried decides much of it: `data/toy/README.md` says how they were chosen, and `data/toy/exploration.csv`
// has every run that was tried.

// %%
if isDrawn {
  func printed(_ task: String, _ tables: [PaperTable]) throws -> Frame {
    try tables.flatMap { try store.observations(task: task, path: $0.path) }
      .filter { row in study.groups.contains { study.key($0) == row.model.family } }
      .filter { $0.path != PaperTable.five.path || $0.model.family == "Transformer" }
      .filter { study.ratios.contains($0.model.ratioLabel) }.frame()
  }
  func panel(_ title: String, _ y: Axis, _ frame: Frame) -> Panel {
    Panel(
      title, x: axis, y: y,
      marks: [
        LineMark(frame, x: "fraction", y: "accuracy", series: "family"),
        PointMark(frame, x: "fraction", y: "accuracy", series: "family", n: "n"),
      ])
  }
  try notebook.show(
    Chart(
      title: "Recall and language modelling by ratio, in the paper and at toy scale",
      subtitle: try notebook.text(
        "Left: the paper's Table 7 and Table 6, one run a marker, no interval. Right: means over up to "
          + "n = {{toy.seeds}} seeds with {{toy.level:%}} t intervals."),
      note: "Two scales, two sets of tasks: compare shapes, not heights.",
      panels: [
        panel(
          "The paper: RULER at 1.3B", Axis("mean accuracy", LinearAxis(0...1)),
          try printed("ruler_average", [.seven, .five])),
        Panel(
          "Toy scale: recall", x: axis, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try study.marks(seeds: false, study.recall)),
        panel(
          "The paper: zero-shot tasks, both scales", Axis("mean accuracy", LinearAxis()),
          try printed("lm_average", [.six])),
        Panel(
          "Toy scale: the language's next token", x: axis, y: Axis("accuracy", LinearAxis()),
          marks: try study.marks(seeds: false) { $0.languageAccuracy }),
      ], styles: styles, columns: 2, panelHeight: 120, labels: .legend),
    id: "toy-beside-paper",
    caption:
      "Never averaged together. Ratios without runs at toy scale are left out on the left; the Transformer there is of "
      + "Table 5. The paper prints no recall of RetNet and HGRN.")
}

// %% [markdown] if=hasOther
// ## The same at {{toy.depth.layers}} layers
//
// The profile *{{toy.depth.profile}}* is a second condition; {{table:toy-depth}} has what differs. This
// section leads with the one whose stacks all have most seeds: *{{toy.lead.profile}}* has {{toy.lead.least}} or
// more of each, *{{toy.depth.profile}}* {{toy.depth.least}}.
// {{figure:toy-depth}} has its curves, and beside them, where they were run, those of this section over the
// same recall tasks, {{toy.depth.tasks}}. The two are not averaged, and where more than the depth differs
// between them, no difference is the doing of the depth alone.

// %%
try notebook.when("hasOther", !other.isEmpty)
if !other.isEmpty {
  let both = [study, other].filter { !$0.isEmpty }
  let tasks = other.tasks.shared(with: study.isEmpty ? other.tasks : study.tasks)
  let depths = both.map { "\(Wording.count($0.runs[0].stored.description.layers)) layers" }
  let gains = try both.map { try $0.curves(tasks.meanRecall).change(level: level) }
  let shared = ToyStudy.axis(both)
  try notebook.bind(
    from: both,
    [
      "toy.depth.tasks": Wording.list(tasks.recall),
      "toy.depth.seeds": (both.map(\.seeds).max() ?? 0).of("seeds"),
      "toy.depth.layers": Wording.count(other.runs[0].stored.description.layers),
    ])
  for (name, one) in [("lead", study), ("depth", other)] {
    try notebook.bind("toy.\(name).profile", one.profile, from: one)
    try notebook.bind("toy.\(name).least", notebook.leastSeeds(of: one).of("seeds"), from: one)
  }
  try notebook.show(
    Chart(
      title: gains.count > 1 && gains.allSatisfy { ($0?.low ?? -1) > 0 }
        ? "Recall rises with full attention in both conditions"
        : both.count > 1
          ? "Recall and language modelling by ratio in two conditions"
          : "Recall and language modelling by ratio at another depth",
      subtitle: try notebook.text(
        "Means over up to n = {{toy.depth.seeds}} seeds with {{toy.level:%}} t intervals; small marks: single "
          + "runs. Toy scale."),
      panels: try zip(both, depths).map { one, depth in
        Panel(
          "Recall, \(depth)", x: shared, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try one.marks(tasks.meanRecall))
      }
        + zip(both, depths).map { one, depth in
          Panel(
            "Language, \(depth)", x: shared, y: Axis("loss above the floor, nats", LinearAxis()),
            marks: try one.marks(excess))
        }, styles: styles, columns: 2, panelHeight: 120, labels: .legend),
    id: "toy-depth", caption: "Recall: mean accuracy over {{toy.depth.tasks}}.")

  let rates = study.studied.filter { family in
    Set(both.map { $0.learningRate(family.key) }).count > 1
  }
  /// A fact, and what each condition has there.
  typealias Fact = (name: String, text: (ToyStudy) throws -> String)
  func results(_ name: String, _ unit: String, _ value: @escaping (ToyRun) -> Double?) -> Fact {
    (
      name,
      { one in
        try one.words(one.curves(value).change(level: level), unit: unit) ?? "cannot be told"
      }
    )
  }
  let facts: [Fact] =
    other.settings.map { fact in
      (fact.name, { one in one.settings.first { $0.name == fact.name }?.text ?? "" })
    }
    + rates.map { family in
      (
        "learning rate of \(family.display)",
        { $0.learningRate(family.key).map(NumberText.exact) ?? "several" }
      )
    } + [
      results("change of recall", "", tasks.meanRecall),
      results("change of the language's excess loss", " nats", excess),
    ]
  try notebook.show(
    Table(
      facts, id: "toy-depth",
      title: both.count > 1
        ? "What differs between the conditions, and what they say"
        : "How its runs were trained, and what they say",
      caption:
        "Changes are from pure to the densest hybrid, means over families with {{toy.level:%}} t intervals "
        + "over families, on the recall tasks that both have."
    ) {
      Column("", .name) { $0.name }
      for one in both {
        Column(one.profile, align: .left) { fact in
          Table.Cell.quoted(try fact.text(one), sources: one.sources)
        }
      }
    })
}

// %% [markdown] if=isDrawn
// ## When recall is learned
//
// What a run recalls at its end depends on when it began to learn it, so a final accuracy also says whether
// the budget was long enough. {{figure:toy-learning}} has learning curves and {{table:toy-times}} the time it
// takes, on *{{toy.hard}}*: of the trained recall tasks the one that closest to half of the runs learn, so
// that it tells most. Time is tokens until a run first answers {{toy.solved:.1}} right. Runs that never do are
// censored at the end, so the median is Kaplan and Meier's and groups are compared by a log-rank test with
// its permutation p value, corrected after Holm for the number of comparisons.

// %%
/// One of the tasks, so that curves can be read: see `tellingTask`.
let hard = try study.tellingTask(at: solvedAt) ?? ""
let layoutStyles = study.ratios.enumerated().map { place, ratio in
  NamedStyle(
    ratio,
    ratio == "full"
      ? SeriesStyle(label: ratio, color: Palette.reference)
      : Palette.style([0, 3, 1, 5, 2, 4][place % 6], label: ratio))
}
if isDrawn {
  try notebook.bind(
    from: study,
    ["toy.hard": hard, "toy.black": study.ratios.contains("full") ? " Black: full attention." : ""])
  let curves = try study.groups.curves(families: study.keys, task: hard)
  let budget = (study.runs.map(\.tokens).max() ?? 0) / 1e6
  try notebook.show(
    Chart(
      title: try study.timesDiffer(hard, at: solvedAt)
        ? "When recall is learned depends on family and ratio" : "When recall is learned",
      subtitle: try notebook.text(
        "Accuracy on {{toy.hard}} against training tokens, mean over up to n = {{toy.seeds}} seeds; "
          + "a mean between guessing and all right may be a mixture of seeds.{{toy.black}} Toy scale."
      ),
      panels: try study.studied.map { family in
        let own = try curves.rows(of: "family") { key in
          key == family.key || study.families.contains { $0.key == key && $0.role == .baseline }
        }
        return Panel(
          family.display, x: Axis("tokens, millions", LinearAxis(0...budget)),
          y: Axis("accuracy", LinearAxis(0...1)),
          marks: [
            LineMark(own, x: "millions", y: "value", series: "ratio")
          ])
      }, styles: layoutStyles, columns: 2, panelHeight: 95, labels: .legend),
    id: "toy-learning", caption: "One panel a family; the data have every point.")
}

// %%
/// A stack, how soon it learns, and how it compares with the pure one of its family.
struct TimeTest: HasSources {
  let group: ToyGroup
  let times: [SurvivalTime]
  let curve: KaplanMeier
  let solved: ProportionInterval?
  let test: LogRank?
  var corrected: Double?
  var sources: [String] { group.sources }

  init(_ group: ToyGroup, against pure: ToyGroup?) throws {
    self.group = group
    let times = try group.times(hard, at: solvedAt)
    self.times = times
    curve = try KaplanMeier(times)
    solved = try group.solvedShare(hard, at: solvedAt, confidence: level)
    let others = try pure?.times(hard, at: solvedAt)
    test = others.flatMap { try? LogRank([$0, times]) }
  }

  /// Million tokens; for what lies beyond the budget, that it does.
  func million(_ tokens: Double?) -> String {
    tokens.map { NumberText.fixed($0 / 1e6, 2) } ?? "> \(NumberText.fixed(curve.end / 1e6, 2))"
  }
  var interval: String {
    let ends = curve.medianInterval(level: level)
    return ends.low == nil ? million(nil) : "\(million(ends.low)) to \(million(ends.high))"
  }
}
if isDrawn {
  var tests = try study.groups.map { group in
    let isHybrid = group.about.attentionFraction > 0 && group.about.attentionFraction < 1
    let pure = study.groups.first {
      study.key($0) == study.key(group) && $0.about.attentionFraction == 0
    }
    return try TimeTest(group, against: isHybrid ? pure : nil)
  }
  let compared = tests.indices.filter { tests[$0].test != nil }
  for (place, p) in zip(compared, holmCorrected(compared.compactMap { tests[$0].test?.pValue })) {
    tests[place].corrected = p
  }
  try notebook.bind("toy.comparisons", compared.count.of("tests"), from: study)
  try notebook.show(
    Table(
      tests, id: "toy-times", title: "How soon, and how often, recall is learned",
      caption:
        "On {{toy.hard}}. Solved: share of seeds, with {{toy.level:%}} Wilson interval over seeds. "
        + "Median: million tokens, Kaplan and Meier, with {{toy.level:%}} interval; an end that the budget "
        + "does not reach is above it. p: log-rank against the pure stack of the family, permutation; corrected: after Holm "
        + "for {{toy.comparisons}} comparisons."
    ) {
      Column("stack", .words) { study.name($0.group) }
      Column("seeds") { $0.times.count }
      Column("solved", ".2", missing: "no runs") { $0.solved?.proportion }
      Column("interval", ".2", missing: "no runs") { $0.solved?.ends }
      Column("median", .words, align: .right) { $0.million($0.curve.quantile()) }
      Column("interval", .words, align: .right) { $0.interval }
      Column("p", "<.3", missing: "nothing to compare with") { $0.test?.pValue }
      Column("corrected", "<.3", missing: "nothing to compare with") { $0.corrected }
    })
}

// %% [markdown] if=hasSubtasks
// ## Which recall needs attention
//
// {{figure:toy-subtasks}} takes the tasks apart, as the paper's figure of RULER's subtasks does; that figure
// cannot be drawn from what the paper prints ({{figure:subtasks}}). What corresponds to a column of the paper's
// table: {{toy.sub.paired}}; pairs have none. {{table:toy-subtasks}} has what attention adds to each, beside how
// many of the paper's hybrids are above its Transformer.{{toy.sub.scored}}{{toy.sub.untrained}}

// %%
/// The condition with more tasks, needles among them.
let detailed = other.tasks.recall.count > study.tasks.recall.count ? other : study
let hasSubtasks = !(try detailed.curves(detailed.recall).points.isEmpty)
try notebook.when("hasSubtasks", hasSubtasks)
if hasSubtasks {
  let subtasks = try detailed.subtasks()
  let least = try notebook.leastSeeds(of: detailed)
  let columns = try store.tasks()
  /// The paper's name of what a task is the toy form of.
  func ruler(_ task: String) -> String? {
    let key = ToyTasks.column(of: task)
    return columns.first { $0.key == key }?.display
  }
  /// The paper's hybrids above its Transformer in a column.
  func printedLeads(_ task: String) throws -> Table.Cell? {
    guard let column = ToyTasks.column(of: task) else { return nil }
    let rows = try store.observations(task: column, path: "data/paper/table5.csv")
    guard let base = rows.first(where: { $0.model.family == "Transformer" }) else { return nil }
    let hybrids = rows.filter { $0.model.family != "Transformer" }
    return .share(hybrids.count { $0.value > base.value }, of: hybrids.count, from: rows)
  }
  let gains = subtasks.compactMap { $0.gain?.mean }
  let paired = detailed.tasks.recall.compactMap { task in ruler(task).map { "*\(task)* is *\($0)*" }
  }
  try notebook.bind(
    from: detailed,
    [
      "toy.sub.densest": detailed.label(try detailed.curves(detailed.recall).fractions.last ?? 0),
      "toy.sub.profile": detailed.profile,
      "toy.sub.seeds": least == detailed.seeds ? "\(least)" : "\(least) to \(detailed.seeds)",
      "toy.sub.scored": detailed.tasks.untrainedWords,
      "toy.sub.paired": paired.isEmpty ? "none of them" : Wording.list(paired),
      "toy.sub.untrained": detailed.tasks.untrained.isEmpty
        ? ""
        : " Such a task shows whether what was learned is a way to look things up, or a state that is just "
          + "large enough for the trained number of pairs.",
    ])
  try notebook.show(
    Chart(
      title: (gains.max() ?? 0) - (gains.min() ?? 0) > 0.1
        ? "How much attention adds to recall depends on what is asked"
        : "Recall by task, family and ratio",
      subtitle: try notebook.text(
        "Profile {{toy.sub.profile}}, mean accuracy over n = {{toy.sub.seeds}} seeds, without intervals; darker: "
          + "more right. Toy scale."
      ),
      panels: try detailed.tasks.recall.map { task in
        try detailed.panel(of: task, title: task)
      }, styles: [], columns: 2, panelHeight: 12 * Double(detailed.studied.count + 1),
      labels: .none,
      sharesAxes: true),
    id: "toy-subtasks", caption: "A panel a task. Empty: not run, or not all seeds finished.")
  try notebook.show(
    Table(
      subtasks, id: "toy-subtasks", title: "What attention adds to each kind of recall",
      caption:
        "Gain: accuracy at {{toy.sub.densest}} less pure, mean over families with {{toy.level:%}} t interval over "
        + "n families. Above full: families at {{toy.sub.densest}} above full attention, of those with both. The "
        + "paper's: hybrids above the Transformer in its RULER table.", from: { _ in detailed }
    ) {
      Column("task", .words) { $0.task }
      Column("RULER's", .name, missing: "no counterpart") { ruler($0.task) }
      Column("gain", "+.3", missing: "no curve") { $0.gain?.mean }
      Column("interval", ".3", missing: "no interval") { $0.gain?.ends }
      Column("n", missing: "no curve") { $0.gain?.n }
      Column("above full", missing: "full attention was not run") { one -> Table.Cell? in
        one.leads.isEmpty
          ? nil : .share(one.leads.count { $0 > 0 }, of: one.leads.count, from: detailed)
      }
      Column("the paper's", missing: "no counterpart") { try printedLeads($0.task) }
    })
}

// %% [markdown] if=hasOpinions
// ## The paper's claims at toy scale
//
// {{toy.claims}} of the claims are about directions, ranks and shares, which mean the same at any scale;
// {{table:toy-claims}} judges them by the same code on the means over seeds. Recall stands in for RULER,
// the accuracy of the language's next token for the zero-shot tasks; caches are those of the paper's
// 1.3B model. {{toy.differ}} get a verdict that is another than the paper's. A verdict at toy scale says
// what these small models do, and nothing about the paper's.

// %%
let opinions = try notebook.toyOpinions(of: study)
try notebook.state(opinions.map(\.own), scope: "toy")
try notebook.when("hasOpinions", !opinions.isEmpty)
if !opinions.isEmpty {
  let review = ClaimReview(try notebook.evidence())
  try notebook.bind("toy.claims", opinions.count.of("claims"), from: "ToyScale.claims")
  try notebook.bind("toy.differ", opinions.count(where: \.differs).of("claims"), from: study)
  try notebook.show(
    Table(
      opinions, id: "toy-claims",
      title: "Claims by the paper's numbers, and by small models of our own",
      caption:
        "Effect, interval and n as in {{table:claims}}; those on the right are of toy scale."
    ) {
      SecondOpinion.verdicts("toy scale", review)
      Column("effect") { $0.paper.effectCell }
      Column("toy effect") { $0.own.effectCell }
      Column("interval") { $0.own.intervalCell }
      Column("n") { $0.own.countCell }
    })
}

// %%
try notebook.finish()
