import Core
import Notebook
import Paper
import Plot
import Published
import Report
import Statistics
import Studies

// %% [markdown]
// # The paper's numbers, recomputed
//
// **{{audit.checked}} printed numbers were recomputed from others that the paper prints;
// {{audit.discrepant}} differ by more than rounding explains.** The one that carries most is the
// Transformer's recall: Table 5 prints {{audit.transformer.printed:.3}}, and its own columns give
// {{audit.transformer.recomputed:.3}} under the weighting by which the other {{audit.weights.others}}
// rows follow from theirs. That average is the baseline of every sentence on surpassing the
// Transformer.
//
// Nothing here says which number is the wrong one. A discrepancy is a question to the authors
// [@wang2025systematic]; what would follow from the answer is in {{table:audit-consequences}}.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let evidence = try notebook.evidence()
let audit = try PaperAudit(evidence)
let review = ClaimReview(evidence)
let checked = audit.findings.filter { $0.comparison != nil || $0.status != .uncheckable }
let data = "Sources/Paper/Audit, over data/paper and data/costs.csv"
try notebook.bind(
  from: data,
  [
    "audit.checked": checked.count.of("numbers"),
    "audit.discrepant": audit.discrepancies.count.of("numbers"),
    "audit.uncheckable": audit.findings.count { $0.status == .uncheckable }.of("numbers"),
  ])

guard let weighting = try RulerWeighting(evidence) else {
  throw Fault("no weighting reproduces Table 5", at: "data/paper/table5.csv")
}
guard
  let baseline = audit.findings.first(where: { $0.id == "ruler-average/Transformer full" }),
  let transformer = baseline.comparison
else { throw Fault("Table 5 has no Transformer", at: "data/paper/table5.csv") }
try notebook.require(
  "the Transformer's average does not follow from its columns", baseline.status == .discrepant)
try notebook.require(
  "all other rows follow from theirs", weighting.reproduced == weighting.rows - 1)
try notebook.bind(
  from: baseline,
  [
    "audit.transformer.printed": transformer.printed.of("fraction"),
    "audit.transformer.recomputed": transformer.recomputed.of("fraction"),
    "audit.transformer.gap": (-transformer.difference).of("fraction"),
    "audit.weights.others": weighting.reproduced.of("rows"),
    "audit.weights.tolerance": transformer.tolerance.of("fraction"),
  ])

// %% [markdown]
// ## What does not agree
//
// {{table:audit-findings}} lists every discrepancy. The tolerance is what rounding of all numbers
// involved can explain at most; a quoted number may be off by half a unit of its last digit.

// %%
try notebook.show(
  Table(
    audit.discrepancies, id: "audit-findings", title: "Printed and recomputed, where they differ",
    caption:
      "Tolerance: the largest difference that rounding explains. For savings of the KV cache "
      + "only the reading is listed under which the quoted factor fails."
  ) {
    Column("where", .words) { $0.place }
    Column("recomputed from", .words) { "\($0.what). \($0.sentence)" }
    let reason = "no number: a formula"
    Column("printed", missing: reason) { one in one.comparison?.printedCell(one.reads) }
    Column("recomputed", missing: reason) { one in one.comparison?.recomputedCell(one.reads) }
    Column("tolerance", missing: reason) { one in one.comparison?.toleranceCell(one.reads) }
  })

// %% [markdown]
// ## What follows
//
// For each discrepancy whose recomputed number can be put in place of the printed one,
// {{table:audit-consequences}} judges all claims again and derives the recommendation again.

// %%
let consequences = Consequence.all(audit, evidence, review: review)
try notebook.show(
  Table(
    consequences, id: "audit-consequences", title: "If the recomputed number is the right one",
    caption:
      "Verdicts that change with that number alone in place of the printed one, and the stack "
      + "that the default rule of the recommendation picks then.", from: { $0.finding }
  ) {
    Column("number", .words) { $0.finding.place }
    Column("verdicts that change", .words) { consequence in
      let changes = consequence.changes.map {
        "\($0.claim.statement): \($0.before.rawValue) → \($0.after.rawValue)"
      }
      return changes.isEmpty ? "none" : changes.joined(separator: ". ")
    }
    Column("picked", .name) { $0.pick ?? "none" }
  })

// %% [markdown]
// ## The weighting of RULER's average
//
// Table 5 prints {{audit.weights.columns}} columns for RULER's {{audit.weights.tasks}} tasks, so its
// average is not their plain mean. Every way to share out the tasks among the columns was tried,
// and every smaller whole weighting, {{audit.weights.searched}} in all: one reproduces
// {{audit.weights.others}} of {{audit.weights.rows}} averages within rounding, no other more than
// {{audit.weights.next}}. Where averages are unrelated to columns, a weighting does as well in
// {{audit.weights.chance}} of {{audit.weights.trials}} trials. The weights, {{audit.weights.text}}, are also the numbers of
// tasks that RULER has of each kind, which the search was not told.
//
// {{figure:ruler-weighting}} shows the five averages. The Transformer's is
// {{audit.transformer.gap:.3}} above what its columns give. If its columns are right, each family's lead
// over it is larger by as much; if the average is right, some column is wrong.

