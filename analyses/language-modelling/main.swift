import Core
import Notebook
import Plot
import Published
import Report
import Studies

// %% [markdown]
// # Most leads over the Transformer are within the noise of the tasks' items
//
// **Of the {{lm2.families}} families' best models, {{lm2.small.beyond}} at 340M and
// {{lm2.large.beyond}} at 1.3B are better than the Transformer by more than other items of the same
// tasks could undo ({{lm2.level:%}}).** By the printed averages {{lm2.small.above}} are above it at
// 340M and {{lm2.large.above}} at 1.3B; the clear ones are {{lm2.clear}}. None is clearly worse.
// And every family had several ratios to choose its best from, the Transformer one run: what that
// choice alone can give, about {{lm2.choice:.1}} points, is as large as most of the leads.
//
// This section gives the paper's Table 2 and Table 3 as printed and puts an interval on each
// average [@wang2025systematic].

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let printedTasks = Set(try store.observations(path: "data/paper/table2.csv").map(\.task))
let tasks = try store.tasks().filter { printedTasks.contains($0.key) }
let level = 0.95

/// One of the two tables: all its models, each with the error that its tasks' items leave it.
struct Scale {
  let name: String
  let rows: [Observation]
  let means: [ItemMean]
  let transformer: ItemMean

  init(_ path: String) throws {
    let rows = try store.observations(path: path)
    self.rows = rows
    means = try rows.filter { $0.task == "lm_average" }.map { average in
      let own = rows.filter { $0.model == average.model && $0.task != average.task }
      return try ItemMean(average: average, tasks: own, known: tasks)
    }
    guard let baseline = means.first(where: { $0.model.family == "Transformer" }) else {
      throw Fault("the table has no Transformer", at: path)
    }
    (transformer, name) = (baseline, baseline.model.scale)
  }

  /// The best of each studied family, set against the Transformer.
  var leads: [(mean: ItemMean, lead: ItemDifference)] {
    means.filter { $0.model.family != "Transformer" }
      .map { ($0, $0.lead(over: transformer, level: level)) }
  }
}
let small = try Scale("data/paper/table2.csv")
let large = try Scale("data/paper/table3.csv")

/// `HGRN-2 6:1`
func name(_ model: Model) -> String {
  "\(families.display(model.family)) \(model.ratioLabel)"
}

// %% [markdown]
// ## As printed
//
// Each row is one training run at the ratio that did best for its family. At 340M the best of
// {{lm2.pure}} is its pure model, so not every row is a hybrid. The paper prints no other ratio
// for single tasks, no seeds and no number of items.

// %%
func table(_ scale: Scale, id: String) throws -> Table {
  try scale.rows.tableByTask(
    tasks.map { ($0.key, $0.key == "lm_average" ? "average" : $0.display) }, families: families,
    id: id, title: "Language modelling at \(scale.name), the best ratio of each family, as printed",
    caption: "Zero-shot accuracy (fraction; ↑ higher is better in every column), one run a row. "
      + "Ratio: the label that the paper gives the family's best.")
}
try notebook.show(table(small, id: "lm-340m"))
try notebook.show(table(large, id: "lm-1b3"))
let pure = (small.means + large.means).filter { $0.model.ratio == .pure }
try notebook.require(
  "one family's best is a pure model, at 340M", pure.map(\.model.scale) == [small.name])
try notebook.bind(
  "lm2.pure", Wording.list(pure.map { families.display($0.model.family) }), from: pure)

// %% [markdown]
// ## What the number of items leaves open
//
// An accuracy p over n items has a standard error of {{lm2.error}}. The items of the
// {{lm2.tasks}} tasks are known from other evaluations (`data/tasks.csv` says from which), so the
// average of the tasks has an error too, and the difference of two averages. It is no small one:
// two models' averages have to differ by {{lm2.half:.1}} points of accuracy before other items of the
// same tasks would leave the order alone at {{lm2.level:%}}. {{figure:lm-advantage}} draws it.
//
// - **At 340M** the best of the families lie between {{lm2.small.least:.1}} and {{lm2.small.most:+.1}}
//   points from the Transformer; {{lm2.small.beyond}} is clear of zero. HGRN-2's lead at 6:1,
//   {{lm2.small.hgrn2:+.1}} points, which the paper names in its text, comes closest.
// - **At 1.3B** they lie between {{lm2.large.least:.1}} and {{lm2.large.most:+.1}} points from it, and
//   {{lm2.large.beyond}} are clear: {{lm2.clear}}.
// - **The least sure column** is {{lm2.coarse}}, with {{lm2.coarse.items}} items: there two models
//   have to be {{lm2.coarse.half:.1}} points apart, and the whole column spans {{lm2.coarse.span:.1}} at
//   340M and {{lm2.coarse.span.large:.1}} at 1.3B.
// - **{{lm2.comparisons}} comparisons** are made here. If no family differed from the
//   Transformer, {{lm2.chance:.1}} of them would come out clearly better by chance.
//
// Two things are not in these intervals. Both models answered the same items, and items that are
// hard for one are hard for the other: pairing the answers would narrow the intervals, but the
// paper prints no answers. And every number is one training run: what another seed would change,
// which can only widen them, is not known.

