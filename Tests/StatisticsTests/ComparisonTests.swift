import Foundation
import Testing

@testable import Statistics

@Suite struct ComparisonTests {
  /// n ln(RSS/n) + 2k + 2k(k+1)/(n−k−1) with k = 3, n = 5, RSS = 1.6, worked by hand.
  @Test func criterionByHand() throws {
    let value = try #require(correctedAkaike(rss: 1.6, n: 5, p: 2))
    #expect(abs(value - (5 * Foundation.log(0.32) + 6 + 24)) < 1e-12)
    #expect(correctedAkaike(rss: 1.6, n: 5, p: 3) == nil)
    #expect(correctedAkaike(rss: 0, n: 5, p: 1, floor: 1e-20)?.isFinite == true)
    #expect(pointsNeeded(forParameters: 2) == 5)
  }

  @Test func theBestFitAloneIsThatOfTheTable() throws {
    for seed in 1...4 {
      let form = CurveForm.all[seed]
      let points = synthetic(
        exampleCurve(form, groups: 3), at: denseFractions, noise: 0.01, seed: UInt64(seed))
      let table = try #require(try compareForms(points).bestByAICc?.fit)
      let alone = try #require(try bestFitByAICc(points))
      #expect(alone.form.name == table.form.name)
      #expect(alone.curve.shape == table.curve.shape && alone.curve.levels == table.curve.levels)
      #expect((alone.aicc, alone.residuals) == (table.aicc, table.residuals))
      #expect(alone.leaveOneOutRMSE == nil && table.leaveOneOutRMSE != nil)
    }
  }

  @Test(arguments: [
    "constant", "linear", "logarithmic", "power", "saturating-exponential", "broken-stick",
  ])
  func leaveOneOutEqualsBruteForce(_ name: String) throws {
    let form = try CurveForm.named(name)
    let truth = exampleCurve(form, groups: 3)
    let points = synthetic(truth, at: denseFractions, noise: 0.005, seed: 3)
    let fit = try #require(try fitCurve(form, to: points).fit)
    var sum = 0.0
    for left in points.indices {
      let rest = points.indices.filter { $0 != left }.map { points[$0] }
      let refit = try #require(try fitCurve(form, to: rest).fit)
      let error =
        try points[left].y - refit.predict(points[left].x, group: points[left].group)
      sum += error * error
    }
    let expected = (sum / Double(points.count)).squareRoot()
    #expect(abs(try #require(fit.leaveOneOutRMSE) - expected) < 1e-12)
  }

  @Test func leaveOneGroupOutByHand() throws {
    let comparison = try compareForms(recall, forms: [.linear])
    var sum = 0.0
    for group in ["DeltaNet", "GatedDeltaNet", "GLA", "HGRN2"] {
      let others = try #require(
        try fitCurve(.linear, to: recall.filter { $0.group != group }).fit)
      let mine = family(group, of: recall)
      for point in mine {
        let rest = mine.filter { $0.x != point.x }
        let level = rest.reduce(0) { $0 + $1.y - others.curve.rise(at: $1.x) } / 4
        sum += (point.y - level - others.curve.rise(at: point.x)).squared
      }
    }
    let found = try #require(comparison.rows[0].leaveOneGroupOutRMSE)
    #expect(abs(found - (sum / 20).squareRoot()) < 1e-12)
  }

  @Test func logarithmLeadsOnPooledRecall() throws {
    let comparison = try compareForms(recall)
    #expect(comparison.rows.map(\.form.name) == CurveForm.all.map(\.name))
    #expect(comparison.bestByAICc?.form.name == "logarithmic")
    // scipy's minima in the formula: −114.182 for the logarithm, −111.868 for the power law.
    #expect(abs(try #require(comparison.bestByAICc?.aicc) + 114.1819634296041) < 1e-6)
    #expect(abs(try #require(comparison.row("power").deltaAICc) - 2.3141) < 1e-3)
    #expect(comparison.rows.allSatisfy { $0.leaveOneOutRMSE != nil })
    #expect(comparison.rows.allSatisfy { $0.leaveOneGroupOutRMSE != nil })
  }

  @Test func limitsOfFivePoints() throws {
    let limits = try compareForms(family("GLA", of: recall)).limits
    #expect(limits.points == 5 && limits.largestParameterCount == 2)
    #expect(
      limits.refused.map(\.form)
        == ["power", "saturating-exponential", "broken-stick", "logistic"])
    #expect(limits.failed.isEmpty)
    // Penalties 30 and 10 over five points: e⁴.
    #expect(abs(try #require(limits.reductionForASlope) - 54.598150033144236) < 1e-10)
    #expect(reductionForOneMore(than: 2, n: 5) == nil)
    #expect(try #require(compareForms(recall).limits.reductionForASlope) < 1.25)
  }

  @Test func singleGroupHasNoLeaveOneGroupOut() throws {
    let comparison = try compareForms(family("GLA", of: recall))
    #expect(comparison.rows.allSatisfy { $0.leaveOneGroupOutRMSE == nil })
    #expect(comparison.rows[0].leaveOneOutRMSE != nil)
    #expect(comparison.indistinguishable.map(\.form.name) == ["constant"])
    #expect(comparison.rows[6].aicc == nil)
  }

  @Test func theTrueFormIsFound() throws {
    for form in CurveForm.all {
      let truth = exampleCurve(form, groups: 4)
      let points = synthetic(truth, at: denseFractions, noise: 0.001, seed: 11)
      let comparison = try compareForms(points)
      #expect(comparison.indistinguishable.contains { $0.form.name == form.name })
    }
  }

  @Test func amongPerfectFitsThePlainestWins() throws {
    let points = synthetic(exampleCurve(.linear, groups: 4), at: denseFractions)
    let comparison = try compareForms(points, forms: [.constant, .linear, .logarithmic])
    #expect(comparison.bestByAICc?.form.name == "linear")
    #expect(comparison.rows.allSatisfy { $0.aicc?.isFinite == true })
  }

  @Test func unknownRowIsAFault() throws {
    let comparison = try compareForms(recall, forms: [.linear])
    #expect(throws: (any Error).self) { try comparison.row("power") }
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}