// %%
let next = weighting.histogram.indices.last {
  $0 < weighting.reproduced && weighting.histogram[$0] > 0
}
try notebook.bind(
  from: data,
  [
    "audit.weights.searched": weighting.searched.of("weightings"),
    "audit.weights.rows": weighting.rows.of("rows"),
    "audit.weights.next": (next ?? 0).of("rows"), "audit.weights.text": weighting.text,
  ])
try notebook.bind(
  "audit.weights.columns", weighting.columns.count.of("columns"), from: "data/paper/table5.csv")
try notebook.bind(
  "audit.weights.tasks", try Evidence(evidence).quote("ruler-tasks").low?.of("tasks"),
  from: "data/paper/quotes.csv")
try notebook.bind(
  "audit.weights.chance", (weighting.chance * Double(RulerWeighting.trials)).of("trials"),
  from: ["random averages between each row's smallest and largest column", data])
try notebook.bind(
  "audit.weights.trials", RulerWeighting.trials.of("trials"), from: "RulerWeighting.trials")
try notebook.require("the weighting is the only one", weighting.ties == 1)
let tasks = try store.tasks()
try notebook.show(
  Table(
    [weighting.weights], id: "ruler-weights", title: "The weights of RULER's columns",
    caption: "Found by search, not assumed: tasks that a column of Table 5 stands for.",
    from: { _ in data }
  ) {
    for (place, column) in weighting.columns.enumerated() {
      Column(tasks.first { $0.key == column }?.display ?? column) { $0[place] }
    }
  })
let averages = audit.findings.filter { $0.check == "ruler-average" }
let names = averages.map {
  $0.place.split(separator: ",").dropFirst().first.map { $0.dropFirst() } ?? ""
}
.map(String.init)
let frame = try Frame([
  "model": .text(names + names),
  "average": .numbers(
    averages.map { $0.comparison?.printed } + averages.map { $0.comparison?.recomputed }),
  "which": .text(names.map { _ in "printed" } + names.map { _ in "recomputed" }),
])
try notebook.show(
  Chart(
    title: "One of five averages does not follow from its columns",
    subtitle: try notebook.text(
      "Mean RULER accuracy at 1.3B: as Table 5 prints it, and from its columns with the weights "
        + "{{audit.weights.text}}. One run a model, no interval."),
    panels: [
      Panel(
        x: Axis("mean RULER accuracy", LinearAxis(0.35...0.45)),
        y: Axis("", CategoryAxis(names, startsAtEnd: true)),
        marks: [
          PointMark(frame, x: "average", y: "model", series: "which", isLabelled: true)
        ])
    ],
    styles: [
      NamedStyle("printed", SeriesStyle(label: "printed", color: Palette.reference)),
      NamedStyle(
        "recomputed",
        SeriesStyle(label: "recomputed", color: Palette.pink, marker: .diamond)),
    ], panelHeight: 100, labels: .legend),
  id: "ruler-weighting",
  caption: "Rounding explains a distance of {{audit.weights.tolerance:.3}} at most.")

// %% [markdown]
// ## Table 6 and the two scales
//
// Table 6 is said to average both scales. In {{audit.scales.cells}} cells both are printed, and it
// lies {{audit.scales.least:.3}} to {{audit.scales.most:.3}} below their mean, which is about as much as
// its whole range. It is not a slip of a digit: of all weightings of the two scales, the one that comes
// closest to these cells gives 1.3B a weight of {{audit.scales.weight:.2}} rather than a half. Or Table 6
// averages something else. Its values are therefore not compared with those of Table 2 and Table 3
// anywhere in this report. Within Table 6, comparisons stand.
//
// Where only one scale is printed, {{table:implied-scale}} shows what Table 6 implies for the other:
// averages far below that scale's best, which the flatness that the paper reports does not allow.

// %%
let cells = audit.findings.filter { $0.check == "both-scales" }
let whole = cells.filter { $0.what == "mean of the two scales" }
/// By how much Table 6 lies below the mean of the scales, over all cells.
let gaps = whole.compactMap { finding in
  finding.comparison.map { Sourced($0.difference, "fraction", from: finding) }
}
try notebook.require(
  "Table 6 lies below the mean of the scales", whole.allSatisfy { $0.status == .discrepant })
try notebook.bind("audit.scales.cells", whole.count.of("cells"), from: whole)
try notebook.bind("audit.scales.least", gaps.least)
try notebook.bind("audit.scales.most", gaps.most)

