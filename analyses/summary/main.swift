import Core
import Notebook
import Paper
import Plot
import Published
import Report
import Studies

// %% [markdown]
// # What the paper's numbers support
//
// **Of {{summary.count}} claims, the numbers support {{summary.supported}} and contradict
// {{summary.contradicted}}; for {{summary.inconclusive}} they are too few, for
// {{summary.untestable}} they are not printed** ({{figure:verdict-counts}}). Recall rises with full attention,
// and language modelling hardly moves among hybrids: both stand. That recall nearly doubles from 24:1
// to 3:1 does not; that it saturates at 3:1 is not shown.
//
// **HGRN-2 or Gated DeltaNet between 3:1 and 6:1 is one of several recommendations that the numbers
// allow** ({{figure:recommendation}}). Least cache with recall within {{summary.margin:.2}} of the
// Transformer's is {{summary.pick}} as printed, {{summary.pick.curve}} smoothed over families.
//
// **The audit recomputed {{summary.checked}} numbers; {{summary.discrepant}} differ beyond rounding**
// ({{table:audit-findings}}). The Transformer's recall, {{summary.baseline:.3}}, is
// {{summary.baseline.recomputed:.3}} by its own columns; {{summary.twice}} averages are printed twice,
// differently; Table 6 is below the mean of both scales in all {{summary.scales}} checkable cells.

// %%
let notebook = try Notebook.open()
let evidence = try notebook.evidence()
let review = ClaimReview(evidence)
let audit = try PaperAudit(evidence)
try notebook.bind("summary", countsOf: review)
let data = "Sources/Paper/Audit, over data/paper and data/costs.csv"
func count(_ check: String) -> Int { audit.discrepancies.count { $0.check == check } }
guard
  let baseline = audit.discrepancies.first(where: { $0.id == "ruler-average/Transformer full" }),
  let numbers = baseline.comparison
else { throw Fault("the Transformer's average is as its columns give it", at: "data/paper") }
try notebook.bind(
  from: data,
  [
    "summary.checked": audit.findings.count { $0.status != .uncheckable }.of("numbers"),
    "summary.discrepant": audit.discrepancies.count.of("numbers"),
    "summary.twice": count("printed-twice").of("averages"),
    "summary.scales": count("both-scales").of("cells"),
  ])
try notebook.bind("summary.baseline", numbers.printed.of("fraction"), from: baseline)
try notebook.bind("summary.baseline.recomputed", numbers.recomputed.of("fraction"), from: baseline)

func verdict(_ id: String) -> Verdict? { review.verdict(of: id) }
try notebook.require(
  "recall rises and language modelling is flat among hybrids",
  verdict("recall-rises") == .supported && verdict("lm-flat-hybrids") == .supported)
try notebook.require(
  "recall does not nearly double", verdict("recall-nearly-doubles") == .contradicted)
try notebook.require(
  "saturation at 3:1 is not shown", verdict("recall-saturates") == .inconclusive)
try notebook.require(
  "the recommendation is one of several",
  verdict("recommended-ratios") == .inconclusive && verdict("recommended-families") == .inconclusive
)

// %% [markdown] if=hasToy
// **At toy scale**, of {{summary.toy.count}} claims asked of small models of our own,
// {{summary.toy.supported}} are supported, {{summary.toy.contradicted}} contradicted,
// {{summary.toy.inconclusive}} open and {{summary.toy.untestable}} untestable
// ({{table:toy-claims}}, {{figure:toy-curves}}).{{summary.toy.pick}}

// %% [markdown] if=!hasToy
// At toy scale nothing was run.

// %%
let toyRuns = try notebook.toyStudies().lead
let toy = try notebook.toyOpinions(of: toyRuns)
func toyCount(_ verdict: Verdict) -> Int { toy.count { $0.own.verdict == verdict } }
try notebook.when("hasToy", !toy.isEmpty)
if !toy.isEmpty {
  try notebook.bind("summary.toy.count", toy.count.of("claims"), from: "ToyScale.claims")
  for verdict in Verdict.allCases {
    try notebook.bind(
      "summary.toy.\(verdict.rawValue)", toyCount(verdict).of("claims"), from: toyRuns)
  }
  let pick = try ToyPicks(toyRuns, evidence: evidence).toy("")
  try notebook.bind(
    "summary.toy.pick",
    pick.map {
      " There the rule picks \($0.pickName) (\(NumberText.percent($0.pickShare, 0)) of draws)."
    } ?? "", from: pick?.sources ?? toyRuns.sources)
}

