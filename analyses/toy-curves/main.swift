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
let sources = study.sources
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
try notebook.bind("toy.answer", words: answer(), sources: sources)
try notebook.bind("toy.seeds", Double(study.seeds), unit: "seeds", sources: sources)
try notebook.bind(
  "toy.have",
  words: study.isEmpty
    ? "those of this section were not so far"
    : "here a family and ratio has up to \(Wording.count(study.seeds)) seeds",
  sources: sources)
try notebook.bind(
  "toy.level", level, style: .percent, unit: "fraction",
  sources: ["the confidence level of this notebook"])
if study.isEmpty {
  try notebook.say(
    """
    ## Not run

    Recorded runs are a file of the data folder. `interleave sweep --profile standard` trains them anew,
    `interleave sweep record` writes them down.
    """)
}

// %%
let unfinished = study.runs.count { $0.stored.outcome != .finished }
if let first = study.runs.first {
  try notebook.bind("toy.runs", Double(study.runs.count), unit: "runs", sources: sources)
  try notebook.bind("toy.unfinished", Double(unfinished), unit: "runs", sources: sources)
  try notebook.bind("toy.layers", Double(first.stored.description.layers), sources: sources)
  try notebook.bind("toy.width", Double(first.stored.description.width), sources: sources)
  try notebook.bind(
    "toy.length", Double(first.config.sequenceLength), unit: "tokens", sources: sources)
  try notebook.bind(
    "toy.tokens", first.tokens / 1e6, decimals: 1, unit: "million tokens", sources: sources)
  try notebook.bind("toy.densest", words: densest, sources: sources)
  try notebook.bind("toy.ratios", words: Wording.list(study.ratios), sources: sources)
  try notebook.bind("toy.tasks", words: Wording.list(study.tasks.recall), sources: sources)
  try notebook.bind(
    "toy.scored",
    words: study.tasks.untrained.isEmpty
      ? "" : " No sequence of the training asks \(Wording.list(study.tasks.untrained)).",
    sources: sources)
  try notebook.bind(
    "toy.solved", solvedAt, decimals: 1, unit: "fraction",
    sources: ["what this notebook calls solved"])
  try notebook.say(
    """
    ## Recall and language modelling by ratio

    {{toy.runs}} recorded runs, of which {{toy.unfinished}} did not finish: stacks of {{toy.layers}} layers of
    width {{toy.width}}, trained on {{toy.tokens}} million tokens in sequences of {{toy.length}}, with a
    learned token shift at the embedding; ratios {{toy.ratios}}, as the released checkpoints are built: one
    attention layer in every so many, the last of each group. The learning rate of each family was chosen on
    other seeds. Recall is the mean accuracy over {{toy.tasks}}: sequences that show pairs of a key and a value,
    or hide them in noise, and then ask for values.{{toy.scored}} *hmm* is a hidden Markov language whose least
    possible loss is known.
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
  let places = check.entries.map(\.place)
  try notebook.bind(
    "toy.rechecked", Double(check.entries.count), unit: "runs", sources: places)
  try notebook.bind("toy.recheck", words: check.summary, sources: places)
  try notebook.say(
    """
    A record could be wrong, so {{toy.rechecked}} of them were trained again for this report,
    {{table:toy-reruns}}; they came out so: {{toy.recheck}}.
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
      rows: check.rows(atMost: 12).map { entry in
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
let axis = ToyStudy.axis([study])
let styles = HouseStyle.styles(study.families)
if isDrawn {
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
          marks: try study.marks(excess)),
        Panel(
          "Recall", x: axis, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try study.marks(study.recall)),
      ], styles: styles, panelHeight: 165, labels: .lastPanel),
    id: "toy-curves",
    caption:
      "Recall: mean accuracy over {{toy.tasks}}. Lower is better on the left. An interval "
      + "that leaves the panel is of seeds that lie far apart.")
  try notebook.say(
    """
    {{figure:toy-curves}} is the toy counterpart of {{figure:ratio-curves}}. What it can say that the paper
    could not is how far seeds differ: where single runs of one family and ratio lie far apart, a single
    run says little.

    **That a stack does not recall means: not within this budget, at this rate.** What learning rates were
    tried decides much of it: `data/toy/README.md` says how they were chosen, and `data/toy/exploration.csv`
    has every run that was tried.
    """)
}

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
          + "n = {{toy.seeds}} seeds with {{toy.level}} t intervals."),
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

