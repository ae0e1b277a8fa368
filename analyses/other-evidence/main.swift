import Core
import Notebook
import Plot
import Published
import Report
import Statistics
import Studies

// %% [markdown]
// # Evaluated again, the checkpoints mostly agree, and LAMBADA is not flat
//
// **Independent evaluations reproduce what the paper prints of single tasks, with one exception.**
// Of {{other.cells}} values that others measured on the same released checkpoint with the same
// metric, {{other.inside}} agree with the paper within the noise of their items.
//
// **Language modelling is not flat in every task.** In LAMBADA, independently measured at 340M,
// Gated DeltaNet changes by {{other.small.GatedDeltaNet:.3}} from pure to 3:1 and HGRN-2 by
// {{other.small.HGRN2:+.3}}; the directions are the same at 1.3B. Averaged over the three families that
// were measured the change is {{other.small.mean:.3}}: opposite trends look like flatness.
//
// This section sets independent evaluations beside the paper's values, and beside each other. They
// are never averaged together.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let level = 0.95
try notebook.bind("other.level", level, from: "the confidence level of this notebook")

// %% [markdown]
// ## The same checkpoints, evaluated again
//
// The paper's Table 3 and an independent evaluation [@entrainment2026] overlap in three models at
// 1.3B. {{table:replications}} lists every pair that the store finds. The paper does not say which
// of two accuracies a column is, so HellaSwag meets both: it is plainly the length-normalised one
// (`acc_norm`), since the other is {{other.metric}} points away. With that metric,
// {{other.inside}} of {{other.cells}} printed values lie in the independent value's interval; the
// exception is {{other.outside}}. As many comparisons would by chance leave {{other.chance:.1}} outside.
//
// The evaluator warns of the Gated DeltaNet column: it flags a confound in its heads without
// explaining it, and {{other.odd}}. Its
// LAMBADA at 1.3B is derived from published statistics, not read. LAMBADA itself cannot be compared with the paper's, which is probably another variant of
// the task.

// %%
let pairs = try store.replications()
let replicated = try pairs.filter { $0.first.scope == .paper }.compactMap { pair in
  try MatchedCell(
    title: pair.first.task, printed: pair.first, independent: pair.second, level: level)
}
let taskNames = Dictionary(uniqueKeysWithValues: try store.tasks().map { ($0.key, $0.display) })
try notebook.show(
  Table(
    replicated, id: "replications", title: "What the paper prints, and what others measured",
    caption:
      "Accuracy (fraction) at 1.3B. Interval: {{other.level:%}} Wilson over the task's items "
      + "around the independent value. In it: whether the paper's value, within its rounding, is.",
    from: { [$0.independent, $0.printed] }
  ) {
    Column("model", .name) { name($0.printed.model) }
    Column("task", .name) { taskNames[$0.title] ?? $0.title }
    Column("metric", .name) { $0.independent.metric }
    Column("paper") { $0.printed }
    Column("independent", ".3") { $0.independent }
    Column("difference", "+.3") { $0.independent.value - $0.printed.value }
    Column("interval", ".3") { $0.interval.ends }
    Column("in it", .name) { !$0.isOutside }
  })

/// `Gated DeltaNet 24:1`
func name(_ model: Model) -> String {
  "\(families.display(model.family)) \(model.ratioLabel)"
}
/// HellaSwag by its plain accuracy is another metric than the paper's.
let other = replicated.filter { $0.title == "hellaswag" && $0.independent.metric == "acc" }
let same = replicated.filter { !other.map(\.independent).contains($0.independent) }
let outside = same.filter(\.isOutside)
try notebook.require(
  "HellaSwag is acc_norm",
  other.allSatisfy(\.isOutside) && outside.allSatisfy { $0.title != "hellaswag" })
try notebook.require("one value disagrees", outside.count == 1)
let missed = outside.map {
  "\(name($0.printed.model)) in \(taskNames[$0.title] ?? $0.title), printed "
    + "\($0.printed.value > $0.independent.value ? "higher" : "lower") by "
    + "\(NumberText.fixed(100 * abs($0.printed.value - $0.independent.value), 1)) points"
}
let metricGaps = other.map { 100 * ($0.printed.value - $0.independent.value) }
guard let least = metricGaps.min(), let most = metricGaps.max() else {
  throw Fault("HellaSwag was not measured by its plain accuracy", at: "data/independent")
}
try notebook.bind(
  from: replicated,
  [
    "other.cells": Wording.count(same.count),
    "other.inside": Wording.count(same.count - outside.count),
    "other.outside": Wording.list(missed), "other.metric": NumberText.interval(least, most, 0),
  ])
try notebook.bind(
  "other.chance", (Double(same.count) * (1 - level)).of("values"),
  from: "the comparisons times what a \(level) interval leaves out")
let odd = try store.observations(
  task: "boolq", citation: "entrainment2026", family: "GatedDeltaNet")
