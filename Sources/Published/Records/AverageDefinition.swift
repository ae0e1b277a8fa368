import Core

/// Which scores make an average that the paper prints, in the names that harnesses give them.
public struct AverageDefinition: Sendable, Hashable {
  /// One of the scores, all of which weigh the same.
  public struct Part: Sendable, Hashable {
    /// What it is called in reports.
    public let name: String
    /// Names of the task, the preferred first; a model's first one counts.
    public let tasks: [String]
    /// Names of the metric likewise; `{length}` stands for a number of tokens.
    public let metrics: [String]
    /// Where it was read that the score belongs there.
    public let source: String
  }

  /// The task that stands for the average: `lm_average`.
  public let key: String
  public let parts: [Part]

  /// Whether there is one average for each length of context.
  public var hasLengths: Bool {
    parts.contains { $0.metrics.contains { $0.contains(Self.length) } }
  }

  static let length = "{length}"
}

extension AverageDefinition.Part {
  /// The metric's names at a length; nil for a part that has none.
  package func metrics(at length: Int?) -> [String] {
    metrics.map { metric in
      length.map { metric.replacing(AverageDefinition.length, with: "\($0)") } ?? metric
    }
  }

  /// The length in a metric's name, where it fits one of this part's.
  package func length(in metric: String) -> Int? {
    for pattern in metrics {
      guard let place = pattern.firstRange(of: AverageDefinition.length) else { continue }
      let (before, after) = (pattern[..<place.lowerBound], pattern[place.upperBound...])
      guard metric.hasPrefix(before), metric.hasSuffix(after),
        metric.count > before.count + after.count,
        let length = StrictNumber.natural(
          String(metric.dropFirst(before.count).dropLast(after.count)))
      else { continue }
      return length
    }
    return nil
  }
}
