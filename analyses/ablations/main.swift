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
let sources = runs.isEmpty ? ["data/profiles/\(profile.name).json"] : runs.map(\.provenance)

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
try notebook.bind("ablation.answer", words: answer(), sources: sources)

// %%
if let first = study.parts.first?.baseline?.ordered.first {
  let seeds = Set(study.parts.flatMap(\.variants).flatMap { $0.runs.keys }).count
  let used = Set(study.parts.flatMap(\.variants).flatMap { $0.ordered.map(\.identity) }).count
  let config = first.config
  try notebook.bind("ablation.runs", Double(used), unit: "runs", sources: sources)
  try notebook.bind("ablation.seeds", Double(seeds), unit: "seeds", sources: sources)
  try notebook.bind(
    "ablation.comparisons", Double(study.parts.count), unit: "comparisons", sources: sources)
  try notebook.bind("ablation.effects", Double(recall.count), unit: "changes", sources: sources)
  try notebook.bind(
    "ablation.tokens",
    Double(config.training.steps * config.training.batchSize * config.sequenceLength) / 1e6,
    decimals: 1, unit: "million tokens", sources: sources)
  try notebook.bind("ablation.layers", Double(config.model.layerCount), sources: sources)
  try notebook.bind(
    "ablation.level", level, style: .percent, unit: "fraction",
    sources: ["the confidence level of this notebook"])
  try notebook.bind(
    "ablation.least", PairedDifference.leastSignFlip(pairs: seeds), decimals: 3,
    unit: "p", sources: ["two of all ways to flip the signs of so many differences"])
  let tasks = first.evaluations.last?.scores.filter { $0.floor == 0 }.map(\.task) ?? []
  try notebook.bind("ablation.tasks", words: Wording.list(tasks), sources: sources)
  try notebook.say(
    """
    ## What is compared

    {{ablation.comparisons}} questions with {{ablation.effects}} changes, from {{ablation.runs}} runs with up
    to {{ablation.seeds}} seeds each; stacks of {{ablation.layers}} layers, up to {{ablation.tokens}} million
    training tokens. *Recall* is the mean accuracy over {{ablation.tasks}} at the end; *recall over training*
    the mean of the same over all evaluations, which is larger the sooner recall is learned; *language excess*
    the loss of the language above the least possible one, in nats.

    Each effect is the mean over seeds of the variant less its baseline, with Student's t interval over pairs.
    p is that of the paired t test, corrected after Holm for the {{ablation.effects}} comparisons of one
    measure. Recall is learned in jumps, so that differences are far from normal where some seeds jump and
    others do not; the sign-flip test assumes no distribution, but with {{ablation.seeds}} pairs its p is
    never below {{ablation.least}}, before any correction. So the intervals say how large an effect
    is, and only large and steady ones are beyond doubt.
    """)
}

// %%
let styles = HouseStyle.styles(try store.families())
func forest(_ measure: ToyMeasure) throws -> Chart {
  try study.chart(
    measure, names, styles: styles,
    subtitle: try notebook.text(
      "Variant less baseline: mean over up to n = {{ablation.seeds}} paired seeds with "
        + "{{ablation.level}} t interval; small marks: single seeds. Toy scale."))
}

if !recall.isEmpty {
  try notebook.show(
    try forest(.recall), id: "ablation-recall",
    caption: "Left of zero the change costs recall. {{table:ablations}} has the numbers.")
}

// %%
func effectCells(_ effect: AblationEffect?, _ decimals: Int) -> [Table.Cell] {
  guard let effect else { return Array(repeating: .missing(reason: "no finished pair"), count: 3) }
  let mean = effect.difference.mean
  return [
    .computed(mean.mean, decimals, style: .signed, sources: effect.sources),
    mean.low.flatMap { low in
      mean.high.map {
        .number(
          text: NumberText.interval(low, $0, decimals), value: $0 - low, sources: effect.sources)
      }
    } ?? .missing(reason: "equal differences"),
    effect.corrected.map { .computed($0, 3, style: .small, sources: effect.sources) }
      ?? .missing(reason: "one pair"),
  ]
}
if !recall.isEmpty {
  try notebook.show(
    Table(
      id: "ablations", title: "What each change does to recall",
      caption:
        "n: pairs of runs. Base and variant: mean accuracy over the recall tasks at the end. Effects: "
        + "{{ablation.level}} t interval over pairs; p: paired t test, after Holm.",
      columns: [
        Table.Column("change", .left), Table.Column("n"), Table.Column("base"),
        Table.Column("variant"), Table.Column("effect"), Table.Column("interval"),
        Table.Column("p"),
      ],
      rows: recall.map { effect in
        [
          .quoted(label(effect), sources: effect.sources),
          .computed(Double(effect.difference.n), 0, sources: effect.sources),
          .computed(effect.baselineMean, 3, sources: effect.sources),
          .computed(effect.variantMean, 3, sources: effect.sources),
        ] + effectCells(effect, 3)
      }))
}

