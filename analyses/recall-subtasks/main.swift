import Core
import Notebook
import Plot
import Published
import Report
import Statistics
import Studies

// %% [markdown]
// # What all hybrids gain in recall is the single needle
//
// **Against the Transformer, the hybrids do not lead in recall as such, but in some of it.** All
// {{sub.hybrids}} are above it in {{sub.all}}, by {{sub.all.least:.1}} to {{sub.all.most:.1}} points, and
// none is in {{sub.never}}. Of the {{sub.cells}} printed differences {{sub.cells.above}} are leads.
// In {{sub.low}} the two hybrids with the best average, {{sub.low.names}}, are nearly at zero
// ({{sub.low.values}}), below all others.
//
// **How subtasks depend on the ratio cannot be drawn from the paper's numbers.** Its Figure 5 shows
// that, but its Table 5 prints one ratio a family, and neither RetNet nor HGRN.
//
// This section gives the paper's Table 5 as printed and compares its models subtask by subtask
// [@wang2025systematic]; an independent evaluation of a checkpoint without any attention
// [@yamwd2026] then shows how far single needles go without it.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let path = "data/paper/table5.csv"
let rows = try store.observations(path: path)
let columns = try store.tasks().filter { $0.suite == "RULER" }
let subtasks = columns.filter { $0.key != "ruler_average" }
let models = rows.models(in: families)

/// The printed value of a model in a column.
func value(_ model: Model, _ task: String) throws -> Double {
  try store.observation(task: task, path: path, family: model.family).value
}
guard let transformer = models.first(where: { $0.family.role == .baseline })?.model else {
  throw Fault("the table has no Transformer", at: path)
}
let hybrids = models.filter { $0.family.role == .studied }

// %% [markdown]
// ## As printed
//
// RULER has {{sub.ruler}} tasks and the table {{sub.columns}} columns beside the average, so some
// columns are means of several tasks. Neither the numbers of items nor the lengths are printed,
// nor is more than one run: these numbers carry no interval, and small differences in one column
// should not be read.

// %%
/// A column for each of some models: `GLA 3:1`.
typealias Entry = (family: Family, model: Model)
func head(_ entry: Entry) -> String { "\(entry.family.display) \(entry.model.ratioLabel)" }
try notebook.show(
  Table(
    columns, id: "ruler-subtasks",
    title: "RULER's subtasks at 1.3B, the best ratio of each family, as printed",
    caption: "Accuracy (fraction; ↑ higher is better in every row), one run a model. RetNet and "
      + "HGRN are not printed. The paper calls single-key single-value."
  ) {
    Column("subtask", .name) { $0.display }
    for entry in models {
      Column(head(entry), missing: "not printed") { task in
        rows.first { $0.model == entry.model && $0.task == task.key }
      }
    }
  })
let quote = try store.quotes().first { $0.id == "ruler-tasks" }
try notebook.bind(
  "sub.ruler", quote?.high?.of("tasks"), from: quote.map { "\($0.path):\($0.line)" } ?? path)

// %% [markdown]
// ## Where each hybrid gains and loses
//
// {{figure:subtasks}} has a panel a column. {{sub.counts}}. The largest lead is
// {{sub.largest}}; the largest loss {{sub.loss}}. {{table:subtask-leads}} lists all differences.
//
// Do the columns rank the models alike? {{table:subtask-ranks}} compares each column with the mean
// of the others. With {{sub.models}} models Kendall's tau has little to say: even a perfect order
// has a two-sided p of {{sub.least.p:<.3}}. The signs are worth a look all the same: {{sub.positive}} go
// with the rest, {{sub.negative}} against it, and {{sub.low}} furthest (tau {{sub.against:.1}}, p =
// {{sub.against.p:.3}}, or {{sub.against.corrected:.2}} corrected for {{sub.columns}} columns). A mean over
// columns that disagree depends on how it weighs them.

