import Core
import Testing

@testable import Paper

@Suite struct ToyScaleTests {
  /// Families whose recall rises with attention (or falls, for a negative slope), beside full attention.
  private func means(_ slope: Double, language: Double = 0.001) -> [ToyScale.Mean] {
    var means: [ToyScale.Mean] = []
    for (place, family) in ["HGRN", "RetNet", "GLA", "HGRN2"].enumerated() {
      for layers in 0..<3 {
        let gain: Double = slope + 0.01 * Double(place)
        let recall: Double = 0.5 + gain * Double(layers)
        let wobble = Double((layers + place) % 3)
        means.append(
          ToyScale.Mean(
            family: family, attentionLayers: layers, layers: 6,
            runs: [ToyScale.Run(recall: recall, language: 0.25 + language * wobble)],
            source: "mean of 5 runs: \(family) \(layers)"))
      }
    }
    means.append(
      ToyScale.Mean(
        family: "Transformer", attentionLayers: 6, layers: 6,
        runs: [ToyScale.Run(recall: 0.6, language: 0.26)], source: "mean of 5 runs: full"))
    return means
  }

  private func evidence(_ means: [ToyScale.Mean]) throws -> EvidenceBase {
    ToyScale.evidence(means, paper: try Printed.base())
  }

  @Test func directionsGiveTheirVerdicts() throws {
    #expect(try verdict("recall-rises", evidence(means(0.1))) == .supported)
    #expect(try verdict("recall-rises", evidence(means(-0.1))) == .contradicted)
    #expect(try verdict("lm-flat-from-pure", evidence(means(0.1))) == .supported)
    #expect(try verdict("most-reach-transformer", evidence(means(0.1))) == .supported)
  }

  /// RetNet's and HGRN's recall is not printed; at toy scale it is there.
  @Test func whatThePaperDoesNotPrintCanBeAsked() throws {
    let opinions = SecondOpinion.atToyScale(
      try evidence(means(0.1)), paper: try Printed.base())
    #expect(opinions.count == ToyScale.claims.count)
    let hierarchy = try #require(opinions.first { $0.own.claim.id == "hierarchy-matters" })
    #expect(hierarchy.paper.verdict == .untestable && hierarchy.own.verdict != .untestable)
    let place = hierarchy.own.reads.first { $0.hasPrefix("mean of 5 runs: HGRN ") }
    #expect(place != nil, "\(hierarchy.own.reads)")
  }

  @Test func noVerdictRestsOnThePapersMeasurements() throws {
    for opinion in SecondOpinion.atToyScale(try evidence(means(0.1)), paper: try Printed.base()) {
      let printed = opinion.own.reads.filter { $0.hasPrefix("data/paper/table") }
      #expect(printed.isEmpty, "\(opinion.own.claim.id): \(printed)")
    }
  }

  @Test func nothingTrainedIsNothingTested() throws {
    let base = try evidence([])
    for claim in ToyScale.claims {
      #expect(claim.result(base).verdict == .untestable, "\(claim.id)")
    }
  }
}
