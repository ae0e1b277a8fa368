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
// Gated DeltaNet changes by {{other.small.GatedDeltaNet}} from pure to 3:1 and HGRN-2 by
// {{other.small.HGRN2}}; the directions are the same at 1.3B. Averaged over the three families that
// were measured the change is {{other.small.mean}}: opposite trends look like flatness.
//
// This section sets independent evaluations beside the paper's values, and beside each other. They
// are never averaged together.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let display = Dictionary(uniqueKeysWithValues: families.map { ($0.key, $0.display) })
let level = 0.95
try notebook.bind(
  "other.level", level, style: .percent, unit: "fraction",
  sources: ["the confidence level of this notebook"])

// %% [markdown]
// ## The same checkpoints, evaluated again
//
// The paper's Table 3 and an independent evaluation [@entrainment2026] overlap in three models at
// 1.3B. {{table:replications}} lists every pair that the store finds. The paper does not say which
// of two accuracies a column is, so HellaSwag meets both: it is plainly the length-normalised one
// (`acc_norm`), since the other is {{other.metric}} points away. With that metric,
// {{other.inside}} of {{other.cells}} printed values lie in the independent value's interval; the
// exception is {{other.outside}}. As many comparisons would by chance leave {{other.chance}} outside.
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
    id: "replications", title: "What the paper prints, and what others measured",
    caption: "Accuracy (fraction) at 1.3B. Interval: {{other.level}} Wilson over the task's items "
      + "around the independent value. In it: whether the paper's value, within its rounding, is.",
    columns: [
      Table.Column("model", .left), Table.Column("task", .left), Table.Column("metric", .left),
      Table.Column("paper"), Table.Column("independent"), Table.Column("difference"),
      Table.Column("interval"), Table.Column("in it", .left),
    ],
    rows: replicated.map { cell in
      let sources = [cell.independent.provenance, cell.printed.provenance]
      return [
        .text(name(cell.printed.model)), .text(taskNames[cell.title] ?? cell.title),
        .text(cell.independent.metric), .observed(cell.printed),
        .computed(cell.independent.value, 3, sources: [cell.independent.provenance]),
        .computed(
          cell.independent.value - cell.printed.value, 3, style: .signed, sources: sources),
        .number(
          text: NumberText.interval(cell.interval.low, cell.interval.high, 3),
          value: cell.interval.high - cell.interval.low, sources: sources),
        .text(cell.isOutside ? "no" : "yes"),
      ]
    }))

/// `Gated DeltaNet 24:1`
func name(_ model: Model) -> String {
  "\(display[model.family] ?? model.family) \(model.ratioLabel)"
}
/// HellaSwag by its plain accuracy is another metric than the paper's.
let other = replicated.filter { $0.title == "hellaswag" && $0.independent.metric == "acc" }
let same = replicated.filter { !other.map(\.independent).contains($0.independent) }
let outside = same.filter(\.isOutside)
let pairSources = replicated.flatMap { [$0.printed.provenance, $0.independent.provenance] }
try notebook.require(
  "HellaSwag is acc_norm",
  other.allSatisfy(\.isOutside) && outside.allSatisfy { $0.title != "hellaswag" })
try notebook.require("one value disagrees", outside.count == 1)
try notebook.bind("other.cells", words: Wording.count(same.count), sources: pairSources)
try notebook.bind(
  "other.chance", Double(same.count) * (1 - level), decimals: 1, unit: "values",
  sources: ["the comparisons times what a \(level) interval leaves out"])
try notebook.bind(
  "other.inside", words: Wording.count(same.count - outside.count), sources: pairSources)
try notebook.bind(
  "other.outside",
  words: Wording.list(
    outside.map {
      "\(name($0.printed.model)) in \(taskNames[$0.title] ?? $0.title), printed "
        + "\($0.printed.value > $0.independent.value ? "higher" : "lower") by "
        + "\(NumberText.fixed(100 * abs($0.printed.value - $0.independent.value), 1)) points"
    }), sources: pairSources)
let metricGaps = other.map { $0.printed.value - $0.independent.value }
try notebook.bind(
  "other.metric",
  words: NumberText.fixed(100 * (metricGaps.min() ?? .nan), 0) + " to "
    + NumberText.fixed(100 * (metricGaps.max() ?? .nan), 0), sources: pairSources)
let odd = try store.observations(
  task: "boolq", citation: "entrainment2026", family: "GatedDeltaNet")
let oddest = odd.min { $0.value < $1.value }
let rest = odd.filter { $0 != oddest }.map(\.value)
try notebook.bind(
  "other.odd",
  words:
    "its BoolQ at \(oddest?.model.ratioLabel ?? "") (\(NumberText.fixed(oddest?.value ?? .nan, 3))) "
    + "is far from its other ratios (\(NumberText.interval(rest.min() ?? .nan, rest.max() ?? .nan, 3)))",
  sources: odd.provenance)

