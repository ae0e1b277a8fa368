import Core
import Testing
import TestSupport

@testable import Lab
@testable import Notebook
@testable import Published
@testable import Studies

@Suite struct ItemNoiseTests {
  private let store: Store

  init() throws { store = try NotebookFixture("// %%\n").notebook().store }

  @Test func errorsAddAsSquares() {
    let lead = ItemDifference(estimate: 0.1, errors: [0.03, 0.04], level: 0.95)
    #expect(abs(lead.standardError - 0.05) < 1e-15)
    // 1.959964 is the normal quantile of 0.975.
    #expect(abs(lead.half - 0.0979982) < 1e-7)
    #expect(lead.isBeyondNoise)
    #expect(!ItemDifference(estimate: 0.0979, errors: [0.03, 0.04], level: 0.95).isBeyondNoise)
    #expect(ItemDifference(estimate: -0.0981, errors: [0.03, 0.04], level: 0.95).isBeyondNoise)
  }

  /// By hand in Python: sqrt(0.375315·0.624685/5153 + 0.325636·0.674364/5153).
  @Test func twoProportionsDifferByTheirItems() throws {
    let rows = try store.observations(
      task: "lambada_openai", metric: "acc", citation: "entrainment2026", scale: "340M",
      family: "GatedDeltaNet")
    let pure = try #require(rows.first { $0.model.ratioLabel == "pure" })
    let dense = try #require(rows.first { $0.model.ratioLabel == "3:1" })
    let change = try ItemDifference(pure, dense, level: 0.95)
    #expect(abs(change.estimate + 0.049679) < 1e-9)
    #expect(abs(change.standardError - 0.0093868996) < 1e-9)
    #expect(change.isBeyondNoise)
  }

  @Test func aRowWithoutItemsHasNoNoise() throws {
    let row = try store.observation(
      task: "lm_average", path: "data/paper/table2.csv", family: "HGRN2")
    #expect(throws: Fault.self) { try ItemDifference(row, row, level: 0.95) }
  }

  private func mean(_ family: String, known: [TaskInfo]) throws -> ItemMean {
    let rows = try store.observations(path: "data/paper/table2.csv", family: family)
    let average = try #require(rows.first { $0.task == "lm_average" })
    return try ItemMean(
      average: average, tasks: rows.filter { $0.task != "lm_average" }, known: known)
  }

  /// By hand in Python: sqrt(Σ p(1 − p)/n)/6 over the six printed tasks and their items.
  @Test func anAverageHasTheErrorOfItsTasks() throws {
    let known = try store.tasks()
    let hybrid = try mean("HGRN2", known: known)
    let transformer = try mean("Transformer", known: known)
    #expect(abs(transformer.standardError - 0.0050043694) < 1e-9)
    #expect(abs(hybrid.standardError - 0.0050443672) < 1e-9)
    let lead = hybrid.lead(over: transformer, level: 0.95)
    #expect(abs(lead.estimate - 0.012) < 1e-12)
    #expect(abs(lead.half - 0.0139266929) < 1e-9)
    #expect(!lead.isBeyondNoise)
  }

  @Test func unknownItemsAreAFault() throws {
    let known = try store.tasks().filter { $0.key != "piqa" }
    #expect(throws: Fault.self) { try mean("HGRN2", known: known) }
  }

  @Test func tablesHaveARowAModelAndSayWhatIsMissing() throws {
    let rows = try store.observations(path: "data/paper/table2.csv")
    let table = try rows.tableByTask(
      [("piqa", "PIQA"), ("no_such_task", "none")], families: try store.families(), id: "t",
      title: "", caption: "")
    #expect(table.columns.map(\.header) == ["family", "ratio", "PIQA", "none"])
    #expect(table.rows.count == 7)
    #expect(table.rows.last?.map(\.shown) == ["Transformer", "full", "0.670", "–"])
  }

  @Test func countsAreWordsUpToTwelve() {
    #expect([0, 1, 12, 13].map(Wording.count) == ["none", "one", "twelve", "13"])
  }
}
