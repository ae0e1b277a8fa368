import Core
import Published
import Results

/// The claims that small models of our own can speak to, with numbers of theirs in the place of the
/// paper's tables.
public enum ToyScale {
  /// Claims about directions, ranks and shares, which mean the same at any scale. Left out: levels and
  /// sizes that the paper quotes for its own tasks, and comparisons of two single numbers.
  public static let claims: [Claim] = [
    .standaloneRanks, .lmFlatFromPure, .lmFlatInEachFamily, .recallRises,
    .recallRisesInEachFamily, .mostReachTransformer, .retNetNearZero, .hierarchyDoublesRecall,
    .recallSaturates, .gatingMatters, .hierarchyMatters, .forgettingMatters, .recommendedRatios,
    .recommendedFamilies,
  ]

  /// What one run reached.
  public struct Run: Sendable, Equatable {
    /// Mean accuracy over the recall tasks.
    public let recall: Double
    /// Accuracy of the language's next token.
    public let language: Double

    public init(recall: Double, language: Double) {
      (self.recall, self.language) = (recall, language)
    }
  }

  /// A mean over seeds of a family at a ratio.
  public struct Mean: Sendable {
    public let family: String
    public let attentionLayers: Int
    public let layers: Int
    /// The seeds that it is the mean of.
    public let runs: [Run]
    /// What decoding one sequence keeps, in bytes, where it was counted.
    public let stateBytes: Double?
    /// Where the runs stand.
    public let source: String

    public var recall: Double { average(\.recall) }
    public var language: Double { average(\.language) }

    /// - Parameter runs: one at least
    public init(
      family: String, attentionLayers: Int, layers: Int, runs: [Run], stateBytes: Double? = nil,
      source: String
    ) {
      (self.family, self.source) = (family, source)
      (self.attentionLayers, self.layers) = (attentionLayers, layers)
      (self.runs, self.stateBytes) = (runs, stateBytes)
    }

    private func average(_ value: (Run) -> Double) -> Double {
      runs.reduce(0) { $0 + value($1) } / Double(runs.count)
    }

    fileprivate func observation(_ task: String, _ value: Double) -> Observation {
      .mean(
        ofRuns: source, task: task, value: value, family: family,
        attentionLayers: attentionLayers, layers: layers)
    }
  }

  /// The evidence: recall in the place of Table 7 and, for full attention, of Table 5; the language's
  /// accuracy in that of Table 6.
  public static func evidence(_ means: [Mean], paper: EvidenceBase) -> EvidenceBase {
    let rows = means.flatMap { mean -> [(table: PaperTable, row: Observation)] in
      let recall = mean.observation("ruler_average", mean.recall)
      guard mean.attentionLayers < mean.layers else { return [(.five, recall)] }
      return [(.seven, recall), (.six, mean.observation("lm_average", mean.language))]
    }
    return paper.standingIn(rows, for: StandIn.tables, called: "what was trained at toy scale")
  }
}

extension Observation {
  /// A mean over training runs of our own, for a quantity of the paper's that it stands in for.
  /// - Parameter source: where the runs stand
  fileprivate static func mean(
    ofRuns source: String, task: String, value: Double, family: String, attentionLayers: Int,
    layers: Int
  ) -> Observation {
    let identity = ModelIdentity(
      family: family, scale: "toy", attentionLayers: attentionLayers, totalLayers: layers)
    return Observation(
      model: identity.model(named: source), task: task, metric: "accuracy", value: value,
      valueText: NumberText.fixed(value, 3), resolution: 0, standardError: nil, n: nil,
      unit: .fraction, higherIsBetter: true, locator: "", path: source, line: nil, citation: "",
      scope: .project)
  }
}
