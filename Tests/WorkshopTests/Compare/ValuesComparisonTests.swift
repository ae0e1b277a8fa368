import Report
import Testing

@testable import Workshop

@Suite struct ValuesComparisonTests {
  private func value(
    _ name: String, _ number: Double?, _ text: String = "t", tolerance: Tolerance = .computed
  ) -> BoundValue {
    BoundValue(
      name: name, text: text, number: number, unit: "fraction", sources: ["s"],
      tolerance: tolerance, cell: "analyses/a/main.swift:3")
  }

  private func verdict(
    _ verdict: String, effect: Double? = 1, interval: [Double]? = [0, 2], n: Int? = 6
  ) -> BoundVerdict {
    BoundVerdict(
      claim: "recall-rises", scope: "paper", statement: "Recall rises", verdict: verdict,
      effect: effect, interval: interval, n: n, sources: ["s"], cell: "analyses/a/main.swift:9")
  }

  private func differences(
    _ before: [BoundValue], _ after: [BoundValue], tolerance: Tolerance? = nil
  ) -> [ReportDifference] {
    ValuesComparison(tolerance: tolerance)
      .differences(ValuesFile(values: before), ValuesFile(values: after))
  }

  @Test func equalFilesDoNotDiffer() {
    #expect(differences([value("a", 0.5)], [value("a", 0.5)]).isEmpty)
    let file = ValuesFile(values: [], verdicts: [verdict("supported")])
    #expect(ValuesComparison().differences(file, file).isEmpty)
  }

  @Test func aNumberBeyondItsOwnToleranceIsNamedWithItsChange() throws {
    let found = differences([value("a", 0.5)], [value("a", 0.6)])
    let one = try #require(found.first)
    #expect(found.count == 1)
    #expect((one.name, one.place) == ("a", "number"))
    #expect(abs((one.change ?? 0) - 0.1) < 1e-12)
    #expect(abs((one.relative ?? 0) - 0.2) < 1e-12)
    let wide = Tolerance.trained(0.2)
    #expect(differences([value("a", 0.5, tolerance: wide)], [value("a", 0.6)]).isEmpty)
  }

  @Test func thePublishedToleranceCountsNotTheNewOne() {
    let new = value("a", 0.6, tolerance: .trained(1))
    #expect(differences([value("a", 0.5)], [new]).map(\.place) == ["number"])
  }

  @Test func wordsAreComparedWhereTheNumberIsTheSame() {
    #expect(differences([value("a", nil, "x")], [value("a", nil, "y")]).map(\.place) == ["words"])
    #expect(differences([value("a", 0.5, "0.5")], [value("a", 0.5, "0.50")]).count == 1)
    // The text of a number that moved within its tolerance follows it.
    let wide = Tolerance.trained(0.2)
    let moved = differences(
      [value("a", 0.5, "0.5", tolerance: wide)], [value("a", 0.6, "0.6", tolerance: wide)])
    #expect(moved.isEmpty)
  }

  @Test func whatOnlyOneHasIsADifference() {
    let found = differences([value("a", 1), value("b", nil, "x")], [value("a", 1), value("c", 2)])
    #expect(found.map(\.name) == ["b", "c"])
    #expect(found[0].before == .text("x") && found[0].after == .absent)
    #expect(found[1].before == .absent && found[1].after == .number(2))
  }

  @Test func aNumberThatBecameWordsIsADifference() {
    let found = differences([value("a", 1)], [value("a", nil)])
    #expect(found.map(\.place) == ["number"])
    #expect(found.first?.change == nil)
  }

  @Test func verdictsEffectsIntervalsAndCountsAreCompared() {
    func places(_ other: BoundVerdict) -> [String] {
      ValuesComparison().differences(
        ValuesFile(values: [], verdicts: [verdict("supported")]),
        ValuesFile(values: [], verdicts: [other])
      ).map(\.place)
    }
    #expect(places(verdict("contradicted")) == ["verdict"])
    #expect(places(verdict("supported", effect: 1.1)) == ["effect"])
    #expect(places(verdict("supported", effect: 1 + 1e-12)) == [])
    #expect(places(verdict("supported", interval: [0.1, 2])) == ["interval, low"])
    #expect(places(verdict("supported", interval: nil)) == ["interval, low", "interval, high"])
    #expect(places(verdict("supported", n: 5)) == ["n"])
  }

  @Test func listsAreByKindAndName() {
    let found = ReportComparison(
      PublishedReport(values: ValuesFile(values: [value("b", 1), value("a", 1)])),
      PublishedReport(
        values: ValuesFile(
          values: [value("a", 2), value("b", 2)], verdicts: [verdict("supported")])))
    #expect(found.differences.map(\.name) == ["a", "b", "paper/recall-rises"])
  }
}
