import Core
import Notebook
import Paper
import Plot
import Published
import Report
import Studies

// %% [markdown]
// # What becomes of each claim
//
// **Of {{claims.count}} claims, the printed numbers support {{claims.supported}} and contradict
// {{claims.contradicted}}; for {{claims.inconclusive}} they are too few, and
// {{claims.untestable}} need numbers that the paper does not print.** The paper
// [@wang2025systematic] makes its points in sentences; here each is a predicate over numbers,
// split where a sentence claims several things. A verdict is *supported* or *contradicted* only
// where a stated rule says so, *inconclusive* where the evidence is there and too weak for either,
// *untestable* where it is not there.
//
// {{table:claims}} has them all, {{figure:verdicts}} counts them. The sections after it give, for each of the paper's statements,
// why the verdict is what it is and whether it would be another with another margin or without one
// of the families.

// %%
let notebook = try Notebook.open()
let evidence = try notebook.evidence()
let review = ClaimReview(evidence)
try notebook.bind("claims", countsOf: review)
try notebook.state(review.results)
if let failed = review.results.first(where: { $0.failure != nil }) {
  throw Fault("a claim could not be read", at: failed.claim.id, found: failed.failure)
}
try notebook.show(
  Table(
    review.results, id: "claims", title: "The claims and their verdicts",
    caption: "In parentheses: the section of the paper's second version. Effect and interval: as "
      + "the sections below name them. n: how many families, models or ratios the verdict rests on. Scope: the paper's own numbers, except where the "
      + "statement says otherwise."
  ) {
    Column("") { review.labelCell(of: $0) }
    Column("claim", align: .left) { $0.statementCell }
    Column("verdict", align: .left) { $0.verdictCell }
    Column("effect") { $0.effectCell }
    Column("interval") { $0.intervalCell }
    Column("n") { $0.countCell }
  })

// %%
let titles = [
  "standalone and hybrid rank", "flat language modelling", "rising recall",
  "above the Transformer", "HGRN-2 doubles HGRN", "saturation at 3:1",
  "recall nearly doubles", "mechanisms", "KV cache savings", "the recipe",
  "RULER's subtasks", "efficiency front",
]
let counts = titles.enumerated().flatMap { index, title in
  Verdict.allCases.map { verdict in
    (
      title, verdict.rawValue,
      Double(review.results.count { $0.claim.number == index + 1 && $0.verdict == verdict })
    )
  }
}
let bars = try Frame([
  "statement": .text(counts.map(\.0)), "verdict": .text(counts.map(\.1)),
  "claims": .numbers(counts.map(\.2)),
])
try notebook.show(
  Chart(
    title: "Most of what is claimed of recall and language modelling by ratio can be tested",
    subtitle: try notebook.text(
      "Verdicts on n = {{claims.count}} claims, by the statement that they are parts of. Paper scale."
    ),
    panels: [
      Panel(
        x: Axis("claims", LinearAxis(0...8)),
        y: Axis("", CategoryAxis(titles, startsAtEnd: true)),
        marks: [BarMark(bars, y: "statement", value: "claims", series: "verdict")])
    ], styles: HouseStyle.verdicts, panelHeight: 130, labels: .legend),
  id: "verdicts", caption: "Number of claims; each counts once, whatever its weight.")
try notebook.require(
  "most claims on recall and language modelling by ratio can be tested",
  review.results.filter { [2, 3].contains($0.claim.number) }
    .allSatisfy { $0.verdict != .untestable })

// %%
/// Why the parts of a statement have their verdicts.
func reasons(_ number: Int, _ id: String, _ title: String, line: Int = #line) throws {
  try notebook.show(
    Table(
      review.results.filter { $0.claim.number == number }, id: "claim-\(id)", title: title,
      caption: "Other choices: the verdicts with another margin, or without one family."
    ) {
      Column("") { review.labelCell(of: $0) }
      Column("verdict", align: .left) { $0.verdictCell }
      Column("why", align: .left) { $0.reasonCell }
      Column("other choices", align: .left) { $0.sensitivityCell }
    }, line: line)
}

// %% [markdown]
// ## Standalone and hybrid rank
//
// Whether ranks agree is a question for Kendall's tau with its exact p value: with so few families,
// even moderate agreement cannot be told from none, and the other way round. A lead within the
// rounding of the printed digits counts as a tie. Whether a difference of averages is more than the
// noise of the tasks' items is asked apart from whether its printed size is as quoted.

// %%
try reasons(1, "ranks", "Ranks, and who beats whom")

// %% [markdown]
// ## Flat language modelling
//
// A difference that is not significant is no evidence of equality. So flatness is tested as
// equivalence: two one-sided tests against the margin that the paper's own words set. The families
// are the sample. "Percent" is read as accuracy points.

// %%
try reasons(2, "flat", "Language modelling across ratios")

// %% [markdown]
// ## Rising recall
//
// A rise that families share is tested with Page's trend test, which assumes no shape; a rise in
// each family alone with Kendall's exact test. "Approach" has no number in the paper, so its
// verdict has to hold from strict to generous readings.

// %%
try reasons(3, "rises", "Recall across ratios")

// %% [markdown]
// ## More recall than the Transformer
//
// These compare single printed numbers. What rounding leaves open is in the interval; how far two
// training runs of one model differ is not printed, and so is in no interval. The audit finds that
// the Transformer's own average does not follow from its columns, and says what then becomes of
// these claims.

// %%
try reasons(4, "advantage", "Against the Transformer")
try reasons(5, "hierarchy", "HGRN-2 against HGRN")

// %% [markdown]
// ## Saturation
//
// Saturation is a place: where a rise turns into a plateau. It is estimated as the knee of a curve
// with a plateau, and means little where a curve without one describes the numbers better. Beyond
// 3:1 nothing is printed, so a plateau there would be one that nobody has seen.

// %%
try reasons(6, "saturates", "Where recall levels off")
try reasons(7, "doubles", "From 24:1 to 3:1")

// %% [markdown]
// ## Mechanisms, cost and recipe
//
// The paper leaves ablations to future work, so comparisons of families stand in for them, where
// both are printed. Savings of the KV cache follow from counting layers, and depend on what r:1
// counts. The recommendation is derived from the numbers, not quoted; its own section shows how.

// %%
try reasons(8, "mechanisms", "Gating, hierarchy, forgetting")
try reasons(9, "cache", "Savings of the KV cache")
try reasons(10, "recipe", "The recommended recipe")

// %% [markdown]
// ## Subtasks and the efficiency front
//
// RULER's subtasks are printed at each family's best ratio only, which leaves nothing along the
// ratio to test. The front of language modelling against FLOPs is computed from the printed
// averages and the paper's own cost formulas, at both of its lengths.

// %%
try reasons(11, "subtasks", "Which subtasks depend on the ratio")
try reasons(12, "front", "Who makes the front")

// %%
try notebook.finish()