// %%
if !other.isEmpty {
  let both = [study, other].filter { !$0.isEmpty }
  let tasks = other.tasks.shared(with: study.isEmpty ? other.tasks : study.tasks)
  let depths = both.map { "\(Wording.count($0.runs[0].stored.description.layers)) layers" }
  let gains = try both.map { try $0.curves(tasks.meanRecall).change(level: level) }
  let shifts = try both.map { try $0.curves(excess).change(level: level) }
  let shared = ToyStudy.axis(both)
  let all = both.flatMap(\.sources)
  try notebook.bind(
    "toy.depth.tasks", words: Wording.list(tasks.recall), sources: all)
  try notebook.bind(
    "toy.depth.seeds", Double(both.map(\.seeds).max() ?? 0), unit: "seeds", sources: all)
  try notebook.bind(
    "toy.depth.layers", words: Wording.count(other.runs[0].stored.description.layers), sources: all)
  try notebook.bind("toy.depth.profile", words: other.profile, sources: other.sources)
  try notebook.bind("toy.lead.profile", words: study.profile, sources: study.sources)
  for (name, one) in [("lead", study), ("depth", other)] {
    try notebook.bind(
      "toy.\(name).least", Double(notebook.leastSeeds(of: one)), unit: "seeds", sources: one.sources
    )
  }
  try notebook.say(
    """
    ## The same at {{toy.depth.layers}} layers

    The profile *{{toy.depth.profile}}* is a second condition; {{table:toy-depth}} has what differs. This
    section leads with the one whose stacks all have most seeds: *{{toy.lead.profile}}* has {{toy.lead.least}} or
    more of each, *{{toy.depth.profile}}* {{toy.depth.least}}.
    {{figure:toy-depth}} has its curves, and beside them, where they were run, those of this section over the
    same recall tasks, {{toy.depth.tasks}}. The two are not averaged, and where more than the depth differs
    between them, no difference is the doing of the depth alone.
    """)
  try notebook.show(
    Chart(
      title: gains.count > 1 && gains.allSatisfy { ($0?.low ?? -1) > 0 }
        ? "Recall rises with full attention in both conditions"
        : both.count > 1
          ? "Recall and language modelling by ratio in two conditions"
          : "Recall and language modelling by ratio at another depth",
      subtitle: try notebook.text(
        "Means over up to n = {{toy.depth.seeds}} seeds with {{toy.level}} t intervals; small marks: single "
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

  func row(_ name: String, _ text: (ToyStudy) -> String) -> [Table.Cell] {
    [.text(name)] + both.map { .quoted(text($0), sources: $0.sources) }
  }
  let rates = study.studied.filter { family in
    let rates = both.map { $0.learningRate(family.key) }
    return rates.contains { $0 != rates[0] }
  }
  func results(_ name: String, _ unit: String, _ changes: [MeanInterval?]) -> [Table.Cell] {
    [.text(name)]
      + zip(both, changes).map {
        .quoted($0.words($1, unit: unit) ?? "cannot be told", sources: $0.sources)
      }
  }
  let names = other.settings.map(\.name)
  try notebook.show(
    Table(
      id: "toy-depth",
      title: both.count > 1
        ? "What differs between the conditions, and what they say"
        : "How its runs were trained, and what they say",
      caption:
        "Changes are from pure to the densest hybrid, means over families with {{toy.level}} t intervals "
        + "over families, on the recall tasks that both have.",
      columns: [Table.Column("", .left)] + both.map { Table.Column($0.profile, .left) },
      rows: names.map { name in
        row(name) { one in one.settings.first { $0.name == name }?.text ?? "" }
      }
        + rates.map { family in
          row("learning rate of \(family.display)") {
            $0.learningRate(family.key).map(NumberText.exact) ?? "several"
          }
        } + [
          results("change of recall", "", gains),
          results("change of the language's excess loss", " nats", shifts),
        ]))
}

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
  try notebook.bind("toy.hard", words: hard, sources: sources)
  try notebook.bind(
    "toy.black", words: study.ratios.contains("full") ? " Black: full attention." : "",
    sources: sources)
  try notebook.say(
    """
    ## When recall is learned

    What a run recalls at its end depends on when it began to learn it, so a final accuracy also says whether
    the budget was long enough. {{figure:toy-learning}} has learning curves and {{table:toy-times}} the time it
    takes, on *{{toy.hard}}*: of the trained recall tasks the one that closest to half of the runs learn, so
    that it tells most. Time is tokens until a run first answers {{toy.solved}} right. Runs that never do are
    censored at the end, so the median is Kaplan and Meier's and groups are compared by a log-rank test with
    its permutation p value, corrected after Holm for the number of comparisons.
    """)
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
/// A hybrid and its pure family, compared.
struct TimeTest {
  let group: ToyGroup
  let test: LogRank?
}
let tests = try study.groups.map { group -> TimeTest in
  let pure = study.groups.first {
    study.key($0) == study.key(group) && $0.about.attentionFraction == 0
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
if isDrawn {
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
        Table.Column("stack", .left), Table.Column("seeds"), Table.Column("solved"),
        Table.Column("interval"), Table.Column("median"),
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
          .quoted(study.name(group), sources: group.provenance),
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
/// The condition with more tasks, needles among them.
let detailed = other.tasks.recall.count > study.tasks.recall.count ? other : study
if !(try detailed.curves(detailed.recall).points.isEmpty) {
  let from = detailed.sources
  let subtasks = try detailed.subtasks()
  let top = detailed.label(try detailed.curves(detailed.recall).fractions.last ?? 0)
  let least = try notebook.leastSeeds(of: detailed)
  try notebook.bind("toy.sub.densest", words: top, sources: from)
  try notebook.bind("toy.sub.profile", words: detailed.profile, sources: from)
  try notebook.bind(
    "toy.sub.seeds",
    words: least == detailed.seeds ? "\(least)" : "\(least) to \(detailed.seeds)", sources: from)
  try notebook.bind(
    "toy.sub.scored",
    words: detailed.tasks.untrained.isEmpty
      ? ""
      : " No sequence of the training asks \(Wording.list(detailed.tasks.untrained)).",
    sources: from)
  let columns = try store.tasks()
  /// The paper's name of what a task is the toy form of.
  func ruler(_ task: String) -> String? {
    let key = ToyTasks.column(of: task)
    return columns.first { $0.key == key }?.display
  }
  /// The paper's hybrids above its Transformer in a column.
  func printedLeads(_ task: String) throws -> (above: Int, of: Int, sources: [String])? {
    guard let column = ToyTasks.column(of: task) else { return nil }
    let rows = try store.observations(task: column, path: "data/paper/table5.csv")
    guard let base = rows.first(where: { $0.model.family == "Transformer" }) else { return nil }
    let hybrids = rows.filter { $0.model.family != "Transformer" }
    return (hybrids.count { $0.value > base.value }, hybrids.count, rows.provenance)
  }
  let gains = subtasks.compactMap { one in one.gain.map { (one.task, $0.mean) } }
  let range = (gains.map(\.1).min() ?? 0, gains.map(\.1).max() ?? 0)
  let paired = detailed.tasks.recall.compactMap { task in ruler(task).map { "*\(task)* is *\($0)*" }
  }
  try notebook.bind(
    "toy.sub.paired", words: paired.isEmpty ? "none of them" : Wording.list(paired),
    sources: from)
  try notebook.bind(
    "toy.sub.untrained",
    words: detailed.tasks.untrained.isEmpty
      ? ""
      : " Such a task shows whether what was learned is a way to look things up, or a state that is just "
        + "large enough for the trained number of pairs.", sources: from)
  try notebook.say(
    """
    ## Which recall needs attention

    {{figure:toy-subtasks}} takes the tasks apart, as the paper's figure of RULER's subtasks does; that figure
    cannot be drawn from what the paper prints ({{figure:subtasks}}). What corresponds to a column of the paper's
    table: {{toy.sub.paired}}; pairs have none. {{table:toy-subtasks}} has what attention adds to each, beside how
    many of the paper's hybrids are above its Transformer.{{toy.sub.scored}}{{toy.sub.untrained}}
    """)
  let tells = range.1 - range.0 > 0.1
  try notebook.show(
    Chart(
      title: tells
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
      id: "toy-subtasks", title: "What attention adds to each kind of recall",
      caption:
        "Gain: accuracy at {{toy.sub.densest}} less pure, mean over families with {{toy.level}} t interval over "
        + "n families. Above full: families at {{toy.sub.densest}} above full attention, of those with both. The "
        + "paper's: hybrids above the Transformer in its RULER table.",
      columns: [
        Table.Column("task", .left), Table.Column("RULER's", .left), Table.Column("gain"),
        Table.Column("interval"), Table.Column("n"), Table.Column("above full"),
        Table.Column("the paper's"),
      ],
      rows: try subtasks.map { one in
        let leads = try printedLeads(one.task)
        return [
          .quoted(one.task, sources: from),
          ruler(one.task).map { .text($0) } ?? .missing(reason: "no counterpart"),
          one.gain.map { .computed($0.mean, 3, style: .signed, sources: from) }
            ?? .missing(reason: "no curve"),
          one.gain.flatMap { gain in
            gain.low.flatMap { low in
              gain.high.map { high in
                .number(
                  text: NumberText.interval(low, high, 3), value: high - low, sources: from)
              }
            }
          } ?? .missing(reason: "no interval"),
          one.gain.map { .computed(Double($0.n), 0, sources: from) }
            ?? .missing(reason: "no curve"),
          one.leads.isEmpty
            ? .missing(reason: "full attention was not run")
            : .number(
              text: "\(one.leads.count { $0 > 0 }) of \(one.leads.count)",
              value: Double(one.leads.count { $0 > 0 }), sources: from),
          leads.map {
            .number(text: "\($0.above) of \($0.of)", value: Double($0.above), sources: $0.sources)
          } ?? .missing(reason: "no counterpart"),
        ]
      }))
}

// %%
let opinions = try notebook.toyOpinions(of: study)
try notebook.state(opinions.map(\.own), scope: "toy")
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