// %%
let solvedAt = 0.9
/// When recall over all tasks came to `solvedAt`: how often, and the Kaplan-Meier median in million tokens.
func solved(_ variant: AblationStudy.Variant?) throws -> (count: Int, of: Int, median: String)? {
  let times = (variant?.ordered ?? []).compactMap { $0.recallSolved(at: solvedAt) }
  guard !times.isEmpty else { return nil }
  let curve = try KaplanMeier(times)
  let median =
    curve.quantile().map { NumberText.fixed($0 / 1e6, 2) }
    ?? "> \(NumberText.fixed(curve.end / 1e6, 2))"
  return (times.count(where: \.happened), times.count, median)
}

/// Baseline and variant side by side.
func solvedCells(_ baseline: AblationStudy.Variant?, _ variant: AblationStudy.Variant) throws
  -> [Table.Cell]
{
  guard let first = try solved(baseline), let second = try solved(variant) else {
    return [.missing(reason: "no result"), .missing(reason: "no result")]
  }
  let sources = (baseline?.sources ?? []) + variant.sources
  return [
    .number(
      text: "\(first.count)/\(first.of) → \(second.count)/\(second.of)",
      value: Double(second.count), sources: sources),
    .quoted("\(first.median) → \(second.median)", sources: sources),
  ]
}
if !recall.isEmpty {
  try notebook.bind(
    "ablation.solved", solvedAt, decimals: 1, unit: "fraction",
    sources: ["what this notebook calls solved"])
  try notebook.say(
    """
    ## How soon, and what it costs the language

    Where a stack recalls all in the end with and without a change, {{table:ablation-times}} shows whether it
    learns to sooner.
    """)
  try notebook.show(
    Table(
      id: "ablation-times", title: "When recall is learned, and what the language pays",
      caption:
        "Base → variant. Solved: seeds whose mean recall came to {{ablation.solved}}; median: million tokens "
        + "until then, Kaplan and Meier, runs that never did censored at the end. Over training: effect on recall "
        + "over training; language: on the excess, nats, lower is better. p: after Holm.",
      columns: [
        Table.Column("change", .left), Table.Column("solved"), Table.Column("median"),
        Table.Column("over training"), Table.Column("p"), Table.Column("language"),
        Table.Column("p"),
      ],
      rows: try study.parts.flatMap { part in
        try part.variants.dropFirst().map { variant in
          let speed = effectCells(study.effect(part, variant, on: .recallOverTraining), 3)
          let language = effectCells(study.effect(part, variant, on: .languageExcess), 3)
          let name =
            study.effect(part, variant, on: .recall).map(label)
            ?? "\(part.comparison.id): \(variant.name)"
          return [.quoted(name, sources: variant.sources)]
            + (try solvedCells(part.baseline, variant)) + [
              speed[0], speed[2], language[0], language[2],
            ]
        }
      }))
  try notebook.show(
    try forest(.languageExcess),
    id: "ablation-language",
    caption: "Right of zero the change costs the language.")
}

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
if !recall.isEmpty {
  try notebook.say(
    """
    ## Question by question

    Mean recall against training tokens, for each question its baseline and variants. The baseline is black,
    unless what is the baseline of one question is a variant of another. A mean between guessing and all right
    is mostly a mixture of seeds.
    """)
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
    words: questions.isEmpty ? "The data have every point." : questions,
    sources: ["data/profiles/\(profile.name).json"])
  try notebook.bind(
    "ablation.takeaway.\(place + 1)", words: takeaway(topic, parts), sources: sources)
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

// %%
let absent =
  study.notRun.map { "\(names.display($0.family)), \($0.topic)" }
  + study.parts.flatMap { part in part.missing.map { "\(part.comparison.id): \($0)" } }
if !recall.isEmpty && !absent.isEmpty {
  try notebook.bind("ablation.absent", words: Wording.list(absent), sources: sources)
  try notebook.say("**Not run**, though the profile asks for it: {{ablation.absent}}.")
}

// %%
try notebook.finish()
