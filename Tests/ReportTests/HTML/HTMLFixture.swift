import Canvas
import Foundation
import Plot

@testable import Report

/// A small document with one of everything that a page can hold.
enum HTMLFixture {
  /// - Parameter name: what a family is called, wherever one is named.
  static func document(name: String = "HGRN-2") throws -> Document {
    var table = Fixture.table
    table.rows = [
      [
        .quoted(name, sources: ["t.csv:1"]),
        .number(text: "0.434", value: 0.434, sources: ["t.csv:2"]),
      ],
      [.text("GLA"), .number(text: "−0.100", value: -0.1, sources: ["t.csv:3"])],
      [.text("DeltaNet"), .number(text: "0.390", value: 0.39, sources: ["t.csv:4"])],
      [.text("a|b"), .missing(reason: "not printed")],
    ]
    var document = Fixture.document(
      [
        Fixture.prose(
          "Gain {{gain}} by [@wang], {{figure:chart}} and {{table:numbers}}: {{name}}."),
        .figure(try figure(name)), .table(table),
        .source(
          SourceCell(code: "let name = \"\(name)\"  // a comment", file: "main.swift", line: 20)),
        .explorer(explorer(name)),
      ],
      values: [Fixture.value("gain", "0.14"), Fixture.value("name", name)])
    document.series = [
      SeriesName(key: "a", label: name, color: Palette.sky),
      SeriesName(key: "b", label: "GLA", color: Palette.navy),
    ]
    return document
  }

  static func figure(_ name: String) throws -> Figure {
    let frame = try Frame([
      "x": .numbers([0, 1, 0, 1]), "y": .numbers([0.2, 0.8, 0.1, 0.4]),
      "s": .text(["a", "a", "b", "b"]),
    ])
    let chart = Chart(
      title: "Recall rises", subtitle: "A test.",
      panels: [
        Panel(
          x: Axis("fraction", LinearAxis(0...1)), y: Axis("recall", LinearAxis(0...1)),
          marks: [
            LineMark(frame, x: "x", y: "y", series: "s"),
            PointMark(frame, x: "x", y: "y", series: "s"),
          ])
      ],
      styles: [
        NamedStyle("a", SeriesStyle(label: PrintableText.of(name), color: Palette.sky)),
        NamedStyle("b", SeriesStyle(label: "GLA", color: Palette.navy)),
      ])
    return Figure(
      id: "chart", title: chart.title, caption: "Of {{name}}.", scene: try chart.scene(),
      csv: try chart.csv())
  }

  /// Two families at two ratios; recall rises, and so does the cache.
  static func explorer(_ name: String) -> RatioExplorer {
    func stack(_ family: String, _ label: String, _ ratio: String, _ cache: Double)
      -> RatioExplorer.Stack
    {
      RatioExplorer.Stack(
        family: family, label: label, ratio: ratio, recall: 0.4, lm: 0.5,
        cacheBytes: [cache, 8 * cache], sources: ["t.csv:9"])
    }
    let recall = [0.20, 0.40, 0.30, 0.45]
    let draws = (0..<10).map { draw in
      [Float(0.41)] + recall.map { Float($0 + 0.01 * Double(draw)) }
    }
    return RatioExplorer(
      id: "ratio", title: "What to build", caption: "From *numbers*.",
      contextLengths: [4096, 32768], fullCacheBytes: [1000, 8000], baseline: 0.41,
      baselineSource: "t.csv:8", defaultLength: 4096, defaultMargin: 0.02,
      stacks: [
        stack("a", name, "24:1", 100), stack("a", name, "3:1", 400),
        stack("b", "GLA", "24:1", 90), stack("b", "GLA", "3:1", 390),
      ],
      readings: [
        RatioExplorer.Reading(
          name: "cells", label: "as printed", recall: recall, low: recall.map { $0 - 0.05 },
          high: recall.map { $0 + 0.05 }, interval: "95 % t interval", draws: draws)
      ])
  }
}
