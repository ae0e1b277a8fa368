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
  TolerantWords(
    "From pure to \(densest) the change of recall \(told(gain)); that of the loss of "
      + "language modelling above its floor \(told(shift, " nats")).", trained), from: study)
try notebook.bind("quick.level", study.level, from: "the confidence level of this notebook")
try notebook.bind(
  from: study,
  [
    "quick.runs": study.runs.count.of("runs"), "quick.unfinished": unfinished.of("runs"),
    "quick.seeds": study.seeds.of("seeds"), "quick.tasks": Wording.list(study.tasks.recall),
    "quick.settings": Wording.list(study.settings.map { "\($0.name): \($0.text)" }),
  ])

// %% [markdown]
// {{quick.runs}} runs, of which {{quick.unfinished}} did not finish; {{quick.settings}}.

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
        "Means over up to n = {{quick.seeds}} seeds with {{quick.level:%}} t intervals; small marks: single "
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

// %% [markdown] if=hasPairs
// ## Beside the recorded sweep
//
// {{table:toy-quick-recorded}} sets the stacks beside the recorded ones of six layers, which had a larger
// budget. The order of the {{quick.pairs}} stacks by recall agrees with Kendall's τ = {{quick.tau:.2}}
// (two-sided p: {{quick.tau.p:<.3}}). A stack that the smaller budget stops before it learns to recall is
// late here, not unable.

// %%
/// A stack of this sweep beside the recorded one: mean recall over the same tasks.
struct Pair: HasSources {
  let group: ToyGroup
  let now: ToyGroup.Estimate
  let before: ToyGroup.Estimate
  let twin: ToyGroup
  var sources: [String] { group.sources }
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
  return Pair(group: group, now: now, before: before, twin: twin)
}
// Where one of the two never varies there is no order to compare.
let tau = try? KendallTau(pairs.map(\.now.value), pairs.map(\.before.value))
try notebook.when("hasPairs", tau != nil)
if let tau {
  let all = study.sources + pairs.map(\.twin).sources
  try notebook.bind("quick.tau", Sourced(tau.tau, "tau-b", tolerance: trained), from: all)
  try notebook.bind(
    "quick.tau.p", Sourced(tau.pTwoSided, "p", tolerance: .trained(0.05)), from: all)
  try notebook.bind("quick.pairs", pairs.count.of("stacks"), from: all)
  try notebook.show(
    Table(
      pairs, id: "toy-quick-recorded", title: "Recall now, and in the recorded sweep",
      caption: "Mean accuracy over seeds with {{quick.level:%}} t interval over seeds; n: seeds."
    ) {
      Column("family", .name) { study.title(study.key($0.group)) }
      Column("ratio", align: .left) { $0.group.ratioCell }
      Column("n") { $0.group.runs.count }
      Column("now", ".3") { $0.now.value }
      Column("interval", ".3", missing: "no interval") { $0.now.ends }
      Column("recorded", ".3") { Sourced($0.before.value, from: $0.twin) }
      Column("interval", ".3", missing: "no interval") { pair in
        pair.before.ends.map { SourcedEnds($0, from: pair.twin) }
      }
    })
}

// %%
try notebook.finish()