/// A cell of Table 6 with what is printed of its scales.
func scales(_ finding: AuditFinding) throws -> (both: Double, small: Double, large: Double)? {
  let rows = try finding.reads.compactMap { place in
    try store.observations().first { $0.provenance == place }
  }
  guard let both = rows.first(where: { $0.path.hasSuffix("table6.csv") }),
    let small = rows.first(where: { $0.path.hasSuffix("table2.csv") }),
    let large = rows.first(where: { $0.path.hasSuffix("table3.csv") })
  else { return nil }
  return (both.value, small.value, large.value)
}
let printedScales = try whole.compactMap(scales)
/// The largest miss over the cells where 1.3B has a weight.
func miss(_ weight: Double) -> Double {
  printedScales.map { abs($0.both - $0.small - weight * ($0.large - $0.small)) }.max() ?? .nan
}
let weight = (0...1000).map { Double($0) / 1000 }.min { miss($0) < miss($1) } ?? .nan
try notebook.require("the closest weight is not a half", abs(weight - 0.5) > 0.05)
try notebook.bind(
  "audit.scales.weight", weight.of("weight"),
  from: ["smallest largest miss, in steps of a thousandth"] + whole.sources)
let implied = cells.filter { $0.what != "mean of the two scales" }
try notebook.require(
  "implied averages lie below the best", implied.allSatisfy { ($0.comparison?.difference ?? 0) < 0 }
)
try notebook.show(
  Table(
    implied.filter { $0.comparison != nil }, id: "implied-scale",
    title: "What Table 6 implies for the other scale",
    caption:
      "Average accuracy (fraction). Best: what Table 2 or Table 3 prints for the family's best "
      + "ratio at that scale, the largest that an implied value may be."
  ) {
    Column("cell", .words) { $0.place }
    Column("implied", .words) { $0.sentence }
    Column("implied value", ".3") { $0.comparison?.recomputed }
    Column("best", ".3") { $0.comparison?.printed }
    Column("difference", "+.3") { $0.comparison?.difference }
  })

// %% [markdown]
// ## Accuracies that no whole number of items gives
//
// An accuracy over n items is a whole number over n, so some printed numbers are impossible (GRIM).
// The check is only as good as its power: the share of wrong numbers that it would find. With
// three digits it has some for one task alone, see {{table:grim-power}}; that nothing was found
// says little about the others. RULER's columns are means over tasks whose items are not printed.

// %%
let grim = audit.findings.filter { $0.check == "grim" }
let printedTables = [PaperTable.two, .three]
/// What the check can find in one task.
struct GrimPower: HasSources {
  let task: TaskInfo
  let items: Int
  let power: Double
  let findings: [AuditFinding]
  let sources: [String]
}
let powers = try tasks.compactMap { task -> GrimPower? in
  let rows = try printedTables.flatMap { try store.observations(task: task.key, path: $0.path) }
  guard let items = task.items, let resolution = rows.first?.resolution else { return nil }
  return GrimPower(
    task: task, items: items, power: Grim.power(resolution: resolution, items: items),
    findings: grim.filter { $0.id.contains("/\(task.key)/") },
    sources: rows.sources + ["data/tasks.csv"])
}
try notebook.show(
  Table(
    powers, id: "grim-power", title: "How much the check of accuracies can find",
    caption: "Power: the share of numbers with three digits that no whole number of items gives. "
      + "Checked: printed numbers in Table 2 and Table 3."
  ) {
    Column("task", .name) { $0.task.display }
    Column("items") { $0.items }
    Column("power", ".2") { $0.power }
    Column("checked", missing: "no power") { $0.power > 0 ? $0.findings.count : nil }
    Column("impossible", missing: "no power") { one in
      one.power > 0 ? one.findings.count { $0.status == .discrepant } : nil
    }
  })

// %% [markdown]
// ## Every table, findings or none
//
// {{table:audit-summary}} counts what was recomputed of each table, figure and section;
// {{audit.uncheckable}} comparisons could not be made, for want of printed numbers or of power.

// %%
try notebook.show(
  Table(
    audit.summary(), id: "audit-summary", title: "What was recomputed, by table and section",
    caption:
      "A number that two tables are needed for counts in both. Not checkable: what it would be "
      + "recomputed from is not printed, or the check has no power.",
    from: { item in
      let sources = item.findings.sources
      return sources.isEmpty ? [data] : Array(sources.prefix(8))
    }
  ) {
    Column("in the paper", .words) { $0.exhibit }
    Column("checked") { $0.count(.consistent) + $0.count(.discrepant) }
    Column("discrepant") { $0.count(.discrepant) }
    Column("not checkable") { $0.count(.uncheckable) }
    Column("result", .name) { $0.count(.discrepant) == 0 ? "no discrepancy" : "see above" }
  })

// %%
try notebook.finish()