// %% [markdown]
// ## One checkpoint, two evaluators
//
// Two sources evaluated one checkpoint, pure Gated DeltaNet at 1.3B, on the full sets of the same
// tasks, [@entrainment2026] and [@yamwd2026]. {{table:same-checkpoint}} sets them side by side. By the
// number of items alone {{other.same.beyond}} of {{other.same.count}} differences are beyond noise
// ({{other.same.names}}). That yardstick is too kind: weights and items are the same, so nothing
// is sampled, and the second source's three numeric precisions differ among themselves by no more
// than {{other.same.arms}} points. By that measure {{other.same.more}} of the {{other.same.armed}}
// for which it is known differ. The harness, its prompts, its version or a revision of the
// checkpoint has to be the reason; the sources do not say which. Whoever compares two models across
// sources has to reckon with differences of up to {{other.same.most}} points for this alone.

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
let twiceSources = samePairs.flatMap { [$0.first.provenance, $0.second.provenance] }
try notebook.show(
  Table(
    id: "same-checkpoint", title: "Pure Gated DeltaNet at 1.3B by two evaluators",
    caption: "Accuracy (fraction), the second source in full precision. ±: half the "
      + "{{other.level}} normal interval of an unpaired difference over that many items. Arms: "
      + "range over the second source's precisions; none where it gives one only. The first source's "
      + "LAMBADA is derived.",
    columns: [
      Table.Column("task", .left), Table.Column("metric", .left), Table.Column("first"),
      Table.Column("second"), Table.Column("difference"), Table.Column("±"),
      Table.Column("arms"), Table.Column("items"),
    ],
    rows: twice.map { row in
      let sources = [row.first.provenance, row.second.provenance]
      return [
        .text(row.first.task), .text(row.first.metric),
        .computed(row.first.value, 4, sources: [row.first.provenance]), .observed(row.second),
        .computed(row.difference.estimate, 4, style: .signed, sources: sources),
        .computed(row.difference.half, 4, sources: sources),
        row.arms.map { .computed($0, 4, sources: sources) } ?? .missing(reason: "one arm"),
        .computed(Double(row.second.n ?? 0), 0, sources: [row.second.provenance]),
      ]
    }))
let beyond = twice.filter(\.difference.isBeyondNoise)
try notebook.bind("other.same.count", words: Wording.count(twice.count), sources: twiceSources)
try notebook.bind(
  "other.same.armed", words: Wording.count(twice.compactMap(\.arms).count), sources: twiceSources)
try notebook.bind(
  "other.same.beyond", words: Wording.count(beyond.count), sources: twiceSources)
try notebook.bind(
  "other.same.names", words: Wording.list(beyond.map(\.first.task)), sources: twiceSources)
try notebook.bind(
  "other.same.arms", 100 * (twice.compactMap(\.arms).max() ?? .nan), decimals: 1, unit: "points",
  sources: twiceSources)
try notebook.bind(
  "other.same.more", words: Wording.count(twice.filter(\.isBeyondArms).count), sources: twiceSources
)
let widest = twice.map { abs($0.difference.estimate) }.max() ?? .nan
try notebook.bind(
  "other.same.most", 100 * widest, decimals: 1, unit: "points", sources: twiceSources)

// %% [markdown]
// ## LAMBADA by ratio
//
// {{figure:independent-lambada}} has the one task that was evaluated independently at every ratio of
// three families and at both scales. From pure to 3:1, with {{other.level}} intervals over items:
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
  try notebook.bind(
    "other.\(key).changes",
    words: Wording.list(
      zip(measured, changes).map { family, change in
        "\(family.display) \(NumberText.signed(change.estimate, 3)) ("
          + "\(NumberText.signed(change.low, 3)) to \(NumberText.signed(change.high, 3)))"
      }), sources: lambada.provenance)
  try notebook.bind(
    "other.\(key).mean", changes.map(\.estimate).reduce(0, +) / Double(changes.count),
    decimals: 3, style: .signed, unit: "fraction", sources: lambada.provenance)
  for (family, change) in zip(measured, changes) {
    try notebook.bind(
      "other.\(key).\(family.key)", change.estimate, decimals: 3, style: .signed,
      unit: "fraction", sources: line(family, scale).provenance)
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
try notebook.bind(
  "other.lambada.items", Double(itemCounts.first ?? 0), unit: "items", sources: lambada.provenance)
let clear = try measured.filter { family in
  try scales.allSatisfy { try change(family, $0).isBeyondNoise }
}
try notebook.require(
  "HGRN-2 rises and Gated DeltaNet falls, beyond noise at both scales",
  clear.map(\.key) == ["HGRN2", "GatedDeltaNet"] && atSmall[1].low > 0 && atSmall[2].high < 0)
try notebook.bind(
  "other.clear", words: Wording.list(clear.map(\.display)), sources: lambada.provenance)
let lines = scales.flatMap { scale in measured.map { line($0, scale).map(\.value) } }
let monotone = lines.filter { values in
  let steps = zip(values, values.dropFirst()).map { $1 - $0 }
  return steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }
}
try notebook.bind("other.lines", words: Wording.count(lines.count), sources: lambada.provenance)
try notebook.bind(
  "other.monotone", words: Wording.count(monotone.count), sources: lambada.provenance)
try notebook.bind(
  "other.families", words: Wording.count(measured.count), sources: lambada.provenance)

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
      "Accuracy against ratio, an independent evaluation, one run a marker. Bars: {{other.level}} "
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
