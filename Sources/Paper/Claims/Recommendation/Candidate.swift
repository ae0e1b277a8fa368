import Core
import Published

/// A family at a ratio, with what the paper prints of it and what it costs.
public struct Candidate: Sendable {
  public let family: Family
  public let ratio: String
  /// Printed mean RULER accuracy.
  public let recall: Observation
  /// Printed mean zero-shot accuracy.
  public let lm: Observation
  public let attentionLayers: Double
  public let totalLayers: Int
  /// Keys, values and recurrent states of one sequence, in bytes.
  public private(set) var cacheBytes: Double
  /// The Transformer's cache over this one's.
  public private(set) var saving: Double
  /// Token mixers' forward FLOPs a token, by the paper's Table 4.
  public let flopsPerToken: Double

  /// `HGRN-2 6:1`
  public var name: String { "\(family.display) \(ratio)" }

  /// The same with another cache, where full attention keeps `full` bytes.
  func keeping(_ bytes: Double, of full: Double) -> Candidate {
    var copy = self
    (copy.cacheBytes, copy.saving) = (bytes, full / bytes)
    return copy
  }
}

/// What there is to choose from, with the baseline.
public struct Candidates: Sendable {
  public private(set) var all: [Candidate]
  /// The Transformer's printed recall.
  public let baseline: Observation
  /// The places of the numbers.
  public let reads: [String]

  /// All stacks of which Table 6 and Table 7 both print a number.
  /// - Throws: `Unprinted` where the Transformer's recall is not printed.
  public init(_ base: EvidenceBase, rule: DecisionRule) throws {
    let evidence = Evidence(base)
    let costs = try StackCosts(evidence, shape: rule.shape)
    baseline = try evidence.ruler("Transformer")
    let full = try costs.cacheBytes(
      family: "Transformer", attentionFraction: 1, length: rule.contextLength)
    all = try evidence.families(.studied)
      .filter { rule.families.isEmpty || rule.families.contains($0.key) }
      .flatMap { family in
        try Evidence.ratios.compactMap { ratio -> Candidate? in
          guard let label = RatioLabel(ratio),
            let fraction = rule.convention.attentionFraction(of: label),
            let recall = try evidence.ifPrinted(
              "ruler_average", in: PaperTable.seven.path, family: family.key, ratio: ratio),
            let lm = try evidence.ifPrinted(
              "lm_average", in: PaperTable.six.path, family: family.key, ratio: ratio)
          else { return nil }
          let cache = try costs.cacheBytes(
            family: family.key, attentionFraction: fraction, length: rule.contextLength)
          return Candidate(
            family: family, ratio: ratio, recall: recall, lm: lm,
            attentionLayers: fraction * Double(rule.shape.layers), totalLayers: rule.shape.layers,
            cacheBytes: cache, saving: full / cache,
            flopsPerToken: try costs.flopsPerToken(
              family: family.key, attentionFraction: fraction, length: rule.contextLength))
        }
      }
    reads = evidence.reads
  }
}

extension Candidates {
  /// The same baseline with other candidates.
  func replacing(_ candidates: [Candidate]) -> Candidates {
    var copy = self
    copy.all = candidates
    return copy
  }

  /// What the Transformer keeps for one sequence under a rule's shape and length, in bytes.
  public static func fullCacheBytes(_ base: EvidenceBase, rule: DecisionRule) throws -> Double {
    try StackCosts(Evidence(base), shape: rule.shape)
      .cacheBytes(family: "Transformer", attentionFraction: 1, length: rule.contextLength)
  }
}
