import Core
import Notebook
import Plot
import Report
import Statistics
import Studies

// %% [markdown]
// # A small sweep, trained for this report
//
// **{{quick.answer}}** The runs of the section before are recorded. These were trained while the report was
// made, on the machine that made it, unless its file of runs had them from before: fewer seeds and a smaller
// budget, so that they show the same questions answered again rather than answer them better.

// %%
let notebook = try Notebook.open()
let profile = "quick"
let study = try ToyStudy(profile, notebook.runs(of: profile), store: notebook.store)
let recorded = try notebook.toyStudy(of: "six-layers")
let sources = study.sources
let excess = { (run: ToyRun) in run.languageExcess }
let gain = try study.curves(study.recall).change(level: study.level)
let shift = try study.curves(excess).change(level: study.level)
let curves = try study.curves(study.recall)
let densest = study.label(curves.fractions.last ?? 0)
/// With another CPU's rounding a recall of three seeds may jump in one of them or not.
let trained = Tolerance.trained(0.25)
func told(_ change: MeanInterval?, _ unit: String = "") -> String {
  study.words(change, unit: unit).map { "is \($0)" } ?? "cannot be told"
}
let unfinished = study.runs.count { $0.stored.outcome != .finished }

try notebook.bind(
  "quick.answer",
  words: "From pure to \(densest) the change of recall \(told(gain)); that of the loss of "
    + "language modelling above its floor \(told(shift, " nats")).",
  sources: sources, tolerance: trained)
try notebook.bind("quick.runs", Double(study.runs.count), unit: "runs", sources: sources)
try notebook.bind("quick.unfinished", Double(unfinished), unit: "runs", sources: sources)
try notebook.bind("quick.seeds", Double(study.seeds), unit: "seeds", sources: sources)
try notebook.bind(
  "quick.level", study.level, style: .percent, unit: "fraction",
  sources: ["the confidence level of this notebook"])
try notebook.bind("quick.tasks", words: Wording.list(study.tasks.recall), sources: sources)
try notebook.bind(
  "quick.settings",
  words: Wording.list(study.settings.map { "\($0.name): \($0.text)" }), sources: sources)
try notebook.say(
  """
  {{quick.runs}} runs, of which {{quick.unfinished}} did not finish; {{quick.settings}}.
  """)

// %%
let axis = ToyStudy.axis([study])
let isDrawn = !curves.points.isEmpty
if isDrawn {
  try notebook.show(
    Chart(
      title: (gain?.low ?? -1) > 0
        ? "Trained anew for this report, recall rises with full attention"
        : "Trained anew for this report, recall by ratio depends on the family",
      subtitle: try notebook.text(
        "Means over up to n = {{quick.seeds}} seeds with {{quick.level}} t intervals; small marks: single "
          + "runs. Toy scale."),
      panels: [
        Panel(
          "Language modelling", x: axis, y: Axis("loss above the floor, nats", LinearAxis()),
          marks: try study.marks(excess)),
        Panel(
          "Recall", x: axis, y: Axis("mean accuracy", LinearAxis(0...1)),
          marks: try study.marks(study.recall)),
      ], styles: HouseStyle.styles(study.families), panelHeight: 150, labels: .lastPanel),
    id: "toy-quick", caption: "Recall: mean accuracy over {{quick.tasks}}.")
}

// %%
/// A stack of this sweep beside the recorded one: mean recall over the same tasks.
struct Pair {
  let group: ToyGroup
  let now: ToyGroup.Estimate
  let before: ToyGroup.Estimate
  let place: [String]
}
let tasks = study.tasks.shared(with: recorded.tasks)
let pairs = try study.groups.compactMap { group -> Pair? in
  let twin = recorded.groups.first {
    $0.about.family == group.about.family && $0.about.layout == group.about.layout
      && $0.about.layers == group.about.layers
  }
  guard let twin, let now = try study.estimate(group, tasks.meanRecall),
    let before = try recorded.estimate(twin, tasks.meanRecall)
  else { return nil }
  return Pair(group: group, now: now, before: before, place: twin.provenance)
}
// Where one of the two never varies there is no order to compare.
if let tau = try? KendallTau(pairs.map(\.now.value), pairs.map(\.before.value)) {
  let all = sources + pairs.flatMap(\.place)
  try notebook.bind(
    "quick.tau", tau.tau, decimals: 2, unit: "tau-b", sources: all, tolerance: trained)
  try notebook.bind(
    "quick.tau.p", tau.pTwoSided, decimals: 3, style: .small, unit: "p", sources: all,
    tolerance: .trained(0.05))
  try notebook.bind("quick.pairs", Double(pairs.count), unit: "stacks", sources: all)
  try notebook.say(
    """
    ## Beside the recorded sweep

    {{table:toy-quick-recorded}} sets the stacks beside the recorded ones of six layers, which had a larger
    budget. The order of the {{quick.pairs}} stacks by recall agrees with Kendall's τ = {{quick.tau}}
    (two-sided p: {{quick.tau.p}}). A stack that the smaller budget stops before it learns to recall is
    late here, not unable.
    """)
  try notebook.show(
    Table(
      id: "toy-quick-recorded", title: "Recall now, and in the recorded sweep",
      caption: "Mean accuracy over seeds with {{quick.level}} t interval over seeds; n: seeds.",
      columns: [
        Table.Column("family", .left), Table.Column("ratio", .left), Table.Column("n"),
        Table.Column("now"), Table.Column("interval"), Table.Column("recorded"),
        Table.Column("interval"),
      ],
      rows: pairs.map { pair in
        [
          .text(study.title(study.key(pair.group))), pair.group.ratioCell,
          .computed(Double(pair.group.runs.count), 0, sources: pair.group.provenance),
          .value(of: pair.now, 3, of: pair.group), .interval(of: pair.now, 3, of: pair.group),
          .computed(pair.before.value, 3, sources: pair.place),
          pair.before.low.flatMap { low in
            pair.before.high.map {
              .number(
                text: NumberText.interval(low, $0, 3), value: $0 - low, sources: pair.place)
            }
          } ?? .missing(reason: "no interval"),
        ]
      }))
}

// %%
try notebook.finish()