guard let oddest = odd.min(by: { $0.value < $1.value }),
  let low = odd.filter({ $0 != oddest }).map(\.value).min(), let high = odd.map(\.value).max()
else { throw Fault("BoolQ was not measured", at: "data/independent") }
try notebook.bind(
  "other.odd",
  "its BoolQ at \(oddest.model.ratioLabel) (\(NumberText.fixed(oddest.value, 3))) "
    + "is far from its other ratios (\(NumberText.interval(low, high, 3)))", from: odd)

// %% [markdown]
// ## One checkpoint, two evaluators
//
// Two sources evaluated one checkpoint, pure Gated DeltaNet at 1.3B, on the full sets of the same
// tasks, [@entrainment2026] and [@yamwd2026]. {{table:same-checkpoint}} sets them side by side. By the
// number of items alone {{other.same.beyond}} of {{other.same.count}} differences are beyond noise
// ({{other.same.names}}). That yardstick is too kind: weights and items are the same, so nothing
// is sampled, and the second source's three numeric precisions differ among themselves by no more
// than {{other.same.arms:.1}} points. By that measure {{other.same.more}} of the {{other.same.armed}}
// for which it is known differ. The harness, its prompts, its version or a revision of the
// checkpoint has to be the reason; the sources do not say which. Whoever compares two models across
// sources has to reckon with differences of up to {{other.same.most:.1}} points for this alone.

// %%
/// One task of one checkpoint by both sources, and the same by the second source's precisions.
struct Twice {
  let first: Observation
  let second: Observation
  /// The largest less the smallest over the second source's arms; none for a single arm.
  let arms: Double?
  let difference: ItemDifference

  var isBeyondArms: Bool { arms.map { abs(difference.estimate) > $0 } ?? false }
}
let samePairs = pairs.filter { $0.first.scope != .paper }
let twice = try samePairs.filter { $0.second.model.name.hasSuffix("[fp32]") }.map { pair in
  let arms = samePairs.filter { $0.first == pair.first }.map(\.second.value)
  let range = (arms.max() ?? .nan) - (arms.min() ?? .nan)
  return Twice(
    first: pair.first, second: pair.second, arms: arms.count > 1 ? range : nil,
    difference: try ItemDifference(pair.first, pair.second, level: level))
}
try notebook.show(
  Table(
    twice, id: "same-checkpoint", title: "Pure Gated DeltaNet at 1.3B by two evaluators",
    caption: "Accuracy (fraction), the second source in full precision. ±: half the "
      + "{{other.level:%}} normal interval of an unpaired difference over that many items. Arms: "
      + "range over the second source's precisions; none where it gives one only. The first source's "
      + "LAMBADA is derived.", from: { [$0.first, $0.second] }
  ) {
    Column("task", .name) { $0.first.task }
    Column("metric", .name) { $0.first.metric }
    Column("first", ".4") { $0.first }
    Column("second") { $0.second }
    Column("difference", "+.4") { $0.difference.estimate }
    Column("±", ".4") { $0.difference.half }
    Column("arms", ".4", missing: "one arm") { $0.arms }
    Column("items") { Sourced(Double($0.second.n ?? 0), from: $0.second) }
  })
let beyond = twice.filter(\.difference.isBeyondNoise)
try notebook.bind(
  from: samePairs,
  [
    "other.same.count": Wording.count(twice.count),
    "other.same.armed": Wording.count(twice.compactMap(\.arms).count),
    "other.same.beyond": Wording.count(beyond.count),
    "other.same.names": Wording.list(beyond.map(\.first.task)),
    "other.same.arms": twice.compactMap(\.arms).max().map { (100 * $0).of("points") },
    "other.same.more": Wording.count(twice.filter(\.isBeyondArms).count),
    "other.same.most":
      twice.map { abs($0.difference.estimate) }.max().map { (100 * $0).of("points") },
  ])

// %% [markdown]
// ## LAMBADA by ratio
//
// {{figure:independent-lambada}} has the one task that was evaluated independently at every ratio of
// three families and at both scales. From pure to 3:1, with {{other.level:%}} intervals over items:
//
// - **340M:** {{other.small.changes}}.
// - **1.3B:** {{other.large.changes}}.
//
// All {{other.families}} families move the same way at both scales, {{other.clear}} beyond noise at
// both. So the average over tasks and families in which the paper finds flatness is a sum of parts
// that move, some up and some down. It is one task and one seed; {{other.monotone}} of the
// {{other.lines}} lines rise or fall at every step. The Gated DeltaNet values at 1.3B are derived, its
// 340M run at 24:1 used a checkpoint named `New`, and its column carries the warning above.