// %%
/// A hybrid's accuracy in one subtask less the Transformer's.
struct Lead {
  let family: Family
  let task: TaskInfo
  let points: Double
}
let leads = try hybrids.flatMap { family, model in
  try subtasks.map { task in
    Lead(
      family: family, task: task,
      points: 100 * (try value(model, task.key) - value(transformer, task.key)))
  }
}
func leading(_ task: TaskInfo) -> [Lead] { leads.filter { $0.task == task && $0.points > 0 } }
let everywhere = subtasks.filter { leading($0).count == hybrids.count }
let nowhere = subtasks.filter { leading($0).isEmpty }
try notebook.require(
  "one column is led by all, one by none", everywhere.count == 1 && nowhere.count == 1)
let sure = leads.filter { $0.task == everywhere[0] }.map(\.points)
let counts = hybrids.map { family, _ in
  let own = leads.filter { $0.family == family }
  return "\(family.display) leads in \(Wording.count(own.filter { $0.points > 0 }.count))"
}
func sentence(_ lead: Lead?) -> String {
  lead.map {
    "\(NumberText.signed($0.points, 1)) points, \($0.family.display) in \($0.task.display)"
  } ?? "none"
}

/// The two hybrids with the best average are the last in variable tracking.
let tracking = try store.tasks().first { $0.key == "ruler_vt" }
func ranked(_ task: String) throws -> [(family: Family, model: Model)] {
  let scored = try models.map { (entry: $0, value: try value($0.model, task)) }
  return scored.sorted { $0.value > $1.value }.map(\.entry)
}
let best = try ranked("ruler_average").prefix(2)
let last = try ranked("ruler_vt").suffix(2)
try notebook.require(
  "the two best on average are hybrids and the last two in variable tracking",
  Set(best.map(\.family)) == Set(last.map(\.family))
    && best.allSatisfy { $0.family.role == .studied })
try notebook.bind(
  from: rows,
  [
    "sub.columns": Wording.count(subtasks.count), "sub.hybrids": Wording.count(hybrids.count),
    "sub.all": Wording.list(everywhere.map(\.display)),
    "sub.never": Wording.list(nowhere.map(\.display)),
    "sub.all.least": sure.min()?.of("points"), "sub.all.most": sure.max()?.of("points"),
    "sub.cells": leads.count.of("differences"),
    "sub.cells.above": leads.count { $0.points > 0 }.of("differences"),
    "sub.counts": Wording.list(counts) + " of \(Wording.count(subtasks.count)) subtasks",
    "sub.largest": sentence(leads.max { $0.points < $1.points }),
    "sub.loss": sentence(leads.min { $0.points < $1.points }),
    "sub.low": tracking?.display, "sub.low.names": Wording.list(best.map(head)),
    "sub.low.values":
      Wording.list(try best.map { NumberText.fixed(try value($0.model, "ruler_vt"), 3) }),
  ])

let labels = models.map(\.family.display)
func panel(_ task: TaskInfo) throws -> Panel {
  let values = try models.map { try value($0.model, task.key) }
  let frame = try Frame([
    "model": .text(labels), "family": .text(models.map(\.family.key)),
    "ratio": .text(models.map(\.model.ratioLabel)), "accuracy": .numbers(values),
    "n": .numbers(values.map { _ in 1 }),
  ])
  return Panel(
    task.display, x: Axis("accuracy", LinearAxis(0...1, tickCount: 3)),
    y: Axis("", CategoryAxis(labels, startsAtEnd: true)),
    marks: [
      ReferenceMark(x: try value(transformer, task.key), label: ""),
      PointMark(frame, x: "accuracy", y: "model", series: "family", n: "n"),
    ])
}
try notebook.show(
  Chart(
    title: try notebook.text(
      "All hybrids lead the Transformer in {{sub.all}}, none in {{sub.never}}"),
    subtitle: try notebook.text(
      "RULER accuracy at 1.3B by subtask, each family at the ratio that the paper prints; one run a "
        + "marker, no interval. Dashed: the Transformer."),
    panels: try columns.map { try panel($0) }, styles: HouseStyle.styles(families), columns: 4,
    panelHeight: 58, labels: .none, sharesAxes: true),
  id: "subtasks",
  caption: "From {{table:ruler-subtasks}}. The paper draws these subtasks against the ratio, but "
    + "prints the best ratio only, so there is nothing to draw a curve from. RetNet and HGRN are "
    + "not printed.")

