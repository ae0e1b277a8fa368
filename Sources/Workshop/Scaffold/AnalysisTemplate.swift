import Core
import Notebook
import Plot

/// What a new analysis begins with: one of everything that an analysis is made of.
enum AnalysisTemplate {
  /// The notebook's source.
  /// - Parameter name: the analysis' name; its values, tables and figures begin with it
  static func source(_ name: String) -> String { text.replacing("NAME", with: name) }

  private static let text = #"""
    import Core
    import Metrics
    import Notebook
    import Plot
    import Report

    // %% [markdown]
    // # Recall by ratio, as printed
    //
    // **Of {{NAME.count}} printed averages the highest is {{NAME.best:.3}}, by {{NAME.stack}}.** Say here what
    // the section finds. Numerals are never typed: bind them below, and name them in double braces.
    // {{figure:NAME-curves}} draws what {{table:NAME-averages}} lists [@wang2025systematic].

    // %%
    let notebook = try Notebook.open()
    let store = notebook.store
    let families = try store.families()
    // A query: each observation carries the file and the line that it was read from.
    let studied = families.filter { $0.role == .studied }.map(\.key)
    let rows = try store.observations(task: "ruler_average", path: "data/paper/table7.csv")
      .filter { studied.contains($0.model.family) }
    guard let best = rows.max(by: { $0.value < $1.value }) else {
      throw Fault("the table has no averages", at: "data/paper/table7.csv")
    }
    let family = families.display(best.model.family)

    // Values: a name for the prose, the number at full precision, and its sources. An observation
    // knows its source.
    try notebook.bind("NAME.count", rows.count.of("averages"), from: rows)
    try notebook.bind("NAME.best", best)
    try notebook.bind("NAME.stack", "\(family) \(best.model.ratioLabel)", from: best)

    // %%
    try notebook.show(
      rows.tableByRatio(
        ["pure", "24:1", "12:1", "6:1", "3:1"], families: families, id: "NAME-averages",
        title: "Recall by ratio, as printed",
        caption: "Mean RULER accuracy (fraction; ↑ higher is better), one run a cell."))

    // %%
    let frame = try rows.frame()
    try notebook.show(
      Chart(
        title: "Recall by ratio, as printed",
        subtitle: try notebook.text("{{NAME.count}} averages, one run each."),
        panels: [
          Panel(
            x: HouseStyle.ratioAxis, y: Axis("mean RULER accuracy", LinearAxis()),
            marks: [
              LineMark(frame, x: "fraction", y: "accuracy", series: "family"),
              PointMark(frame, x: "fraction", y: "accuracy", series: "family", n: "n"),
            ])
        ], styles: HouseStyle.styles(families), panelHeight: 160),
      id: "NAME-curves", caption: "Hollow: a single run. The best is {{NAME.stack}}.")
    // What the prose says in words is required of the data: where it no longer holds, the run stops.
    try notebook.require("the best stack is a hybrid", best.model.ratio != .pure)

    // %%
    try notebook.finish()

    """#
}
