import Core
import Notebook
import Plot
import Report
import Statistics
import Studies

// %% [markdown]
// # The last attention layers buy less recall than the first
//
// **From pure to 3:1, recall rises by {{gain:+.3}} ({{gain.interval}}), and more than half
// of that is there at 6:1.** Of
// {{gain.count}} printed averages the highest is {{gain.best:.3}}, by {{gain.stack}}.
// {{figure:gain-curves}} draws what {{table:gain-averages}} lists [@wang2025systematic].

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let studied = Set(families.filter { $0.role == .studied }.map(\.key))
// A query: each observation carries the file and the line that it was read from.
let rows = try store.observations(task: "ruler_average", path: "data/paper/table7.csv")
  .filter { studied.contains($0.model.family) }
guard let best = rows.max(by: { $0.value < $1.value }) else {
  throw Fault("the table has no averages", at: "data/paper/table7.csv")
}
let family = families.display(best.model.family)
try notebook.bind("gain.count", rows.count.of("averages"), from: rows)
try notebook.bind("gain.best", best)
try notebook.bind("gain.stack", "\(family) \(best.model.ratioLabel)", from: best)

// %%
let study = try CurveStudy(rows, plan: BootstrapPlan(draws: 2000, seed: 2507, resolution: 0.001))
let curve = study.fit.curve
try notebook.bind("gain", study.estimate { $0.gain(to: 1.0 / 3) })
try notebook.require(
  "more than half of the gain is there at 6:1",
  curve.gain(to: 1.0 / 6) > curve.gain(to: 1.0 / 3) / 2)

// %%
try notebook.show(
  rows.tableByRatio(
    ["pure", "24:1", "12:1", "6:1", "3:1"], families: families, id: "gain-averages",
    title: "Recall by ratio, as printed",
    caption: "Mean RULER accuracy (fraction; ↑ higher is better), one run a cell."))
try notebook.show(
  Table(
    rows, id: "gain-list", title: "Every average, as printed",
    caption: "Mean RULER accuracy (fraction), one run a row."
  ) {
    Column("family", .name) { families.display($0.model.family) }
    Column("ratio", .name) { $0.model.ratioLabel }
    Column("recall") { $0 }
    Column("below the best", ".3", missing: "the best") {
      $0 == best ? nil : best.sourced - $0.sourced
    }
  })

// %%
let frame = try rows.frame()
let fractions = [0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3]
let band = try study.draws.band(at: fractions)
let fit = try Frame([
  "fraction": .numbers(fractions), "accuracy": .numbers(band.fitted), "low": .numbers(band.low),
  "high": .numbers(band.high),
])
try notebook.show(
  Chart(
    title: "The first attention layers bring more recall than the last",
    subtitle: try notebook.text(
      "{{gain.count}} averages, one run each; grey: the curve of all families with its band."),
    panels: [
      Panel(
        x: HouseStyle.ratioAxis, y: Axis("mean RULER accuracy", LinearAxis()),
        marks: [
          RibbonMark(fit, x: "fraction", low: "low", high: "high", series: .named("fit")),
          LineMark(fit, x: "fraction", y: "accuracy", series: .named("fit"), bridgesBreaks: false),
          PointMark(
            frame, x: "fraction", y: "accuracy", series: "family", n: "n", isLabelled: true),
        ])
    ], styles: HouseStyle.styles(families) + [HouseStyle.fit], panelHeight: 160,
    labels: .legend),
  id: "gain-curves", caption: "Hollow: a single run. The best is {{gain.stack}}.")

// %%
try notebook.finish()
