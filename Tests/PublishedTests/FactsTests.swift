import Core
import Testing
import TestSupport

@testable import Published

/// The repository's tasks, quotes, update rules and exhibits, as the store gives them back.
@Suite struct FactsTests {
  let temporary: TemporaryFolder
  let store: Store

  init() throws {
    temporary = try TemporaryFolder()
    store = try filledStore(in: temporary)
  }

  private func quote(_ id: String) throws -> Quote {
    try #require(try store.quotes().first { $0.id == id })
  }

  // MARK: Tasks

  @Test func tasksHaveTheItemsThatEvaluationsCount() throws {
    let known = Dictionary(uniqueKeysWithValues: try store.tasks().map { ($0.key, $0) })
    var checked: Set<String> = []
    for item in try store.observations(scope: .independent) {
      guard let n = item.n, let items = known[item.task]?.items else { continue }
      #expect(items == n, "\(item.provenance)")
      checked.insert(item.task)
    }
    let names = [
      "arc_challenge", "arc_easy", "boolq", "hellaswag", "lambada_openai", "piqa", "social_iqa",
      "winogrande",
    ]
    #expect(checked == Set(names))
  }

  /// With 500 items every accuracy is a multiple of 0.002. All 17 values of two works are; with
  /// another number of items about half of them would be.
  @Test func openBookAccuraciesAreMultiplesOfOneInFiveHundred() throws {
    let task = try #require(try store.tasks().first { $0.key == "openbookqa" })
    #expect(task.items == 500)
    let values = try store.observations(task: "openbookqa").map {
      $0.unit == .percent || $0.unit == .score ? $0.value / 100 : $0.value
    }
    #expect(values.count == 17)
    for value in values { #expect(abs(value * 500 - (value * 500).rounded()) < 1e-9) }
  }

  @Test func everyTaskOfThePaperIsKnown() throws {
    let known = Set(try store.tasks().map(\.key))
    for item in try store.observations(scope: .paper) where item.task != "lm" {
      #expect(known.contains(item.task), "\(item.provenance)")
    }
  }

  @Test func chanceIsGivenWhereItIsCertain() throws {
    let chances = try store.tasks().filter { ["hellaswag", "openbookqa", "piqa"].contains($0.key) }
    #expect(chances.map(\.chance) == [0.25, 0.25, 0.5])
    #expect(try store.tasks().first { $0.key == "arc_challenge" }?.chance == nil)
    #expect(try store.tasks().first { $0.key == "ruler_vt" }?.items == nil)
  }

  // MARK: Quotes

  @Test func quotesKeepEndsAndDigits() throws {
    let advantage = try quote("recall-advantage")
    #expect((advantage.low, advantage.high, advantage.resolution) == (0.02, 0.05, 0.01))
    #expect((advantage.section, advantage.unit) == ("4.3", "fraction"))
    let flat = try quote("lm-flat")
    #expect((flat.low, flat.high) == (nil, 0.01))
    let points = try quote("hgrn2-over-transformer-340m")
    #expect((points.low, points.high, points.resolution) == (0.012, 0.012, 0.001))
    #expect(points.provenance == "data/paper/quotes.csv:2")
    #expect(try quote("context-v1").resolution == 1)
  }

  @Test func theVersionsQuoteDifferentContexts() throws {
    #expect(try quote("context-v1").low == 2048)
    #expect(try quote("context-v2").low == 4096)
  }

  @Test(arguments: [
    ("models-trained", 72.0, "models"), ("ruler-tasks", 13, "tasks"), ("layers-1b3", 24, "layers"),
    ("layers-340m", 24, "layers"), ("hidden-1b3", 2048, "features"),
    ("hidden-340m", 1024, "features"), ("saturation-ratio", 3, "ratio"),
  ])
  func singleNumbersHaveTwoEqualEnds(id: String, value: Double, unit: String) throws {
    let quote = try quote(id)
    #expect((quote.low, quote.high, quote.unit) == (value, value, unit))
  }

  // MARK: Update rules and exhibits

  @Test func everyStudiedFamilyHasItsRule() throws {
    let rules = try store.updateRules()
    let studied = try store.families().filter { $0.role == .studied }.map(\.key)
    #expect(Set(rules.map(\.family)) == Set(studied))
    let hgrn = try #require(rules.first { $0.family == "HGRN" })
    #expect(hgrn.update == "hₜ = αₜ ∘ hₜ₋₁ + (1 − αₜ) ∘ vₜ")
    #expect(hgrn.readout == "oₜ = hₜ ∘ qₜ")
    #expect(hgrn.provenance == "data/paper/table1.csv:2")
  }

  /// A vector state is written h, a matrix state S.
  @Test func lettersFollowTheKindOfState() throws {
    let families = Dictionary(
      uniqueKeysWithValues: try store.families().map { ($0.key, $0.state) })
    for rule in try store.updateRules() {
      let letter = families[rule.family] == "vector" ? "hₜ = " : "Sₜ = "
      #expect(rule.update.hasPrefix(letter), "\(rule.provenance)")
    }
  }

  @Test func exhibitsHaveBothNumberings() throws {
    let exhibits = try store.exhibits()
    #expect(
      exhibits.map(\.v2) == (1...6).map { "Figure \($0)" } + (1...7).map { "Table \($0)" })
    #expect(
      exhibits.map(\.v1) == [1, 3, 5, 6, 4, 2].map { "Figure \($0)" }
        + [1, 2, 3, 7, 6, 4, 5].map { "Table \($0)" })
    #expect(exhibits[2].items == ["figure:front", "figure:front-printed"])
    #expect(exhibits[3].note.isEmpty)
    #expect(exhibits[12].provenance == "data/paper/exhibits.csv:14")
  }
}
