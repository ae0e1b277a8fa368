import Core
import Foundation
import Testing
import TestSupport

@testable import Published

/// Single rows of observations, and what the reader says of them.
@Suite struct ObservationRowsTests {
  private let plain: [String: String] = [
    "model": "M 3:1", "family": "GLA", "scale": "1.3B", "total_layers": "24",
    "attention_layers": "8", "ratio_label": "3:1", "task": "t", "metric": "acc", "value": "0.5",
    "unit": "fraction", "higher_is_better": "true", "locator": "row 1",
  ]

  private func catalog() -> Catalog {
    var catalog = Catalog()
    catalog.families["GLA"] = Family(
      key: "GLA", display: "GLA", generation: 2, state: "matrix", role: .studied, position: 1,
      aliases: [], reference: "r")
    return catalog
  }

  private func read(
    _ changes: [[String: String]], convention: RatioConvention = .oneInR,
    fractions: [String: String] = [:]
  ) throws -> [MeasuredRow] {
    let entry = Manifest.Entry(
      file: "f.csv", kind: .observations, title: "t", citation: "c", version: "", locator: "",
      ratioConvention: convention, scope: .project, licence: "", sha256: "", rows: 0,
      units: [.fraction, .percent], fractions: fractions, note: "")
    let rows = changes.map { change in
      ObservationRows.header.map { change[$0] ?? plain[$0] ?? "" }
    }
    let text = CSV.text(header: ObservationRows.header, rows: rows)
    let content = FileContent(entry: entry, path: "data/f.csv", data: Data(text.utf8))
    return try ObservationRows(content, knowing: catalog()).measurements
  }

  @Test func readsARow() throws {
    let row = try #require(
      try read([["value": "0.410", "stderr": "0.007", "n": "5153", "ratio_label": "3-1"]]).first)
    #expect((row.value, row.valueText, row.decimals) == (0.41, "0.410", 3))
    #expect(row.standardError == 0.007)
    #expect(row.n == 5153)
    #expect(row.line == 2)
    #expect(row.model.ratioLabel == "3:1")
    #expect(row.model.attentionFraction == 8.0 / 24)
    #expect(row.model.layers.status == .countStated)
  }

  @Test(
    arguments: [
      (["attention_layers": "6"], "attention_layers does not go with the ratio"),
      (["attention_layers": "25"], "total_layers is less than attention_layers"),
      (["total_layers": ""], "total_layers is less than attention_layers"),
      (["attention_indices": "1 2"], "attention_indices has another length"),
      (["attention_indices": "2 1 3 4 5 6 7 8"], "attention_indices is not a list of layers"),
      (["attention_indices": "17 18 19 20 21 22 23 24"], "attention_indices is not a list"),
      (["ratio_label": "lots"], "ratio_label is not a ratio"),
      (["ratio_label": ""], "ratio_label is empty"),
      (["n": "12.5"], "n is not a whole number"), (["n": "0"], "n is not a whole number"),
      (["stderr": "0"], "stderr is 0 for a value between none and all"),
      (["stderr": "0.000"], "stderr is 0 for a value between none and all"),
      (["stderr": "-0.1"], "stderr is negative"),
      (["stderr": "N/A"], "stderr is not a decimal number"),
      (["value": ""], "value is empty"), (["value": "-1"], "value is out of range"),
      (["model": ""], "model is empty"), (["scale": ""], "scale is empty"),
      (["task": ""], "task is empty"), (["locator": ""], "locator is empty"),
      (["task": " t"], "task has a space at an end"),
      (["higher_is_better": "yes"], "higher_is_better is neither true nor false"),
      (["parameters": "1.3B"], "parameters is not a whole number"),
      (["tokens": "1e11"], "tokens is not a whole number"),
    ] as [([String: String], String)])
  func refuses(change: [String: String], what: String) throws {
    let fault = try fault { try read([["task": "other"], change]) }
    #expect(fault.location == "data/f.csv:3")
    #expect(fault.what.hasPrefix(what))
  }

  @Test func allowsNoErrorAtTheEnds() throws {
    #expect(try read([["value": "1", "stderr": "0"]]).first?.standardError == 0)
    #expect(try read([["value": "0.0", "stderr": "0"]]).first?.standardError == 0)
  }

  @Test(arguments: [
    ("scale", "7B"), ("parameters", "7"), ("tokens", "7"),
    ("attention_indices", "2 5 8 11 14 17 20 23"),
  ])
  func refusesAModelThatDisagrees(column: String, value: String) throws {
    let fault = try fault { try read([[:], ["task": "other", column: value]]) }
    #expect(fault.location == "data/f.csv:3")
    #expect(fault.what == "\(column) of the model is not that of data/f.csv:2")
  }

  @Test func refusesAFractionOfNoRow() throws {
    let fault = try fault {
      try read([["ratio_label": "few"]], convention: .stated, fractions: ["fewer": "1/8"])
    }
    #expect(fault.found == "fewer")
  }
}
