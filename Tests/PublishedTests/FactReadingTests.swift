import Core
import Testing
import TestSupport

@testable import Published

/// What the store gives of tasks, quotes, update rules and exhibits.
@Suite struct FactReadingTests {
  @Test func readWhatTheFilesSay() throws {
    let temporary = try TemporaryFolder()
    let store = try filledStore(in: temporary)
    let task = try #require(try store.tasks().first { $0.key == "openbookqa" })
    #expect((task.display, task.suite, task.items) == ("OpenBookQA", "lm-eval", 500))
    #expect(task.source.hasPrefix("test split"))
    #expect(try store.tasks().first { $0.key == "ruler_average" }?.items == nil)
    let rule = try #require(try store.updateRules().first)
    #expect((rule.family, rule.provenance) == ("HGRN", "data/paper/table1.csv:2"))
    #expect(rule.readout == "oₜ = hₜ ∘ qₜ")
    let exhibit = try #require(try store.exhibits().first { $0.v2 == "Figure 3" })
    #expect((exhibit.v1, exhibit.items) == ("Figure 5", ["figure:front", "figure:front-printed"]))
    #expect(exhibit.provenance == "data/paper/exhibits.csv:4")
  }

  @Test func readWhatTheSentencesQuote() throws {
    let temporary = try TemporaryFolder()
    let quotes = try filledStore(in: temporary).quotes()
    let range = try #require(quotes.first { $0.id == "recall-advantage" })
    #expect((range.low, range.high, range.resolution) == (0.02, 0.05, 0.01))
    #expect((range.section, range.unit) == ("4.3", "fraction"))
    #expect(range.provenance == "data/paper/quotes.csv:9")
    let end = try #require(quotes.first { $0.id == "lm-flat" })
    #expect((end.low, end.high) == (nil, 0.01))
    #expect(quotes.first { $0.id == "kv-factor" }?.resolution == 1)
    #expect(quotes.first { $0.id == "hgrn2-over-transformer-340m" }?.resolution == 0.001)
  }

  /// A folder elsewhere can stand for the project's, with its paths.
  @Test func pathsBeginWithTheNameThatIsGiven() throws {
    let copy = try DataCopy()
    #expect(DataFolder(copy.temporary.url.appendingPathComponent("mine")).name == "mine")
    try copy.replace("tasks.csv", "lm-eval,500,", "lm-eval,0,")
    try copy.trustBytes()
    let fault = try fault { try DataFolder(copy.root, name: "other").load() }
    #expect(fault.location == "other/tasks.csv:6")
  }
}
