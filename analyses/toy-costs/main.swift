import Core
import Notebook
import Paper
import Plot
import Published
import Report
import Statistics
import Studies

// %% [markdown]
// # What recall costs at toy scale, and what to build by it
//
// **{{toycost.answer}}** Operations and states are counted from the layers as they are computed here, at the
// length of the training and by the same formulas beyond it; recall is that of the runs of the section on
// toy scale, means over seeds, at the length of the training.

// %%
let notebook = try Notebook.open()
let (study, other) = try notebook.toyStudies()
let evidence = try notebook.evidence()
let rule = DecisionRule()
let picks = try ToyPicks(study, evidence: evidence)
let printed = try picks.paper("the paper, as printed")
let picked = try picks.toy("toy means, caches of the 1.3B model")
func share(_ study: PickStudy) -> String { NumberText.percent(study.pickShare, 0) }
func answer() -> String {
  guard !study.isEmpty else {
    return "Not run: this checkout has no recorded runs of the profile \(study.profile)."
  }
  guard let picked else {
    return "The rule behind the paper's recipe needs full attention and a stack that finished: not "
      + "all of it was run."
  }
  return
    "By toy means the rule behind the paper's recipe picks \(picked.pickName) (\(share(picked)) of "
    + "draws over seeds), by the paper's numbers \(printed.pickName) (\(share(printed))): "
    + "\(picked.words(beside: printed))."
}
try notebook.bind("toycost.answer", answer(), from: study.sources + printed.sources)
try notebook.bind("toycost.level", study.level, from: "the confidence level of the study")

// %% [markdown] if=hasCosts
// ## Recall against cost
//
// {{figure:toy-front}} is the toy counterpart of the paper's figure of performance against efficiency
// ({{figure:front}}), with recall in the place of language modelling. The counts are exact for these layers:
// products of the forward pass with projections, feed-forward parts and the head, and all that decoding keeps
// of one sequence in single precision. At {{toycost.short}} and {{toycost.long}} tokens they are extrapolated: nothing
// was trained or scored at those lengths, and recall there may be another. {{table:toy-front}} names the stacks
// that no other beats, {{table:toy-costs}} has all.

// %%
/// The length of the training, and two of the paper's.
let trained = study.runs.first?.config.sequenceLength ?? 1
let lengths = [trained, 4096, 32768]
let costs = try ToyCosts(study, lengths: lengths)
let counted = ["Sources/Lab, counted from the layers"] + study.sources
let hasCosts = costs.stacks.count > 1
let styles = HouseStyle.styles(study.families)
func front(_ measure: ToyCosts.Measure, _ place: Int) throws -> [ParetoPoint] {
  try costs.front(measure, at: place)?.front ?? []
}
/// An axis for costs: logarithmic where they are of several sizes.
func axis(_ title: String, _ values: [Double]) -> Axis {
  let factor = (values.max() ?? 1) / (values.min() ?? 1)
  return Axis(title, factor > 10 ? LogAxis(style: .metric) : LinearAxis())
}
try notebook.when("hasCosts", hasCosts)
if hasCosts {
  for (name, length) in zip(["trained", "short", "long"], lengths) {
    try notebook.bind(
      "toycost.\(name)", length.of("tokens"),
      from: "the training's length, and the paper's Figure 3")
  }
  try notebook.bind("toycost.step", ToyCosts.step.of("fraction"), from: "ToyCosts.step")
  try notebook.bind("toycost.stacks", costs.stacks.count.of("stacks"), from: study)
  try notebook.bind("toycost.seeds", study.seeds.of("seeds"), from: study)
  let fronts = try ToyCosts.Measure.allCases.flatMap { measure in
    try lengths.indices.map { try front(measure, $0) }
  }
  let full = costs.stacks.first { $0.group.about.attentionFraction == 1 }?.name
  let withFull = fronts.count { names in names.contains { $0.name == full } }
  func panel(_ place: Int, _ measure: ToyCosts.Measure, _ isLabelled: Bool) throws -> Panel {
    let isFlops = measure == .flops
    let values = costs.stacks.map { costs.cost($0, measure, at: place) / (isFlops ? 1e6 : 1) }
    return try costs.panel(
      "\(lengths[place]) tokens",
      x: axis(isFlops ? "million FLOPs a token" : "bytes that decoding keeps", values),
      cost: values, front: try front(measure, place), isLabelled: isLabelled)
  }
  let kinds = lengths.indices.flatMap { place in
    ToyCosts.Measure.allCases.map { (place: place, measure: $0) }
  }
  func chart(_ labelled: Set<Int>) throws -> Chart {
    Chart(
      title: full == nil
        ? "Recall against cost at toy scale"
        : withFull == 0
          ? "Full attention is on no front of recall against cost"
          : withFull == fronts.count
            ? "Full attention is on every front of recall against cost"
            : "Whether full attention is on the front depends on cost and length",
      subtitle: try notebook.text(
        "Mean recall of n = {{toycost.stacks}} stacks with {{toycost.level:%}} t intervals over up to "
          + "{{toycost.seeds}} seeds, against counted cost. Dashed: the front. Toy scale."),
      panels: try kinds.enumerated().map { index, kind in
        try panel(kind.place, kind.measure, labelled.contains(index))
      }, styles: styles, columns: 2, panelHeight: 112, labels: .legend)
  }
  try notebook.show(
    try ToyCosts.named(panels: kinds.count, chart), id: "toy-front",
    caption:
      "The x axes differ, and are logarithmic where costs are. Recall is that at {{toycost.trained}} tokens in "
      + "all panels. Named, where there is room: stacks on the front that recall {{toycost.step:.2}} more than the "
      + "named one before."
  )
}

