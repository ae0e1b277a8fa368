import Canvas
import Core
import Plot
import Report

extension PDFFixture {
  static let code = """
    let rows = try store.observations(of: .recall).where { $0.family != "Transformer" }
    // Shares follow the released checkpoints: one full-attention layer in every r layers, the last of each.
    let fit = try Fit.line(rows, x: { DeterministicMath.log2($0.attentionFraction) }, y: \\.accuracy, by: \\.family)

    for family in fit.families {
        notebook.bind("recall.\\(family.name).gain", fit.gain(of: family, from: 1.0 / 24, to: 1.0 / 3), decimals: 3)
    }

    """

  private static let families = ["RetNet", "GLA", "HGRN-2", "DeltaNet", "Gated DeltaNet", "HGRN"]

  static func table(id: String, rows: Int) -> Table {
    let isWide = id == "all"
    let columns: [Table.Column] =
      [.init("Family", .left), .init("Ratio", .left)]
      + (isWide ? [.init("What differs between the two tables", .left)] : [])
      + [.init("RULER accuracy"), .init("6 tasks, mean"), .init("± half-width")]
    return Table(
      id: id,
      title: isWide ? "All pairs agree within rounding" : "Recall gains more than modelling",
      caption: "Fractions of 1. Data: arXiv:2507.06457, tables 6 and 7 [@hybrid]; see also "
        + "{{figure:ratio-curves}}.",
      columns: columns, rows: (0..<rows).map { row($0, isWide) })
  }

  private static func row(_ i: Int, _ isWide: Bool) -> [Table.Cell] {
    let accuracy = 0.1 + Double((i * 7919) % 400) / 1000
    let note = i % 5 == 2 ? "the last digit, which the appendix rounds half up" : "nothing"
    func number(_ x: Double) -> Table.Cell {
      .number(text: NumberText.fixed(x, 3), value: x, sources: ["data/paper/table7.csv:\(i + 2)"])
    }
    let end: [Table.Cell] = [
      number(accuracy), number(0.3 + accuracy / 3),
      i % 7 == 3 ? .missing(reason: "one run, so no interval") : number(0.01 + accuracy / 50),
    ]
    let label: [Table.Cell] = [
      .text(families[i % families.count]), .text(["24:1", "12:1", "6:1", "3:1"][i / 6 % 4]),
    ]
    return label + (isWide ? [.text(note)] : []) + end
  }

  static func figure(_ id: String, _ title: String, height: Double) throws -> Figure {
    let shares = [1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3]
    let names = ["GLA", "HGRN-2", "DeltaNet"]
    let frame = try Frame([
      "family": .text(names.flatMap { Array(repeating: $0, count: 4) }),
      "share": .numbers(names.flatMap { _ in shares }),
      "accuracy": .numbers([
        0.293, 0.288, 0.330, 0.332, 0.303, 0.368, 0.434, 0.395, 0.417, 0.352, 0.371, 0.426,
      ]),
    ])
    let panel = Panel(
      x: Axis("share of full attention", LinearAxis(0...0.35)),
      y: Axis("accuracy, RULER", LinearAxis(0.2...0.45)),
      marks: [
        LineMark(frame, x: "share", y: "accuracy", series: "family"),
        PointMark(frame, x: "share", y: "accuracy", series: "family"),
      ])
    let styles = names.enumerated().map { i, name in
      NamedStyle(name, Palette.style(i, label: name))
    }
    let chart = Chart(
      title: title, subtitle: "Accuracy of hybrids by share of full attention.", panels: [panel],
      styles: styles, panelHeight: height)
    return Figure(
      id: id, title: title,
      caption: "Points are single training runs (n = 1), so they have no intervals. Lines join "
        + "the runs of one family. Data: the paper's table of recall [@hybrid], read with "
        + "`data/manifest.json`; gains are {{recall.gain}} on average.",
      scene: try chart.scene(), csv: try chart.csv())
  }
}