// %%
try notebook.show(
  Table(
    subtasks, id: "subtask-leads", title: "Hybrids less the Transformer, by subtask",
    caption: "Points of accuracy at 1.3B, one run each, so no interval.", from: { _ in rows }
  ) {
    Column("subtask", .name) { $0.display }
    for entry in hybrids {
      Column(head(entry), "+.1") { task in
        leads.first { $0.task == task && $0.family == entry.family }?.points
      }
    }
  })

/// A column's order of the models, against that by the mean of the other columns.
struct Agreement {
  let task: TaskInfo
  let tau: KendallTau
  let best: String
  let last: String
}
let agreements = try subtasks.map { task in
  let others = subtasks.filter { $0 != task }
  let rest = try models.map { entry in
    try others.map { try value(entry.model, $0.key) }.reduce(0, +) / Double(others.count)
  }
  let order = try ranked(task.key).map(\.family.display)
  return Agreement(
    task: task, tau: try KendallTau(try models.map { try value($0.model, task.key) }, rest),
    best: order.first ?? "", last: order.last ?? "")
}
try notebook.show(
  Table(
    agreements, id: "subtask-ranks", title: "Do the subtasks order the models alike?",
    caption: "Kendall's tau of a subtask with the mean of the other subtasks, over {{sub.models}} "
      + "models, the Transformer included; p: exact, two-sided, not corrected for "
      + "{{sub.columns}} tests.", from: { _ in rows }
  ) {
    Column("subtask", .name) { $0.task.display }
    Column("best", .name) { $0.best }
    Column("last", .name) { $0.last }
    Column("tau", "+.2") { $0.tau.tau }
    Column("p", ".3") { $0.tau.pTwoSided }
  })
guard let against = agreements.min(by: { $0.tau.tau < $1.tau.tau }) else {
  throw Fault("there are no subtasks", at: path)
}
/// The subtasks whose order agrees with the rest, or is against it.
func tasks(where holds: (Double) -> Bool) -> String {
  Wording.list(agreements.filter { holds($0.tau.tau) }.map(\.task.display))
}
try notebook.require("variable tracking is furthest from the rest", against.task == tracking)
try notebook.bind(
  from: rows,
  [
    "sub.models": Wording.count(models.count), "sub.against": against.tau.tau,
    "sub.against.p": against.tau.pTwoSided, "sub.positive": tasks { $0 > 0 },
    "sub.negative": tasks { $0 < 0 },
  ])
try notebook.bind(
  "sub.least.p", 2 * KendallTau.minimumP(points: models.count),
  from: "two orders of all that so many models can have")
try notebook.bind(
  "sub.against.corrected", min(1, Double(subtasks.count) * against.tau.pTwoSided),
  from: ["Bonferroni: p times the number of columns"] + rows.sources)

// %% [markdown]
// ## Single needles without any attention
//
// Others have run RULER's single needles on a released checkpoint that the paper prints no
// subtasks of: pure Gated DeltaNet at 1.3B, no attention layer at all. {{table:needles}} has the
// results by length. The three kinds differ in what surrounds the needle and what it holds:
// {{sub.kind.easy}} hides a number in repeated noise, {{sub.kind.middle}} a number in essays,
// {{sub.kind.hard}} a long identifier in essays.
//
// Over the three kinds the pure model's accuracy is {{sub.needle.share:.3}} at {{sub.needle.middle}} tokens
// and {{sub.needle.share.long:.3}} at {{sub.needle.length}}, the longest at which all were run. The paper
// prints {{sub.needle.paper:.3}} for the same family's hybrid at 3:1, and
// {{sub.needle.transformer:.3}} for the Transformer. It prints no lengths and no items, so these numbers
// cannot be subtracted; but a score of that height does not by itself show attention layers at work,
// since at {{sub.needle.middle}} tokens a model without any is above it. Length is what hurts that
// model: from {{sub.needle.middle}} to {{sub.needle.long}} tokens {{sub.kind.middle}} falls from
// {{sub.needle.from:.3}} to {{sub.needle.to:.3}}. So what the paper's column measures depends on lengths that
// it does not print.
//
// The source ran the same checkpoint with weights, or weights and activations, rounded to
// sixteen bits as well: no cell of the table moves by more than {{sub.needle.arms:.1}} points.