// %%
func points(_ value: Double) -> String { NumberText.signed(100 * value, 1) }
let allLeads = small.leads + large.leads
let allSources = small.rows.sources + large.rows.sources + ["data/tasks.csv"]
let clear = allLeads.filter { $0.lead.low > 0 }
try notebook.require("no family's best is clearly worse", allLeads.allSatisfy { $0.lead.high >= 0 })
try notebook.require(
  "most leads are within the noise",
  clear.count * 2 < allLeads.filter { $0.lead.estimate > 0 }.count)
try notebook.require(
  "at 340M none is clear, at 1.3B some are",
  clear.allSatisfy { $0.mean.model.scale == large.name } && clear.count > 1)
try notebook.require(
  "HGRN-2 comes closest at 340M",
  small.leads.max { $0.lead.estimate < $1.lead.estimate }?.mean.model.family == "HGRN2")
try notebook.bind("lm2.level", level, from: "the confidence level of this notebook")
try notebook.bind("lm2.error", "√(p(1 − p)/n)", from: "binomial: n items, each right or wrong")
try notebook.bind("lm2.families", Wording.count(small.leads.count), from: small.rows)
try notebook.bind(
  from: allSources,
  [
    "lm2.clear":
      Wording.list(clear.map { "\(name($0.mean.model)) (\(points($0.lead.estimate)) points)" }),
    "lm2.comparisons": Wording.count(allLeads.count).capitalized,
    "lm2.clear.count": Wording.count(clear.count),
  ])
for (key, scale) in [("small", small), ("large", large)] {
  let leads = scale.leads.map(\.lead)
  let estimates = leads.map { (100 * $0.estimate).of("points") }
  try notebook.bind(
    from: scale.rows.sources + ["data/tasks.csv"],
    [
      "lm2.\(key).beyond": Wording.count(leads.count { $0.low > 0 }),
      "lm2.\(key).above": Wording.count(leads.count { $0.estimate > 0 }),
      "lm2.\(key).least": estimates.least, "lm2.\(key).most": estimates.most,
    ])
}
let hgrn2 = small.leads.first { $0.mean.model.family == "HGRN2" }
try notebook.bind(
  "lm2.small.hgrn2",
  hgrn2.map { Sourced(100 * $0.lead.estimate, "points", interval: "normal over items") },
  from: small.rows)
try notebook.bind("lm2.tasks", Wording.count(small.transformer.tasks.count), from: "data/tasks.csv")
try notebook.bind(
  "lm2.half", allLeads.map { (100 * $0.lead.half).of("points") }.most,
  from: ["the widest half of the intervals of these differences:"] + allSources)
try notebook.bind(
  "lm2.chance", (Double(allLeads.count) * (1 - level) / 2).of("comparisons"),
  from: "the comparisons times the chance of one tail")
guard
  let coarse = tasks.filter({ $0.items != nil }).min(by: { ($0.items ?? 0) < ($1.items ?? 0) }),
  let coarseItems = coarse.items
else { throw Fault("no task has a number of items", at: "data/tasks.csv") }
try notebook.bind("lm2.coarse", coarse.display, from: coarse.source)
try notebook.bind("lm2.coarse.items", coarseItems.of("items"), from: coarse.source)
let coarseRows = (small.rows + large.rows).filter { $0.task == coarse.key }
let coarseError = ItemDifference.standardError(of: coarseRows.mean, items: coarseItems)
let coarseDifference = ItemDifference(
  estimate: 0, errors: [coarseError, coarseError], level: level)
