import Foundation
import Report
import Testing

@testable import Workshop

@Suite struct ToleranceTests {
  @Test func computedNumbersMayDifferByRounding() {
    #expect(Tolerance.computed.allows(0.1 + 0.2, 0.3))
    #expect(Tolerance.computed.allows(1e9, 1e9 + 0.5))
    #expect(!Tolerance.computed.allows(0.410, 0.411))
    #expect(!Tolerance.computed.allows(41, 42))
  }

  @Test func exactMeansTheSameBits() {
    #expect(Tolerance.exact.allows(0.3, 0.3))
    #expect(!Tolerance.exact.allows(0.1 + 0.2, 0.3))
  }

  @Test func whatIsNoNumberIsTheSameAsItself() {
    #expect(Tolerance.exact.allows(.nan, .nan))
    #expect(Tolerance.exact.allows(.infinity, .infinity))
    #expect(!Tolerance.trained(100).allows(.nan, 0))
    #expect(!Tolerance.trained(100).allows(.infinity, 0))
    #expect(!Tolerance(relative: 1, because: "").allows(.infinity, -.infinity))
  }

  @Test func numeralsInWordsMayDifferByTheTolerance() {
    let (one, two) = (
      Words("change +0.244 (−0.134 to 0.623)"), Words("change +0.250 (−0.1 to 0.6)")
    )
    #expect(one.numerals == [0.244, -0.134, 0.623])
    #expect(one.isSame(as: two, within: .trained(0.05)))
    #expect(!one.isSame(as: two, within: .trained(0.01)))
    #expect(!one.isSame(as: two, within: .exact))
    #expect(!Words("rises by 0.2").isSame(as: Words("falls by 0.2"), within: .trained(1)))
    #expect(!Words("0.2").isSame(as: Words("0.2 and 0.3"), within: .trained(1)))
  }
}

@Suite struct ValuesFileTests {
  @Test func filesOfEarlierVersionsAreRead() throws {
    let text = """
      {"values": [{"cell": "analyses/a/main.swift:3", "name": "a", "number": 0.5, "sources": ["x"],
        "text": "0.5", "unit": ""}]}
      """
    let file = try JSONDecoder().decode(ValuesFile.self, from: Data(text.utf8))
    #expect(file.values.first?.tolerance == .computed)
    #expect(file.verdicts.isEmpty && file.made == nil)
  }

  @Test func whatIsWrittenReadsBack() throws {
    let file = ValuesFile(
      made: ReportTerms(date: 1, analyses: ["a"], reruns: 2, fromScratch: []),
      values: [
        BoundValue(
          name: "a", text: "x", number: 0.1 + 0.2, sources: ["s"], tolerance: .trained(0.1),
          cell: "analyses/a/main.swift:3")
      ],
      verdicts: [
        BoundVerdict(
          claim: "c", scope: "toy", statement: "s", verdict: "supported", effect: 1 / 3,
          interval: [0, 1], n: 3, sources: ["s"], cell: "analyses/a/main.swift:4")
      ])
    #expect(try JSONDecoder().decode(ValuesFile.self, from: file.data()) == file)
  }
}
