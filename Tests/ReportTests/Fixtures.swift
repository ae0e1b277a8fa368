import Foundation
import Plot

@testable import Report

/// Small documents for tests.
enum Fixture {
  static func document(_ blocks: [Block], values: [BoundValue] = [], vocabulary: [String] = [])
    -> Document
  {
    Document(
      title: "A title", subtitle: "", author: "Tests", date: Date(timeIntervalSince1970: 0),
      sections: [Section(id: "one", title: "One", blocks: blocks)], values: values,
      references: [Reference(key: "wang", text: "Wang (2025)", url: "https://example.org/a")],
      vocabulary: vocabulary)
  }

  static func value(_ name: String, _ text: String) -> BoundValue {
    BoundValue(name: name, text: text, sources: ["data/x.csv:2"], cell: "main.swift:3")
  }

  static func prose(_ text: String) -> Block {
    .prose(Prose(text, file: "main.swift", line: 10))
  }

  static let table = Table(
    id: "numbers", title: "Numbers", caption: "Two of them.",
    columns: [.init("family", .left), .init("recall")],
    rows: [
      [.text("HGRN-2"), .number(text: "0.434", value: 0.434, sources: ["t.csv:2"])],
      [.text("a|b"), .missing(reason: "not printed")],
    ])
}