// %%
let needleLevel = 0.95
let needleFile = "data/independent/yamwd_quality.csv"
let kinds = ["niah_single_1", "niah_single_2", "niah_single_3"]
let lengths = [1024, 2048, 4096, 8192]
let needles = try kinds.flatMap { try store.observations(task: $0, path: needleFile) }
for (name, kind) in zip(["easy", "middle", "hard"], kinds) {
  try notebook.bind("sub.kind.\(name)", kind, from: "\(needleFile), column task")
}

/// The cells of one kind and length: the run in full precision, and all runs.
func cells(_ kind: String, _ length: Int) -> (full: Observation?, all: [Observation]) {
  let all = needles.filter { $0.task == kind && $0.metric == "accuracy@\(length)" }
  return (all.first { $0.model.name.hasSuffix("[fp32]") }, all)
}
/// A row of accuracies, and one of their intervals below it.
let needleRows = kinds.flatMap { [(kind: $0, isInterval: false), (kind: $0, isInterval: true)] }
try notebook.show(
  Table(
    needleRows, id: "needles", title: "Single needles found by pure Gated DeltaNet at 1.3B",
    caption:
      "Accuracy (fraction) by length in tokens, an independent evaluation in full precision; "
      + "below it the {{sub.level:%}} Wilson interval over {{sub.needle.items}} items. The longest "
      + "length of {{sub.kind.hard}} was not run."
  ) {
    Column("needle", .name) { $0.isInterval ? "" : $0.kind }
    for length in lengths {
      Column(NumberText.exact(Double(length)), missing: "not run") { row -> Table.Cell? in
        guard let found = cells(row.kind, length).full else { return nil }
        return row.isInterval ? try intervalCell(found) : .observed(found)
      }
    }
  })

func intervalCell(_ row: Observation) throws -> Table.Cell {
  try ProportionInterval(proportion: row.value, trials: row.n ?? 0, level: needleLevel)
    .ends.cell(".3", row.sources)
}

for length in lengths {
  try notebook.bind("sub.length.\(length)", length.of("tokens"), from: needles)
}
try notebook.bind("sub.level", needleLevel, from: "the confidence level of this notebook")
let itemCounts = Set(needles.compactMap(\.n))
try notebook.require("every cell has equally many items", itemCounts.count == 1)
try notebook.bind("sub.needle.items", itemCounts.first?.of("items"), from: needles)
let complete = lengths.last { length in kinds.allSatisfy { cells($0, length).full != nil } } ?? 0
func shared(_ length: Int) -> [Observation] { kinds.compactMap { cells($0, length).full } }
try notebook.bind("sub.needle.length", complete.of("tokens"), from: shared(complete))
try notebook.bind("sub.needle.share", shared(2048).values.mean)
try notebook.bind("sub.needle.share.long", shared(complete).values.mean)
let printed = try store.observation(
  task: "ruler_singlevalue", path: path, family: "GatedDeltaNet", ratio: "3:1")
try notebook.bind("sub.needle.paper", printed)
try notebook.bind(
  "sub.needle.transformer",
  try store.observation(task: "ruler_singlevalue", path: path, family: "Transformer"))
try notebook.require(
  "without attention the needles are above the hybrid's column", shared(2048).mean > printed.value)
for (place, amount, length) in [("middle", "from", 2048), ("long", "to", 8192)] {
  guard let row = cells(kinds[1], length).full else { continue }
  try notebook.bind("sub.needle.\(place)", length.of("tokens"), from: row)
  try notebook.bind("sub.needle.\(amount)", row)
}
let moves = kinds.flatMap { kind in
  lengths.map { cells(kind, $0) }.flatMap { cell in
    cell.all.map { abs($0.value - (cell.full?.value ?? .nan)) }
  }
}
try notebook.bind("sub.needle.arms", moves.max().map { (100 * $0).of("points") }, from: needles)

// %%
try notebook.finish()