// %%
let scales = ["340M", "1.3B"]
let scaleKeys = ["340M": "small", "1.3B": "large"]
let lambada = try scales.flatMap { scale in
  try store.observations(
    task: "lambada_openai", metric: "acc", citation: "entrainment2026", scale: scale)
}
let measured = families.filter { family in lambada.contains { $0.model.family == family.key } }
func line(_ family: Family, _ scale: String) -> [Observation] {
  lambada.filter { $0.model.family == family.key && $0.model.scale == scale }
}
/// The change from pure to 3:1.
func change(_ family: Family, _ scale: String) throws -> ItemDifference {
  let own = line(family, scale)
  guard let pure = own.first(where: { $0.model.ratio == .pure }),
    let dense = own.first(where: { $0.model.ratioLabel == "3:1" })
  else { throw Fault("the ends are missing", at: "\(family.key) \(scale)") }
  return try ItemDifference(pure, dense, level: level)
}
var signs: [[Bool]] = []
for scale in scales {
  let changes = try measured.map { try change($0, scale) }
  let key = scaleKeys[scale] ?? scale
  signs.append(changes.map { $0.estimate > 0 })
  let words = zip(measured, changes).map { family, change in
    "\(family.display) \(NumberText.signed(change.estimate, 3)) ("
      + "\(NumberText.signed(change.low, 3)) to \(NumberText.signed(change.high, 3)))"
  }
  try notebook.bind("other.\(key).changes", Wording.list(words), from: lambada)
  try notebook.bind(
    "other.\(key).mean", changes.map { $0.estimate.of("fraction") }.mean, as: "+.3", from: lambada)
  for (family, change) in zip(measured, changes) {
    try notebook.bind(
      "other.\(key).\(family.key)", change.estimate.of("fraction"), as: "+.3",
      from: line(family, scale))
  }
}
let atSmall = try measured.map { try change($0, "340M") }
try notebook.require(
  "some fall and some rise, beyond noise",
  atSmall.contains { $0.high < 0 } && atSmall.contains { $0.low > 0 })
let agreeing = zip(signs[0], signs[1]).filter { $0 == $1 }.count
try notebook.require("the directions are the same at both scales", agreeing == measured.count)
let itemCounts = Set(lambada.compactMap(\.n))
try notebook.require("all have equally many items", itemCounts.count == 1)
try notebook.bind("other.lambada.items", itemCounts.first?.of("items"), from: lambada)
let clear = try measured.filter { family in
  try scales.allSatisfy { try change(family, $0).isBeyondNoise }
}
try notebook.require(
  "HGRN-2 rises and Gated DeltaNet falls, beyond noise at both scales",
  clear.map(\.key) == ["HGRN2", "GatedDeltaNet"] && atSmall[1].low > 0 && atSmall[2].high < 0)
let lines = scales.flatMap { scale in measured.map { line($0, scale).map(\.value) } }
let monotone = lines.filter { values in
  let steps = zip(values, values.dropFirst()).map { $1 - $0 }
  return steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }
}
try notebook.bind(
  from: lambada,
  [
    "other.clear": Wording.list(clear.map(\.display)), "other.lines": Wording.count(lines.count),
    "other.monotone": Wording.count(monotone.count),
    "other.families": Wording.count(measured.count),
  ])

func lambadaPanel(_ family: Family, _ scale: String) throws -> Panel {
  let rows = line(family, scale)
  let intervals = try rows.map {
    try ProportionInterval(proportion: $0.value, trials: $0.n ?? 0, level: level)
  }
  let frame = try Frame([
    "family": .text(rows.map(\.model.family)), "ratio": .text(rows.map(\.model.ratioLabel)),
    "fraction": .numbers(rows.map(\.model.attentionFraction)),
    "accuracy": .numbers(rows.map(\.value)), "low": .numbers(intervals.map(\.low)),
    "high": .numbers(intervals.map(\.high)), "n": .numbers(rows.map { _ in 1 }),
    "source": .text(rows.provenance),
  ])
  return Panel(
    "\(family.display), \(scale)", titleSeries: family.key, x: HouseStyle.shortRatioAxis,
    y: Axis("accuracy", LinearAxis(scale == "340M" ? 0.30...0.40 : 0.46...0.56)),
    marks: [
      LineMark(frame, x: "fraction", y: "accuracy", series: "family"),
      IntervalMark(frame, x: "fraction", low: "low", high: "high", series: "family"),
      PointMark(frame, x: "fraction", y: "accuracy", series: "family", n: "n"),
    ])
}
try notebook.show(
  Chart(
    title: "LAMBADA is not flat: it rises in HGRN-2 and falls in Gated DeltaNet, at both scales",
    subtitle: try notebook.text(
      "Accuracy against ratio, an independent evaluation, one run a marker. Bars: {{other.level:%}} "
        + "Wilson intervals over {{other.lambada.items}} items."),
    note: "All panels have equal units; the two scales have different heights.",
    panels: try scales.flatMap { scale in try measured.map { try lambadaPanel($0, scale) } },
    styles: HouseStyle.styles(families), columns: 3, panelHeight: 88, labels: .none),
  id: "independent-lambada",
  caption: "Plain `lambada_openai` of the released checkpoints [@entrainment2026]. The 1.3B values "
    + "of Gated DeltaNet are derived. The "
    + "paper's averages of tasks and scales are flat by comparison.")

// %%
try notebook.finish()
