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
  ///   - cache: what each candidate keeps for one sequence, in bytes
  ///   - recall: of each candidate, in accuracy
  ///   - lm: of each candidate, in accuracy
  ///   - baseline: the Transformer's recall
  public init(
    cache: [Double], recall: [Double], lm: [Double], baseline: Double, rule: DecisionRule
  ) {
    let bestLM = lm.max() ?? 0
    let rejections = cache.indices.map { place -> Rejection? in
      let recallShort = baseline - rule.recallMargin - recall[place]
      if recallShort > 1e-12 { return .recall(short: recallShort) }
      if let margin = rule.lmMargin, bestLM - margin - lm[place] > 1e-12 {
        return .languageModelling(short: bestLM - margin - lm[place])
      }
      if let budget = rule.cacheBudget, cache[place] > budget {
        return .cache(over: cache[place] - budget)
      }
      return nil
    }
    self.rejections = rejections
    feasible = cache.indices.filter { rejections[$0] == nil }.sorted { a, b in
      if cache[a] != cache[b] { return cache[a] < cache[b] }
      return recall[a] != recall[b] ? recall[a] > recall[b] : a < b
    }
  }
}
