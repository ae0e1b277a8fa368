import Core
import Notebook
import Plot
import Report
import Statistics
import Studies

// %% [markdown]
// # One change at a time
//
// **{{ablation.answer}}** The paper leaves ablations to future work. Here small stacks are trained again with
// one thing changed and everything else equal: the same seeds, so that a stack and its variant start from
// the same weights wherever both have them and read the same sequences in the same order. Effects are
// differences within pairs, and say nothing about the paper's models.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let profile = try notebook.ablations()
let runs = try notebook.trainedRuns(of: profile)
let level = 0.95
let study = try AblationStudy(profile, runs: runs, level: level)
let sources = runs.isEmpty ? ["data/profiles/\(profile.name).json"] : runs.sources

let names = try FamilyNames(profile, in: store)
func label(_ effect: AblationEffect) -> String { effect.label(names) }

let recall = study.effects(on: .recall)
let lower = recall.filter { $0.isSeparated && $0.difference.mean.mean < 0 }
let higher = recall.filter { $0.isSeparated && $0.difference.mean.mean > 0 }

func answer() -> String {
  guard !recall.isEmpty else {
    return
      "Not run: this checkout has no runs of the profile \(profile.name), so nothing can be said "
      + "about single changes."
  }
  /// How many effects on a measure survive the correction.
  func surviving(_ measure: ToyMeasure) -> Int {
    study.effects(on: measure).count { ($0.corrected ?? 1) < 1 - level }
  }
  let moved = lower.count + higher.count
  let ends =
    moved == 0
    ? "none moves recall by more than its interval over seeds"
    : "\(Wording.count(lower.count)) lower recall and \(Wording.count(higher.count)) raise it by more than "
      + "the \(NumberText.percent(level, 0)) interval over seeds"
  return
    "Of \(recall.count) single changes \(ends). After a correction for the number of comparisons "
    + "\(Wording.count(surviving(.recall))) of the effects on recall at the end stand, "
    + "\(Wording.count(surviving(.recallOverTraining))) of those on how soon it is learned, and "
    + "\(Wording.count(surviving(.languageExcess))) of those on the language."
}
try notebook.bind("ablation.answer", answer(), from: sources)

// %% [markdown] if=hasRuns
// ## What is compared
//
// {{ablation.comparisons}} questions with {{ablation.effects}} changes, from {{ablation.runs}} runs with up
// to {{ablation.seeds}} seeds each; stacks of {{ablation.layers}} layers, up to {{ablation.tokens:.1}} million
// training tokens. *Recall* is the mean accuracy over {{ablation.tasks}} at the end; *recall over training*
// the mean of the same over all evaluations, which is larger the sooner recall is learned; *language excess*
// the loss of the language above the least possible one, in nats.
//
// Each effect is the mean over seeds of the variant less its baseline, with Student's t interval over pairs.
// p is that of the paired t test, corrected after Holm for the {{ablation.effects}} comparisons of one
// measure. Recall is learned in jumps, so that differences are far from normal where some seeds jump and
// others do not; the sign-flip test assumes no distribution, but with {{ablation.seeds}} pairs its p is
// never below {{ablation.least:.3}}, before any correction. So the intervals say how large an effect
// is, and only large and steady ones are beyond doubt.

// %%
let first = study.parts.first?.baseline?.ordered.first
try notebook.when("hasRuns", first != nil)
if let first {
  let seeds = Set(study.parts.flatMap(\.variants).flatMap { $0.runs.keys }).count
  let used = Set(study.parts.flatMap(\.variants).flatMap { $0.ordered.map(\.identity) }).count
  let tasks = first.evaluations.last?.scores.filter { $0.floor == 0 }.map(\.task) ?? []
  try notebook.bind(
    from: sources,
    [
      "ablation.runs": used.of("runs"), "ablation.seeds": seeds.of("seeds"),
      "ablation.comparisons": study.parts.count.of("comparisons"),
      "ablation.effects": recall.count.of("changes"),
      "ablation.tokens": (first.tokens / 1e6).of("million tokens"),
      "ablation.layers": first.config.model.layerCount, "ablation.tasks": Wording.list(tasks),
    ])
  try notebook.bind("ablation.level", level, from: "the confidence level of this notebook")
  try notebook.bind(
    "ablation.least", PairedDifference.leastSignFlip(pairs: seeds).of("p"),
    from: "two of all ways to flip the signs of so many differences")
}

