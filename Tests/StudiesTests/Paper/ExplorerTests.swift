import Core
import Foundation
import Testing
import Browser

@testable import Lab
@testable import Paper
@testable import Published
@testable import Report
@testable import Studies

/// What the page's explorer answers is what `interleave recommend` answers.
@Suite(.serialized) struct ExplorerTests {
  /// A choice of constraints, as a rule and as what a reader enters.
  struct Constraints: Sendable, CustomStringConvertible {
    var family = ""
    var length = 4096
    var margin = 0.02
    /// Percent of what the Transformer keeps.
    var budget: Double?
    var reading = DecisionRule.Reading.cells

    var description: String { "\(family) \(length) \(margin) \(budget ?? 0) \(reading)" }
  }

  static let lengths = [4096, 32768]
  static let base = Result { try evidence() }
  static let document = Result { try page() }

  static func evidence() throws -> EvidenceBase {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("explorer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store.open(at: folder.appendingPathComponent("store.sqlite"))
    try store.importData(DataFolder(root.appendingPathComponent("data")).load())
    return try EvidenceBase(store)
  }

  static func page() throws -> Document {
    let exploration = try Exploration(base.get(), contextLengths: lengths)
    let explorer = try RatioExplorer(exploration, id: "ratio", title: "T", caption: "C")
    return Document(
      title: "T", subtitle: "", author: "Tests", date: Date(timeIntervalSince1970: 0),
      sections: [Section(id: "one", title: "One", blocks: [.explorer(explorer)])], values: [],
      references: [], vocabulary: [])
  }

  static let choices = [
    Constraints(), Constraints(margin: 0), Constraints(margin: 0.05, reading: .curve),
    Constraints(reading: .curve), Constraints(family: "HGRN2"),
    Constraints(family: "GatedDeltaNet", length: 32768, budget: 25),
    Constraints(length: 32768, margin: 0.1, budget: 10), Constraints(margin: -0.2),
    Constraints(family: "DeltaNet", margin: 0.03, budget: 5, reading: .curve),
  ]

  @Test(
    .enabled(if: Browser.program != nil, "no Chromium here; `make setup` installs it on Debian"))
  func thePageAnswersAsTheCommandDoes() throws {
    let base = try Self.base.get()
    let browser = try Browser()
    try browser.show(try HTMLWriter.render(try Self.document.get()))
    for choice in Self.choices {
      let expected = try Recommendation(base, rule: try choice.rule(base))
      let answer = try #require(try browser.evaluate(choice.script) as? [Any])
      #expect(answer[0] as? String == expected.pick?.name ?? "", "\(choice)")
      let share = expected.choice.pick.map { expected.shares[$0].share } ?? 0
      let shown = Double(answer[1] as? String ?? "") ?? 0
      #expect(abs(shown - share) < 1e-9, "\(choice): \(shown), \(share)")
    }
    #expect(browser.complaints == [])
  }

  /// The interval is around what is used, and noise has a width.
  @Test func everyStackHasAnInterval() throws {
    let exploration = try Exploration(Self.base.get(), contextLengths: [4096], draws: 500)
    #expect(exploration.readings.map(\.reading) == [.cells, .curve])
    for reading in exploration.readings {
      #expect(reading.halfWidths.count == exploration.candidates[0].all.count)
      #expect(reading.halfWidths.allSatisfy { $0 > 0.005 && $0 < 0.5 })
      #expect(reading.draws.count == 500)
    }
  }

  @Test func withoutALengthThereIsNothingToExplore() throws {
    #expect(throws: Fault.self) { try Exploration(Self.base.get(), contextLengths: []) }
  }
}

extension ExplorerTests.Constraints {
  func rule(_ base: EvidenceBase) throws -> DecisionRule {
    var rule = DecisionRule(
      recallMargin: margin, contextLength: length, families: family.isEmpty ? [] : [family],
      reading: reading)
    let full = try Candidates.fullCacheBytes(base, rule: rule)
    rule.cacheBudget = budget.map { $0 / 100 * full }
    return rule
  }

  /// Enters the choice, and gives what the page then says.
  var script: String {
    """
    (() => {
      const owner = document.querySelector("[data-explorer]");
      const fields = owner.querySelectorAll(".controls select, .controls input");
      const values = ["\(family)", "\(length)", "\(margin)", "\(budget.map { "\($0)" } ?? "")", "\(reading.rawValue)"];
      values.forEach((value, place) => { fields[place].value = value; });
      fields[0].dispatchEvent(new Event("input", { bubbles: true }));
      return [owner.dataset.pick, owner.dataset.share];
    })()
    """
  }
}
