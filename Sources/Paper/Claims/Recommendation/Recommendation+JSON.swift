import Core

extension Recommendation {
  /// The answer with the rule, every candidate's evidence, and the limits.
  public var json: JSONValue {
    .object([
      "pick": pick.map { .string($0.name) } ?? .null,
      "rule": .object([
        "recall_margin": .number(rule.recallMargin),
        "lm_margin": rule.lmMargin.map { .number($0) } ?? .null,
        "context_length": .integer(rule.contextLength),
        "convention": .string(rule.convention.rawValue),
        "cache_budget_bytes": rule.cacheBudget.map { .number($0) } ?? .null,
        "families": .array(rule.families.map { .string($0) }),
        "reading": .string(rule.reading.rawValue),
      ]),
      "baseline": .object([
        "recall": .number(candidates.baseline.value),
        "source": .string(candidates.baseline.provenance),
      ]),
      "draws": .integer(draws), "none": .number(none), "noise": .number(deviation),
      "candidates": .array(candidates.all.indices.map(entry)),
      "limits": .array(Self.limits.map { .string($0) }),
    ])
  }

  private func entry(_ place: Int) -> JSONValue {
    let one = candidates.all[place]
    return .object([
      "family": .string(one.family.key), "ratio": .string(one.ratio),
      "recall": .number(one.recall.value), "recall_used": .number(recall[place]),
      "recall_source": .string(one.recall.provenance),
      "lm": .number(one.lm.value), "lm_source": .string(one.lm.provenance),
      "attention_layers": .number(one.attentionLayers), "cache_bytes": .number(one.cacheBytes),
      "saving": .number(one.saving), "flops_per_token": .number(one.flopsPerToken),
      "share": .number(shares[place].share),
      "rejected": .array(choice.rejections[place].map { .string($0.words) }),
    ])
  }
}