// %%
let styles = HouseStyle.styles(try store.families())
func forest(_ measure: ToyMeasure) throws -> Chart {
  try study.chart(
    measure, names, styles: styles,
    subtitle: try notebook.text(
      "Variant less baseline: mean over up to n = {{ablation.seeds}} paired seeds with "
        + "{{ablation.level:%}} t interval; small marks: single seeds. Toy scale."))
}

if !recall.isEmpty {
  try notebook.show(
    try forest(.recall), id: "ablation-recall",
    caption: "Left of zero the change costs recall. {{table:ablations}} has the numbers.")
}

// %%
if !recall.isEmpty {
  try notebook.show(
    Table(
      recall, id: "ablations", title: "What each change does to recall",
      caption:
        "n: pairs of runs. Base and variant: mean accuracy over the recall tasks at the end. Effects: "
        + "{{ablation.level:%}} t interval over pairs; p: paired t test, after Holm."
    ) {
      Column("change", .words) { label($0) }
      Column("n") { $0.difference.n }
      Column("base", ".3") { $0.baselineMean }
      Column("variant", ".3") { $0.variantMean }
      Column("effect", "+.3") { $0.difference.mean.mean }
      Column("interval", ".3", missing: "equal differences") { $0.difference.mean.ends }
      Column("p", "<.3", missing: "one pair") { $0.corrected }
    })
}

// %% [markdown] if=hasEffects
// ## How soon, and what it costs the language
//
// Where a stack recalls all in the end with and without a change, {{table:ablation-times}} shows whether it
// learns to sooner.

// %%
let solvedAt = 0.9
/// When recall over all tasks came to `solvedAt`: how often, and the Kaplan-Meier median in million tokens.
typealias Solved = (count: Int, of: Int, median: String)
func solved(_ variant: AblationStudy.Variant?) throws -> Solved? {
  let times = (variant?.ordered ?? []).compactMap { $0.recallSolved(at: solvedAt) }
  guard !times.isEmpty else { return nil }
  let curve = try KaplanMeier(times)
  let median =
    curve.quantile().map { NumberText.fixed($0 / 1e6, 2) }
    ?? "> \(NumberText.fixed(curve.end / 1e6, 2))"
  return (times.count(where: \.happened), times.count, median)
}

/// A baseline and its variant, side by side.
struct Change: HasSources {
  let part: AblationStudy.Part
  let variant: AblationStudy.Variant
  var sources: [String] { variant.sources }

  var name: String {
    effect(.recall).map(label) ?? "\(part.comparison.id): \(variant.name)"
  }
  func effect(_ measure: ToyMeasure) -> AblationEffect? {
    study.effect(part, variant, on: measure)
  }
  /// When recall was solved, before and after.
  func times() throws -> (before: Solved, after: Solved)? {
    guard let before = try solved(part.baseline), let after = try solved(variant) else {
      return nil
    }
    return (before, after)
  }
  var both: [String] { (part.baseline?.sources ?? []) + variant.sources }
}
func columns(_ head: String, on measure: ToyMeasure) -> [Column<Change>] {
  [
    Column(head, "+.3", missing: "no finished pair") { change in
      change.effect(measure).map { Sourced($0.difference.mean.mean, from: $0) }
    },
    Column("p", "<.3", missing: "one pair") { change in
      change.effect(measure).flatMap { one in one.corrected.map { Sourced($0, from: one) } }
    },
  ]
}
try notebook.when("hasEffects", !recall.isEmpty)
if !recall.isEmpty {
  try notebook.bind(
    "ablation.solved", solvedAt.of("fraction"), from: "what this notebook calls solved")
  let changes = study.parts.flatMap { part in
    part.variants.dropFirst().map { Change(part: part, variant: $0) }
  }
  try notebook.show(
    Table(
      changes, id: "ablation-times",
      title: "When recall is learned, and what the language pays",
      caption:
        "Base → variant. Solved: seeds whose mean recall came to {{ablation.solved:.1}}; median: million tokens "
        + "until then, Kaplan and Meier, runs that never did censored at the end. Over training: effect on recall "
        + "over training; language: on the excess, nats, lower is better. p: after Holm."
    ) {
      Column("change", .words) { $0.name }
      Column("solved", missing: "no result") { change in
        try change.times().map { before, after in
          Table.Cell.number(
            text: "\(before.count)/\(before.of) → \(after.count)/\(after.of)",
            value: Double(after.count), sources: change.both)
        }
      }
      Column("median", missing: "no result") { change in
        try change.times().map { before, after in
          Table.Cell.quoted("\(before.median) → \(after.median)", sources: change.both)
        }
      }
      columns("over training", on: .recallOverTraining)
      columns("language", on: .languageExcess)
    })
  try notebook.show(
    try forest(.languageExcess),
    id: "ablation-language",
    caption: "Right of zero the change costs the language.")
}

