import Testing

@testable import Statistics

/// Against scipy 1.17 `curve_fit` (all tolerances 1e-15), started from the best of a grid of 4000
/// to 22 500 points, on Table 7 pooled over its four families.
@Suite struct ReferenceTests {
  struct Reference: Sendable {
    let form: String
    let rss: Double
    /// Shape parameters with the tolerance that the flatness of the minimum calls for.
    let shape: [Double]
    let tolerance: Double
  }

  static let references = [
    Reference(
      form: "linear", rss: 0.037566799999999984, shape: [0.3552], tolerance: 1e-9),
    Reference(
      form: "logarithmic", rss: 0.026345894541687828, shape: [0.044258957195991475],
      tolerance: 1e-9),
    Reference(
      form: "power", rss: 0.023183219765293486, shape: [0.202821157021141, 0.2945538922181661],
      tolerance: 1e-6),
    Reference(
      form: "saturating-exponential", rss: 0.02375633080030043,
      shape: [0.1377684303270373, 0.06770031905098134], tolerance: 1e-5),
    Reference(
      form: "broken-stick", rss: 0.025977666666666663,
      shape: [1.010999985986741, 0.12298054843512093], tolerance: 1e-6),
    Reference(
      form: "logistic", rss: 0.02309465353915565,
      shape: [0.23823405762842767, 0.39617740875881274, -2.700685203591253], tolerance: 1e-2),
  ]

  @Test(arguments: references)
  func agreesWithScipy(_ reference: Reference) throws {
    let fit = try #require(try fitCurve(.named(reference.form), to: recall).fit)
    #expect(fit.rss <= reference.rss + 1e-9)
    #expect(fit.rss >= reference.rss - 1e-9)
    for (found, expected) in zip(fit.curve.shape, reference.shape) {
      #expect(abs(found - expected) < reference.tolerance * max(1, abs(expected)))
    }
  }

  @Test func minimaOfTheLanguageModellingTableAreReached() throws {
    // The best of the same grids without a final descent, so an upper bound.
    let bounds = [
      "power": 0.0008244344432837195, "saturating-exponential": 0.0008080330037597023,
      "broken-stick": 0.0008095500016574971, "logistic": 0.0008074208535595658,
    ]
    for form in CurveForm.all {
      guard let bound = bounds[form.name] else { continue }
      let fit = try #require(try fitCurve(form, to: languageModelling).fit)
      #expect(fit.rss <= bound + 1e-9)
    }
  }
}
