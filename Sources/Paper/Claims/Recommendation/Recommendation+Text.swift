import Core

extension Recommendation {
  /// What the numbers behind a recommendation do not cover.
  public static let limits = [
    "Each number is one training run of the paper, at 1.3B for recall; seeds are not printed.",
    "Recall is RULER at the context length that the paper evaluated, whatever length the cache is "
      + "computed for.",
    "Language modelling is Table 6, said to be the mean of both scales.",
    "HGRN and RetNet have no printed recall, so they are never picked.",
    "Heads of 256 are known for Gated DeltaNet and assumed for the other families.",
  ]

  /// The answer for a terminal: the pick, how sure it is, the evidence, and its limits.
  public var text: String {
    let head =
      pick.map { "Recommended: \($0.name)\n" } ?? "No stack satisfies these constraints.\n"
    return head + "\n" + basis + "\n" + evidence + "\nLimits:\n"
      + Self.limits.map { "  - \($0)\n" }.joined()
  }

  private var basis: String {
    let margin = NumberText.fixed(rule.recallMargin, 3)
    let picks = top(5).map { "\($0.candidate.name) \(NumberText.percent($0.share, 0))" }
    return """
      Rule: least cache of those whose recall is within \(margin) of the Transformer's \
      \(candidates.baseline.valueText) (\(candidates.baseline.provenance)).
      Were every model trained again: \(picks.joined(separator: ", "))\
      \(none > 0 ? ", none \(NumberText.percent(none, 0))" : "").
        (\(draws) draws; noise of ±\(NumberText.fixed(deviation, 3)) from the residuals of the \(form))

      """
  }

  private var evidence: String {
    let lines = candidates.all.indices.sorted { a, b in
      (candidates.all[a].attentionLayers, a) < (candidates.all[b].attentionLayers, b)
    }.map { place -> String in
      let one = candidates.all[place]
      let fields = [
        one.name.padded(to: 22), one.recall.valueText.padded(to: 8),
        NumberText.fixed(recall[place], 3).padded(to: 8), one.lm.valueText.padded(to: 8),
        NumberText.fixed(one.attentionLayers, 1).padded(to: 7),
        Self.mebibytes(one.cacheBytes).padded(to: 11),
        ("×" + NumberText.fixed(one.saving, 1)).padded(to: 7),
        NumberText.percent(shares[place].share, 0).padded(to: 7),
        choice.state(of: place),
      ]
      return fields.joined(separator: "  ")
    }
    let header = [
      "stack".padded(to: 22), "printed".padded(to: 8), "used".padded(to: 8), "lm".padded(to: 8),
      "layers".padded(to: 7), "cache".padded(to: 11), "saves".padded(to: 7),
      "picked".padded(to: 7), "why",
    ].joined(separator: "  ")
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private static func mebibytes(_ bytes: Double) -> String {
    NumberText.fixed(bytes / 1_048_576, 1) + " MiB"
  }
}

extension Choice {
  /// `picked`, `would do`, or every reason why a candidate is out.
  func state(of place: Int) -> String {
    guard rejections[place].isEmpty else {
      return rejections[place].map(\.words).joined(separator: ", ")
    }
    return pick == place ? "picked" : "would do"
  }
}

extension Choice.Rejection {
  /// `recall is 0.012 short`
  public var words: String {
    switch self {
    case .recall(let short): "recall is \(NumberText.fixed(short, 3)) short"
    case .languageModelling(let short): "language modelling is \(NumberText.fixed(short, 3)) short"
    case .cache(let over): "cache is \(NumberText.fixed(over / 1_048_576, 1)) MiB over"
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