try notebook.bind(
  "lm2.coarse.half", (100 * coarseDifference.half).of("points"),
  from: coarseRows.sources + [coarse.source])
for (key, scale) in [("span", small), ("span.large", large)] {
  let column = scale.rows.filter { $0.task == coarse.key }
  try notebook.bind("lm2.coarse.\(key)", column.values.span?.points)
}

func panel(_ scale: Scale) throws -> Panel {
  let leads = scale.leads
  let rows = try Frame([
    "model": .text(leads.map { name($0.mean.model) }),
    "family": .text(leads.map { $0.mean.model.family }),
    "lead": .numbers(leads.map { 100 * $0.lead.estimate }),
    "low": .numbers(leads.map { 100 * $0.lead.low }),
    "high": .numbers(leads.map { 100 * $0.lead.high }),
    "n": .numbers(leads.map { _ in 1 }),
    "source": .text(leads.map { $0.mean.average.provenance }),
  ])
  return Panel(
    scale.name, x: Axis("points of accuracy", LinearAxis(-3...3.5)),
    y: Axis("", CategoryAxis(leads.map { name($0.mean.model) }, startsAtEnd: true)),
    marks: [
      ReferenceMark(x: 0, label: "Transformer"),
      IntervalMark(rows, y: "model", low: "low", high: "high", series: "family"),
      PointMark(rows, x: "lead", y: "model", series: "family", n: "n"),
    ])
}
try notebook.show(
  Chart(
    title: try notebook.text(
      "Few of the best ratios are clear of the Transformer: {{lm2.small.beyond}} at 340M, "
        + "{{lm2.large.beyond}} at 1.3B"),
    subtitle: try notebook.text(
      "Average accuracy of each family's best ratio less the Transformer's, as printed; one run a "
        + "marker. Bars: {{lm2.level:%}} normal intervals over the items of {{lm2.tasks}} tasks, "
        + "unpaired."),
    panels: [try panel(small), try panel(large)], styles: HouseStyle.styles(families),
    panelHeight: 92, labels: .none),
  id: "lm-advantage",
  caption: "From {{table:lm-340m}} and {{table:lm-1b3}}. Both panels have equal units. The "
    + "intervals speak of other items, not of other training runs, and every model is the best of "
    + "several ratios.")

// %% [markdown]
// ## The best of several is not one of them
//
// Each family's row is the best of {{lm2.ratios}} ratios, chosen by the very numbers that the
// table prints. Were all ratios of a family equally good, its best would still be above their
// mean, because the largest of several noisy numbers is. The Transformer had one run and no such
// choice.
//
// Table 6 of the paper prints every ratio, averaged over both scales: there the best of a family
// is {{lm2.choice:.1}} points above the mean of its ratios on average, {{lm2.choice.least:.1}} to
// {{lm2.choice.most:.1}} by family. Averaging two scales hides some of the scatter, so at one scale
// the choice may give more. Less that, each family by its own, {{lm2.left}} of the
// {{lm2.clear.count}} clear leads would still exceed the noise. Part of what the choice gives can
// be real: a ratio may be better than another. With one run each the two cannot be told apart.

// %%
let byRatio = try store.observations(task: "lm_average", path: "data/paper/table6.csv")
let choices = families.filter { $0.role == .studied }.map { family in
  let own = byRatio.filter { $0.model.family == family.key }
  return (family: family.key, rows: own, gain: (own.map(\.value).max() ?? .nan) - own.mean)
}
let gains = choices.map { Sourced($0.gain, "fraction", from: $0.rows) }
let ratioCounts = Set(choices.map(\.rows.count))
try notebook.require("every family has equally many ratios", ratioCounts.count == 1)
try notebook.bind("lm2.ratios", Wording.count(ratioCounts.first ?? 0), from: gains)
let typical = gains.mean?.value ?? .nan
try notebook.require(
  "the choice is as large as most leads",
  allLeads.filter { $0.lead.estimate <= typical }.count * 2 > allLeads.count)
try notebook.bind("lm2.choice", gains.mean?.points)
try notebook.bind("lm2.choice.least", gains.least?.points)
try notebook.bind("lm2.choice.most", gains.most?.points)
let left = clear.filter { entry in
  let gain = choices.first { $0.family == entry.mean.model.family }?.gain ?? 0
  return entry.lead.low > gain
}
try notebook.bind("lm2.left", Wording.count(left.count), from: allSources + gains.sources)

// %%
try notebook.finish()
