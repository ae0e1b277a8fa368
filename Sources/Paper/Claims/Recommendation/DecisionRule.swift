import Core
import Published

/// What makes one stack the one to build: of all that recall enough, the one that keeps least in
/// memory; of those that keep equally much, the one that recalls most.
public struct DecisionRule: Sendable, Equatable {
  /// Which numbers stand for a candidate's recall.
  public enum Reading: String, Sendable, CaseIterable {
    /// Each printed number by itself, with the noise of one training run.
    case cells
    /// The curve that all families share, with a level for each: what is odd in one cell counts
    /// little.
    case curve
  }

  /// How far below the Transformer's recall is still enough, in accuracy (fraction).
  public var recallMargin: Double
  /// How far below the best language modelling of all candidates is still enough; nil for no
  /// demand.
  public var lmMargin: Double?
  /// Tokens that the cache holds.
  public var contextLength: Int
  /// What `r:1` means for the number of attention layers.
  public var convention: RatioConvention
  /// The most that the cache of one sequence may take, in bytes.
  public var cacheBudget: Double?
  /// The families to choose from; empty for all.
  public var families: [String]
  public var reading: Reading
  /// The model that the cache is computed for.
  public var shape: ModelShape

  public init(
    recallMargin: Double = 0.02, lmMargin: Double? = nil, contextLength: Int = 4096,
    convention: RatioConvention = .oneInR, cacheBudget: Double? = nil, families: [String] = [],
    reading: Reading = .cells, shape: ModelShape = .paper1B3
  ) {
    (self.recallMargin, self.lmMargin, self.contextLength) = (recallMargin, lmMargin, contextLength)
    (self.convention, self.cacheBudget, self.families) = (convention, cacheBudget, families)
    (self.reading, self.shape) = (reading, shape)
  }
}

/// What a rule picks, given numbers for all candidates.
public struct Choice: Sendable {
  /// Why a candidate is out.
  public enum Rejection: Sendable, Equatable {
    case recall(short: Double)
    case languageModelling(short: Double)
    case cache(over: Double)
  }

  /// The places in the list of candidates that satisfy the rule, best first.
  public let feasible: [Int]
  /// Every reason why a candidate is out, for each candidate; empty for those that are in.
  public let rejections: [[Rejection]]

  public var pick: Int? { feasible.first }

  /// - Parameters:
  ///   - cache: what each candidate keeps for one sequence, in bytes
  ///   - recall: of each candidate, in accuracy
  ///   - lm: of each candidate, in accuracy
  ///   - baseline: the Transformer's recall
  public init(
    cache: [Double], recall: [Double], lm: [Double], baseline: Double, rule: DecisionRule
  ) {
    let bestLM = lm.max() ?? 0
    var rejections: [[Rejection]] = []
    var feasible: [Int] = []
    for place in 0..<cache.count {
      let reasons = rule.rejections(
        recallShort: baseline - rule.recallMargin - recall[place],
        lmShort: bestLM - (rule.lmMargin ?? .infinity) - lm[place], cache: cache[place])
      rejections.append(reasons)
      if reasons.isEmpty { feasible.append(place) }
    }
    self.rejections = rejections
    self.feasible = feasible.sorted { a, b in
      if cache[a] != cache[b] { return cache[a] < cache[b] }
      return recall[a] != recall[b] ? recall[a] > recall[b] : a < b
    }
  }
}

extension DecisionRule {
  /// Every reason why a candidate is out.
  /// - Parameters:
  ///   - recallShort, lmShort: how much it lacks, in accuracy
  ///   - cache: in bytes
  fileprivate func rejections(
    recallShort: Double, lmShort: Double, cache: Double
  ) -> [Choice.Rejection] {
    let over = cacheBudget.map { cache - $0 } ?? 0
    return (recallShort > 1e-12 ? [.recall(short: recallShort)] : [])
      + (lmShort > 1e-12 ? [.languageModelling(short: lmShort)] : [])
      + (over > 0 ? [.cache(over: over)] : [])
  }
}

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
    let costs = StackCosts(evidence, shape: rule.shape)
    baseline = try evidence.ruler("Transformer")
    let full = try costs.cacheBytes(
      family: "Transformer", attentionFraction: 1, length: rule.contextLength)
    all = try evidence.families(.studied)
      .filter { rule.families.isEmpty || rule.families.contains($0.key) }
      .flatMap { family in
        try Evidence.ratios.compactMap { ratio -> Candidate? in
          guard let label = RatioLabel(ratio),
            let fraction = rule.convention.attentionFraction(of: label),
            let recall = try evidence.printedRecall(family.key, ratio),
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
