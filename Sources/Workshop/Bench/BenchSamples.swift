import Core
import Foundation
import Lab
import Plot
import Report

/// A long CSV for timing its import: models with scores as an evaluation harness writes them, each
/// followed by its run's curves. The same size gives the same bytes.
struct LongCSVSample {
  let rows: Int

  private static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"
  private static let scoresOfModel = 2_000
  private static let pointsOfModel = 2_000
  private static let metrics = ["acc", "acc_norm", "exact_match", "f1"]
  private static let series = ["loss", "grad_norm", "learning_rate", "memory", "tps"]

  func write(to file: URL) throws {
    try AtomicFile.write(to: file) { sink in
      var random = RandomStream(seed: 1, named: "long CSV")
      var text = Self.header
      for row in 0..<rows {
        text += Self.line(row, &random)
        if text.utf8.count > 1 << 20 || row == rows - 1 {
          try text.withUTF8 { try sink.write(UnsafeRawBufferPointer($0)) }
          text.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  private static func line(_ row: Int, _ random: inout RandomStream) -> String {
    let (model, place) = row.quotientAndRemainder(dividingBy: scoresOfModel + pointsOfModel)
    return place < scoresOfModel
      ? score(model, place, random.uniform())
      : point(model, place - scoresOfModel, random.uniform())
  }

  private static func score(_ model: Int, _ place: Int, _ value: Double) -> String {
    let (task, metric) = place.quotientAndRemainder(dividingBy: metrics.count)
    let spread = value * 0.0625
    return "score,lab/model-\(model),suite_\(task / 50)_task_\(task),\(metrics[metric]),none,"
      + "\(task % 6),1.0,,\(value),\(spread),\(500 + task),fraction,true\n"
  }

  private static func point(_ run: Int, _ place: Int, _ value: Double) -> String {
    let (step, curve) = place.quotientAndRemainder(dividingBy: series.count)
    return "point,lab/model-\(run),\(series[curve]),,,,,\(10 * step),\(value * 8),,,,\n"
  }
}

/// A document of more than a hundred pages: chapters with prose, values, a table, a chart and code each.
enum LongDocument {
  static func make(chapters: Int = 60) throws -> Document {
    let sections = try (1...chapters).map(section)
    let values = (1...chapters).map { index in
      BoundValue(
        name: "gain.\(index)", text: "0.14", number: 0.14, unit: "fraction",
        sources: ["data/paper/table7.csv:\(index + 1)"], cell: file(index))
    }
    return Document(
      title: "A long document", subtitle: "For measuring", author: "Interleave",
      date: Date(timeIntervalSince1970: 0), sections: sections, values: values, references: [],
      vocabulary: ["HGRN-2"])
  }

  private static func file(_ index: Int) -> String { "analyses/chapter-\(index)/main.swift" }

  private static func section(_ index: Int) throws -> Section {
    let sentence =
      "Recall rises by {{gain.\(index)}} as full attention is added, and the language hardly moves; "
      + "what is printed once carries no interval. "
    let prose = (0..<6).map { _ in String(repeating: sentence, count: 4) }
    return Section(
      id: "chapter-\(index)", title: "Chapter",
      blocks: [
        .prose(Prose(prose.joined(separator: "\n\n"), file: file(index), line: 1)),
        .figure(try figure(index)), .table(table(index)),
        .source(SourceCell(code: code, file: file(index), line: 20)),
      ])
  }

  private static let code = (1...12).map {
    "let value\($0) = try store.observation(task: \"mqar\")"
  }
  .joined(separator: "\n")

  private static func table(_ index: Int) -> Table {
    Table(
      id: "table-\(index)", title: "Recall by ratio", caption: "One run a cell.",
      columns: [Table.Column("family", .left)] + (0..<5).map { _ in Table.Column("recall") },
      rows: (0..<24).map { row in
        [.text("HGRN-2")]
          + (0..<5).map { .number(text: "0.4\(row % 10)\($0)", value: 0.4, sources: []) }
      })
  }

  private static func figure(_ index: Int) throws -> Figure {
    let frame = try Frame([
      "x": .numbers([0, 1, 2, 3]), "y": .numbers([0.2, 0.3, 0.35, 0.4]),
    ])
    let chart = Chart(
      title: "Recall rises", subtitle: "Four points.",
      panels: [
        Panel(
          x: Axis("layers", LinearAxis()), y: Axis("recall", LinearAxis()),
          marks: [
            LineMark(frame, x: "x", y: "y", series: .named("a")),
            PointMark(frame, x: "x", y: "y", series: .named("a")),
          ])
      ], styles: [NamedStyle("a", Palette.style(1, label: "HGRN-2"))], panelHeight: 90)
    return Figure(
      id: "figure-\(index)", title: chart.title, caption: "One run.", scene: try chart.scene(),
      csv: try chart.csv())
  }
}
