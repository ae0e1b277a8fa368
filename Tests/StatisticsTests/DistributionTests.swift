import Testing

@testable import Statistics

/// References: scipy 1.17 (scipy.stats, scipy.special.betainc).
@Suite struct DistributionTests {
  @Test(arguments: [
    (0.5, 0.5, 0.3, 0.36901011956554536), (2, 3, 0.6, 0.8208), (50, 0.5, 0.99, 0.3173043978741973),
    (1.5, 7, 0.05, 0.13693162173125475),
  ])
  func incompleteBeta(_ a: Double, _ b: Double, _ x: Double, _ expected: Double) {
    #expect(abs(regularisedBeta(x, a, b) - expected) < 1e-12)
  }

  @Test func incompleteBetaEnds() {
    #expect(regularisedBeta(0, 2, 3) == 0)
    #expect(regularisedBeta(1, 2, 3) == 1)
  }

  @Test(arguments: [
    (1.0, 1.0, 0.75), (3, -2.5, 0.04385332350403278), (14, 2.1, 0.9728334270125476),
    (2.5, 0.3, 0.6063288142524014), (200, -4, 4.456547609296721e-05),
  ])
  func studentCumulative(_ df: Double, _ t: Double, _ expected: Double) {
    #expect(abs(StudentT(df: df).cumulative(t) - expected) < 1e-12)
  }

  @Test(arguments: [
    (1.0, 0.975, 12.706204736174694), (2, 0.975, 4.302652729749462),
    (3, 0.975, 3.1824463052837078), (14, 0.975, 2.144786687917804),
    (100, 0.005, -2.6258905214380173), (3, 0.6, 0.2766706623326898), (7, 0.5, 0),
  ])
  func studentQuantile(_ df: Double, _ p: Double, _ expected: Double) {
    #expect(abs(StudentT(df: df).quantile(p) - expected) < 1e-11)
  }

  @Test func studentTwoSidedIsTheUpperQuantile() {
    #expect(StudentT(df: 3).twoSided(0.95) == StudentT(df: 3).quantile(0.975))
  }

  @Test(arguments: [
    (0.5, 0.0), (0.6, 0.2533471031357997), (0.975, 1.959963984540054),
    (0.001, -3.090232306167813), (1e-10, -6.361340902404056), (1e-20, -9.262340089798409),
  ])
  func normalQuantile(_ p: Double, _ expected: Double) {
    #expect(abs(Normal.quantile(p) - expected) < 1e-13)
  }

  @Test(arguments: [(0.0, 0.5), (1.96, 0.9750021048517795), (-3, 0.0013498980316300933)])
  func normalCumulative(_ z: Double, _ expected: Double) {
    #expect(abs(Normal.cumulative(z) - expected) < 1e-14)
  }

  @Test(arguments: [
    (1.0, 1.0, 1.0, 0.5), (4.5, 2, 14, 0.03096003176693833), (30, 3, 3, 0.009739983856274342),
    (0.2, 5, 100, 0.9617665475935794), (1e4, 1, 3, 2.2045219231849105e-06),
  ])
  func fTail(_ f: Double, _ above: Double, _ below: Double, _ expected: Double) {
    #expect(abs(FTest.tail(f, above, below) - expected) < 1e-12)
  }

  @Test func nestedFitsGiveAnFTest() throws {
    let test = try #require(FTest(nested: (rss: 10, df: 16), full: (rss: 6, df: 14)))
    #expect(abs(test.statistic - (4.0 / 2) / (6.0 / 14)) < 1e-12)
    #expect(test.numeratorDf == 2)
    #expect(test.denominatorDf == 14)
    #expect(test.pValue == FTest.tail(test.statistic, 2, 14))
  }

  @Test func fTestOfNothingIsNone() {
    #expect(FTest(nested: (rss: 10, df: 4), full: (rss: 6, df: 4)) == nil)
    #expect(FTest(nested: (rss: 10, df: 4), full: (rss: 0, df: 0)) == nil)
    #expect(FTest(nested: (rss: 1, df: 4), full: (rss: 0, df: 3))?.pValue == 0)
    #expect(FTest(nested: (rss: 0, df: 4), full: (rss: 0, df: 3))?.pValue == 1)
  }
}
