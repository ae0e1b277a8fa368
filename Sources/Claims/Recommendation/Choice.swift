import Core

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
  /// Why each candidate is out; nil for those that are in.
  public let rejections: [Rejection?]

  public var pick: Int? { feasible.first }

  /// - Parameters:
  ///   - recall: of each candidate, in accuracy
  ///   - lm: of each candidate, in accuracy
  ///   - baseline: the Transformer's recall
  public init(
    _ candidates: [Candidate], recall: [Double], lm: [Double], baseline: Double,
    rule: DecisionRule
  ) {
    let bestLM = lm.max() ?? 0
    let rejections = candidates.indices.map { place -> Rejection? in
      let recallShort = baseline - rule.recallMargin - recall[place]
      if recallShort > 1e-12 { return .recall(short: recallShort) }
      if let margin = rule.lmMargin, bestLM - margin - lm[place] > 1e-12 {
        return .languageModelling(short: bestLM - margin - lm[place])
      }
      if let budget = rule.cacheBudget, candidates[place].cacheBytes > budget {
        return .cache(over: candidates[place].cacheBytes - budget)
      }
      return nil
    }
    self.rejections = rejections
    feasible = candidates.indices.filter { rejections[$0] == nil }.sorted { a, b in
      let (x, y) = (candidates[a].cacheBytes, candidates[b].cacheBytes)
      if x != y { return x < y }
      return recall[a] != recall[b] ? recall[a] > recall[b] : a < b
    }
  }
}