// %%
let scopes = [(Claim.Scope.paper, "the paper's numbers"), (.independent, "others' evaluations")]
let small = "toy scale, our own runs"
let counts =
  scopes.flatMap { scope, title in
    Verdict.allCases.map { verdict in
      (
        title, verdict.rawValue,
        Double(review.results.count { $0.claim.scope == scope && $0.verdict == verdict })
      )
    }
  } + (toy.isEmpty ? [] : Verdict.allCases.map { (small, $0.rawValue, Double(toyCount($0))) })
let rows = scopes.map(\.1) + (toy.isEmpty ? [] : [small])
let bars = try Frame([
  "scope": .text(counts.map(\.0)), "verdict": .text(counts.map(\.1)),
  "claims": .numbers(counts.map(\.2)),
])
try notebook.show(
  Chart(
    title: "More than a third of the claims stand, and many cannot be told",
    subtitle: try notebook.text(
      "Verdicts on n = {{summary.count}} claims, by what decides them; the last row asks some again."
    ),
    panels: [
      Panel(
        x: Axis("", LinearAxis()), y: Axis("", CategoryAxis(rows, startsAtEnd: true)),
        marks: [BarMark(bars, y: "scope", value: "claims", series: "verdict")])
    ], styles: HouseStyle.verdicts, panelHeight: max(30, 14 * Double(rows.count)), labels: .legend),
  id: "verdict-counts",
  caption: "Number of claims. {{figure:verdicts}} has them by the statement of the paper.")
try notebook.require(
  "more than a third stand", 3 * review.count(.supported) > review.results.count)
try notebook.require(
  "many cannot be told",
  3 * (review.count(.inconclusive) + review.count(.untestable)) > review.results.count)

// %%
guard let range = try notebook.store.quotes().first(where: { $0.id == "recommended-range" }),
  let least = range.low, let most = range.high
else { throw Fault("the recommended range is not in the data", at: "data/paper/quotes.csv") }
func study(_ rule: DecisionRule) throws -> PickStudy {
  try PickStudy(
    "", evidence, rule, band: least...most, families: ["HGRN2", "GatedDeltaNet"])
}
let printed = try study(DecisionRule())
let smoothed = try study(DecisionRule(reading: .curve))
try notebook.bind(
  "summary.margin", DecisionRule().recallMargin.of("fraction"), from: "the default of DecisionRule")
for (suffix, one) in [("", printed), (".curve", smoothed)] {
  try notebook.bind("summary.pick\(suffix)", one.pickName, from: one)
}
try notebook.bind(
  "summary.draws", printed.recommendation.draws.of("draws"), from: "Recommendation.defaultDraws")
try notebook.bind(
  "summary.stacks", printed.recommendation.candidates.all.count.of("stacks"), from: printed)
try notebook.show(
  Chart(
    title: "No stack is the clear pick for least cache at the Transformer's recall",
    subtitle: try notebook.text(
      "Share of {{summary.draws}} draws that pick a stack, by ratio; n = {{summary.stacks}} stacks, one "
        + "run each."),
    panels: [
      try printed.panel("As printed", axis: ""),
      try smoothed.panel("Smoothed over families", axis: ""),
    ],
    styles: [], columns: 2, panelHeight: 54, labels: .none),
  id: "recommendation",
  caption:
    "Margin {{summary.margin:.2}}; a run's noise is how far families stray from their common curve. "
    + "Paper scale.")
try notebook.require(
  "no stack is the clear pick",
  [printed, smoothed].allSatisfy { $0.recommendation.shares.allSatisfy { $0.share < 0.5 } })

// %%
try notebook.finish()
