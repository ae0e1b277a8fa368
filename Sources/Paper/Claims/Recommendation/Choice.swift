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
