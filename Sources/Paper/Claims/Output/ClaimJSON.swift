import Core
import Foundation

extension ClaimReview {
  /// A list of {id, scope, statement, verdict, effect, interval, n, where, ...}; numbers that a
  /// claim does not have are null.
  public var json: JSONValue { .array(results.map(\.json)) }
}

extension ClaimResult {
  /// One entry of the list. A claim that could not be read has the verdict null and an `error`.
  var json: JSONValue {
    let effect = judgement?.effect
    var fields: [String: JSONValue] = [
      "id": .string(claim.id), "scope": .string(claim.scope.rawValue),
      "kind": .string(claim.kind.rawValue), "claim": .integer(claim.number),
      "statement": .string(claim.statement), "where": .string(claim.place),
      "verdict": verdict.map { .string($0.rawValue) } ?? .null,
      "effect": .finite(effect?.value),
      "effect_name": effect.map { .string($0.name) } ?? .null,
      "interval": effect?.interval.map { .array([.finite($0.low), .finite($0.high)]) } ?? .null,
      "interval_kind": effect?.interval.map { .string($0.kind) } ?? .null,
      "n": judgement?.n.map { .integer($0) } ?? .null,
      "n_unit": judgement.map { .string($0.unit) } ?? .null,
      "sentence": judgement.map { .string($0.sentence) } ?? .null,
      "sensitivity": .array(judgement?.sensitivity.map(\.json) ?? []),
      "reads": .array(reads.map { .string($0) }),
    ]
    if let failure { fields["error"] = .string(failure) }
    return .object(fields)
  }
}

extension Sensitivity {
  var json: JSONValue {
    .object([
      "change": .string(change), "verdict": .string(verdict.rawValue),
      "effect": .finite(effect),
    ])
  }
}
