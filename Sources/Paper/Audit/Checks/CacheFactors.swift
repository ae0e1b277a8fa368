import Core
import Published

extension AuditCheck {
  /// How many times less KV cache a hybrid keeps than a Transformer, under both readings of `r:1`,
  /// against the factors that the text quotes.
  public static let cacheFactors = AuditCheck(
    "cache-factor", title: "The KV cache shrinks by the quoted factors"
  ) { bench in
    let readings: [(RatioConvention, String)] = [
      (.linearToFull, "as the text reads"), (.oneInR, "as the checkpoints are built"),
    ]
    return try readings.flatMap { convention, words in
      try Statement.all.map { statement in
        try bench.finding(
          "\(statement.name)/\(convention.rawValue)", ["Section \(statement.section)"],
          at: "section \(statement.section), \(statement.name)",
          what: "layers over attention layers at \(statement.ratio), \(words)"
        ) { evidence in
          let quote = try evidence.quote(statement.quote)
          guard let printed = statement.end(quote), let label = RatioLabel(statement.ratio),
            let fraction = convention.attentionFraction(of: label)
          else { throw Unprinted("the quoted factor has no such end") }
          return .init(
            Comparison(
              printed: printed, recomputed: statement.isShare ? fraction : 1 / fraction,
              tolerance: quote.halfStep, decimals: statement.isShare ? 2 : 0),
            "“\(quote.text)”")
        }
      }
    }
  }
}

/// A quoted saving and the ratio that it is said of.
private struct Statement {
  let name: String
  let quote: String
  let section: String
  let ratio: String
  var isShare = false
  let end: @Sendable (Quote) -> Double?

  static let all = [
    Statement(name: "factor of the cache", quote: "kv-factor", section: "4.3", ratio: "3:1") {
      $0.low
    },
    Statement(
      name: "share of the layers", quote: "kv-share", section: "4.3", ratio: "3:1", isShare: true
    ) { $0.low },
    Statement(name: "least factor", quote: "kv-range", section: "4.4", ratio: "3:1") { $0.low },
    Statement(name: "largest factor", quote: "kv-range", section: "4.4", ratio: "6:1") { $0.high },
  ]
}