// %%
/// A front for each measure and length.
let fronts = ToyCosts.Measure.allCases.flatMap { measure in
  lengths.indices.map { (measure: measure, place: $0) }
}
if hasCosts {
  try notebook.show(
    Table(
      fronts, id: "toy-front",
      title: "The stacks that no other beats in recall at the same cost",
      caption:
        "By means over seeds, from the cheapest to the dearest; in brackets the share of draws over seeds in "
        + "which the stack is on the front.", from: { _ in counted }
    ) {
      Column("cost", .name) { $0.measure.rawValue }
      Column("tokens") { lengths[$0.place] }
      Column("on the front", .words) { kind in
        let shares = try costs.frontShares(kind.measure, at: kind.place)
        let names = try front(kind.measure, kind.place).map { point -> String in
          let index = costs.stacks.firstIndex { $0.name == point.name } ?? 0
          return "\(point.name) (\(NumberText.percent(shares[index], 0)))"
        }
        return names.joined(separator: ", ")
      }
    })
  try notebook.show(
    Table(
      costs.stacks, id: "toy-costs", title: "What each stack recalls and costs",
      caption:
        "Recall: mean over n seeds with {{toycost.level:%}} t interval. Thousand FLOPs a token of the forward "
        + "pass, and KiB that decoding keeps of one sequence, each at {{toycost.trained}}, {{toycost.short}} "
        + "and {{toycost.long}} tokens.", from: { $0.group }
    ) {
      Column("stack", .words) { $0.name }
      Column("n") { $0.seeds.count }
      Column("recall", ".3") { $0.recall.value }
      Column("interval", ".2", missing: "no interval") { $0.recall.ends }
      for (place, name) in ["kFLOPs", "short", "long"].enumerated() {
        Column(name, "d") { Sourced($0.costs[place].flopsPerToken / 1000, from: counted) }
      }
      for (place, name) in ["KiB", "short", "long"].enumerated() {
        Column(name, "d") { Sourced(Double($0.costs[place].stateBytes) / 1024, from: counted) }
      }
    })
}

// %% [markdown] if=hasSpeeds
// ## Measured speed
//
// {{figure:toy-speed}} has what was measured once on one CPU, {{toycost.cpu}} with OpenBLAS's kernels
// {{toycost.core}}, on one thread: tokens of a training step (forward, backward and AdamW), and of decoding
// one sequence of {{toycost.trained}} tokens by the recurrent step. Speeds are those of this implementation at
// this width, and say little of larger models. {{table:toy-speed}} has them beside the share of the machine's
// own sgemm rate.

// %% [markdown] if=lacksSpeeds
// ## Measured speed
//
// Not measured in this checkout: `interleave bench --toy standard --out data/toy/speed.csv` writes the file
// for the data folder.

