import Testing

@testable import Paper

/// The weighting behind RULER's average, as it is found in the printed table.
@Suite struct WeightingTests {
  /// RULER has three single-key needles, three multi-key ones, one each of multi-query, multi-value
  /// and variable tracking, and two each of word counting and question answering: 13 tasks.
  @Test func isTheOneOfTheBenchmark() throws {
    let weighting = try Printed.weighting()
    #expect(
      weighting.columns == [
        "ruler_multikey", "ruler_multiquery", "ruler_multivalue", "ruler_singlevalue",
        "ruler_cwe_fwe", "ruler_qa", "ruler_vt",
      ])
    #expect(weighting.weights == [3, 1, 1, 3, 2, 2, 1])
    #expect(weighting.text == "3 : 1 : 1 : 3 : 2 : 2 : 1")
  }

  /// Weights from 1 up for seven columns with a sum of at most 13 are the ways to choose 7 of 13:
  /// 13! / (7! 6!) = 1716. Halves have a sum below 7, so none is proportional to another.
  @Test func isUniqueAndNoAccident() throws {
    let weighting = try Printed.weighting()
    #expect((weighting.reproduced, weighting.rows, weighting.ties) == (4, 5, 1))
    #expect(weighting.searched == 1716)
    #expect(weighting.histogram.count == 6)
    #expect(weighting.histogram.reduce(0, +) == 1716)
    #expect(weighting.histogram.suffix(3) == [0, 1, 0])
    #expect(weighting.chance < 0.05)
  }

  @Test func isNotFoundWhereAveragesAreUnrelated() throws {
    // Averages above every column cannot be weighted means.
    var values: [String: Double] = [:]
    for row in try Printed.rows(.five) where row.task == "ruler_average" {
      values[row.provenance] = 0.95
    }
    let base = try Printed.base().replacing(values)
    let weighting = try RulerWeighting(base)
    #expect(weighting == nil)
    let findings = try PaperAudit(base, checks: [.rulerAverages]).findings
    #expect(findings.count == 5)
    #expect(findings.allSatisfy { $0.status == .uncheckable && $0.comparison == nil })
    #expect(findings[0].sentence.contains("no single weighting"))
  }

  /// With fewer tasks than columns there is nothing to share out.
  @Test func needsATaskForEachColumn() throws {
    var quote = try Printed.quote("ruler-tasks")
    quote.low = 6
    let weighting = try RulerWeighting(try Printed.base().replacing(quote))
    #expect(weighting == nil)
    let without = try Printed.base().removing(quote.provenance)
    let findings = try PaperAudit(without, checks: [.rulerAverages]).findings
    #expect(findings.allSatisfy { $0.status == .uncheckable })
  }
}