// %% [markdown] if=hasEffects
// ## Question by question
//
// Mean recall against training tokens, for each question its baseline and variants. The baseline is black,
// unless what is the baseline of one question is a variant of another. A mean between guessing and all right
// is mostly a mixture of seeds.

// %%
/// What the effects of a topic come to, in words; titles have no numbers.
func takeaway(_ topic: String, _ parts: [AblationStudy.Part]) -> String {
  let ids = parts.map(\.comparison.id)
  let effects = study.effects(on: .recallOverTraining).filter { ids.contains($0.comparison.id) }
  func list(_ wanted: (Double) -> Bool) -> [String] {
    effects.filter { $0.isSeparated && wanted($0.difference.mean.mean) }.map {
      "\(names.display($0.comparison.family)) (\($0.variant))"
    }
  }
  let (worse, better) = (list { $0 < 0 }, list { $0 > 0 })
  let sentences =
    (worse.isEmpty ? [] : ["recall comes later or less with \(Wording.list(worse))"])
    + (better.isEmpty ? [] : ["recall comes sooner or more with \(Wording.list(better))"])
  // A field's name stays as it is.
  let start = topic.contains("_") ? topic : topic.prefix(1).uppercased() + topic.dropFirst()
  return sentences.isEmpty
    ? "\(start): no effect on recall over training is beyond its interval"
    : "\(start): \(sentences.joined(separator: "; "))"
}
var topics: [String] = []
for part in study.parts where !topics.contains(part.comparison.topic) {
  topics.append(part.comparison.topic)
}
for (place, topic) in topics.enumerated() {
  let parts = study.parts.filter { $0.comparison.topic == topic }
  // The variants of neighbouring questions differ, so each name has one look in the whole figure.
  let varied = parts.flatMap { part in
    part.variants.map(\.name).filter { $0 != part.baseline?.name }
  }
  let all = parts.compactMap { $0.baseline?.name }
  let baselines = Set(all).subtracting(varied)
  var others: [String] = []
  for name in all + varied
  where !others.contains(name) && !baselines.contains(name) { others.append(name) }
  let looks =
    baselines.sorted().map { NamedStyle($0, SeriesStyle(label: $0, color: Palette.reference)) }
    + others.enumerated().map {
      NamedStyle($1, Palette.style([1, 5, 2, 0, 4, 3][$0 % 6], label: $1))
    }
  let questions = parts.map(\.comparison.question).filter { !$0.isEmpty }.joined(separator: " ")
  try notebook.bind(
    "ablation.questions.\(place + 1)",
    questions.isEmpty ? "The data have every point." : questions,
    from: "data/profiles/\(profile.name).json")
  try notebook.bind("ablation.takeaway.\(place + 1)", takeaway(topic, parts), from: sources)
  try notebook.show(
    Chart(
      title: try notebook.text("{{ablation.takeaway.\(place + 1)}}"),
      subtitle: try notebook.text(
        "Mean accuracy over the recall tasks against training tokens, mean over up to "
          + "n = {{ablation.seeds}} seeds, without intervals. Toy scale."),
      panels: try parts.map { part in
        Panel(
          "\(names.display(part.comparison.family)) \(part.comparison.layout)",
          x: Axis("tokens, millions", LinearAxis()), y: Axis("recall", LinearAxis(0...1)),
          marks: [LineMark(try part.curves(), x: "millions", y: "value", series: "variant")])
      }, styles: looks, columns: 2, panelHeight: 80, labels: .legend),
    id: "ablation-topic-\(place + 1)", caption: "{{ablation.questions.\(place + 1)}}")
}

// %% [markdown] if=hasAbsent
// **Not run**, though the profile asks for it: {{ablation.absent}}.

// %%
let absent =
  study.notRun.map { "\(names.display($0.family)), \($0.topic)" }
  + study.parts.flatMap { part in part.missing.map { "\(part.comparison.id): \($0)" } }
try notebook.when("hasAbsent", !recall.isEmpty && !absent.isEmpty)
if !absent.isEmpty { try notebook.bind("ablation.absent", Wording.list(absent), from: sources) }

// %%
try notebook.finish()