// %%
let speeds = try notebook.store.speeds(of: study.profile)
let measured = costs.stacks.map { stack in
  speeds.first {
    $0.family == stack.group.about.family && $0.layout == stack.group.about.layout
  }
}
let hasSpeeds = hasCosts && measured.compactMap { $0 }.count > 1
try notebook.when("hasSpeeds", hasSpeeds)
try notebook.when("lacksSpeeds", hasCosts && !hasSpeeds)
if hasSpeeds {
  let places = measured.compactMap { $0?.provenance }
  func joined(_ value: (StackSpeed) -> String) -> String {
    Wording.list(Set(measured.compactMap { $0.map(value) }).sorted())
  }
  try notebook.bind("toycost.cpu", joined(\.cpu), from: places)
  try notebook.bind("toycost.core", joined(\.coreType), from: places)
  let kinds: [(title: String, value: (StackSpeed) -> Double)] = [
    ("Training", \.trainTokensPerSecond), ("Decoding", \.decodeTokensPerSecond),
  ]
  /// The fastest at each recall: a front of speeds, which cost their reciprocal.
  func fastest(_ value: (StackSpeed) -> Double) throws -> [ParetoPoint] {
    let points = zip(costs.stacks, measured).compactMap { stack, speed in
      speed.map { ParetoPoint(name: stack.name, cost: -value($0), value: stack.recall.value) }
    }
    return try ParetoFront(points).front
  }
  let full = zip(costs.stacks, measured).first { $0.0.group.about.attentionFraction == 1 }?.1
  let slower = full.map { full in
    kinds.map { kind in
      measured.compactMap { $0 }.count { kind.value($0) < kind.value(full) }
    }
  }
  func chart(_ labelled: Set<Int>) throws -> Chart {
    Chart(
      title: slower.map { $0[0] + $0[1] == 2 * (places.count - 1) } == true
        ? "At toy scale no stack trains or decodes as fast as full attention"
        : "Recall against measured speed at toy scale",
      subtitle: try notebook.text(
        "Mean recall with {{toycost.level:%}} t intervals over up to n = {{toycost.seeds}} seeds, against tokens a "
          + "second on one thread, measured once. Dashed: the front. Toy scale."),
      panels: try kinds.enumerated().map { place, kind in
        try costs.panel(
          kind.title, x: Axis("thousand tokens a second", LinearAxis()),
          cost: measured.map { $0.map { kind.value($0) / 1000 } }, front: try fastest(kind.value),
          lowerIsBetter: false, isLabelled: labelled.contains(place))
      }, styles: styles, columns: 2, panelHeight: 140, labels: .legend)
  }
  try notebook.show(
    try ToyCosts.named(panels: kinds.count, chart), id: "toy-speed",
    caption:
      "Faster is to the right. One measurement of one seed a stack, the best of its steps. Named as in "
      + "{{figure:toy-front}}.")
  let shown = zip(costs.stacks, measured).compactMap { stack, speed in
    speed.map { (name: stack.name, speed: $0) }
  }
  try notebook.show(
    Table(
      shown, id: "toy-speed", title: "Measured speed of each stack",
      caption:
        "Measured once on {{toycost.cpu}}, one thread. Tokens a second in training and decoding; sgemm: share of "
        + "the machine's own rate, billion operations a second, that the training step reaches.",
      from: { $0.speed.provenance }
    ) {
      Column("stack", .words) { $0.name }
      Column("training", "d") { $0.speed.trainTokensPerSecond }
      Column("decoding", "d") { $0.speed.decodeTokensPerSecond }
      Column("share of sgemm", ".3") { $0.speed.trainShareOfSgemm }
      Column("sgemm", "d") { $0.speed.sgemmGflops }
    })
}

// %% [markdown] if=hasPick
// ## What the rule picks
//
// The rule is that of {{figure:pick-shares}}: of all stacks whose recall is within {{toycost.margin:.2}} of full
// attention's, the one that keeps least for a sequence of {{toycost.context}} tokens; of equals, the one that
// recalls most. By toy means it picks {{toycost.pick}}, by the paper's numbers {{toycost.pick.paper}}:
// {{toycost.differ}}. {{toycost.alone}}
//
// The paper's runs are single, so its draws take their noise from the families' common curve,
// ±{{toycost.noise.paper:.3}}. Here {{toycost.spread}} Each draw takes as many seeds as there are, with
// replacement. That spreads less than all seeds would, so that shares are rather too clear. {{table:toy-picks}}
// changes one thing at a time.
//
// What is not the same: recall is that of pairs and needles in short sequences; language modelling is the
// accuracy of the next token, which only the row that demands it uses; ratios without runs cannot be picked;
// the paper prints no recall of HGRN and RetNet, whose toy runs take part. The cache is that of the paper's
// 1.3B model unless a row says that the toy models' own states are counted.

// %%
try notebook.when("hasPick", picked != nil)
if let picked {
  let pickedAlone = try picks.toy("toy, one seed of each stack", drawing: .single)
  let deeper = try ToyPicks(other, evidence: evidence)
  let layers = Wording.count(other.runs.first?.stored.description.layers ?? 0)
  let alone = pickedAlone.map {
    "With one seed of each, as a study of single runs would have it, that stack is picked in "
      + NumberText.percent(
        $0.recommendation.shares.first { $0.candidate.name == picked.pickName }?.share ?? 0, 0)
      + " of draws instead of \(share(picked))."
  }
  try notebook.bind(
    from: "the default of DecisionRule",
    [
      "toycost.margin": rule.recallMargin.of("fraction"),
      "toycost.context": rule.contextLength.of("tokens"),
    ])
  try notebook.bind(
    from: picked,
    [
      "toycost.spread": study.seeds > 1
        ? "the noise is measured: seeds of one stack differ with a standard deviation of "
          + "\(NumberText.fixed(picked.recommendation.deviation, 3)), pooled over stacks."
        : "each stack has a single seed so far, so that draws show no noise.",
      "toycost.pick": picked.pickName, "toycost.alone": alone ?? "",
    ])
  try notebook.bind("toycost.pick.paper", printed.pickName, from: printed)
  try notebook.bind(
    "toycost.noise.paper", printed.recommendation.deviation.of("fraction"), from: printed)
  try notebook.bind(
    "toycost.draws", picked.recommendation.draws.of("draws"), from: "Recommendation.defaultDraws")
  try notebook.bind("toycost.differ", picked.words(beside: printed), from: [picked, printed])
  let rows: [PickStudy?] = [
    printed, try picks.paper("the paper, smoothed", DecisionRule(reading: .curve)), picked,
    pickedAlone, try picks.toy("toy means, own states", ownStates: true),
    try picks.toy(
      "toy means, only families with printed recall",
      DecisionRule(families: printed.familyKeys)),
    try picks.toy("toy means, no margin", DecisionRule(recallMargin: 0)),
    try picks.toy("toy means, margin 0.05", DecisionRule(recallMargin: 0.05)),
    try picks.toy("toy means, language within 0.01 of the best", DecisionRule(lmMargin: 0.01)),
    try deeper.toy("toy means of \(layers) layers, their own recall tasks"),
  ]
  try notebook.show(
    Chart(
      title: picked.recommendation.pick?.name == printed.recommendation.pick?.name
        ? "The rule picks the same stack at toy scale as by the paper's numbers"
        : "The rule picks another stack at toy scale than by the paper's numbers",
      subtitle: try notebook.text(
        "Share of {{toycost.draws}} draws in which a stack is picked; margin {{toycost.margin:.2}}. Left: single "
          + "runs with noise from the common curve; right: up to n = {{toycost.seeds}} seeds a stack, drawn again."
      ),
      panels: [try printed.panel("The paper, as printed"), try picked.panel("Toy scale, means")],
      styles: [], columns: 2, panelHeight: 84, labels: .none),
    id: "toy-picks",
    caption:
      "Darker: picked more often. A stack without runs, or without printed recall, has no cell.")
  try notebook.show(
    PickStudy.table(
      rows.compactMap { $0 }, id: "toy-picks",
      title: "What the rule picks by the paper's numbers and at toy scale",
      first: "evidence and rule",
      caption:
        "Picked: by the numbers without noise. The other columns are shares of {{toycost.draws}} draws: for that "
        + "pick, for any stack from 3:1 to 6:1, for HGRN-2 or Gated DeltaNet at any ratio, for both, and for no "
        + "stack at all. Margin {{toycost.margin:.2}} unless stated."))
}

// %%
try notebook.finish()
