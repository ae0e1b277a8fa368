/// The unit of a measured value, with the range that a value in it can have.
///
/// A value outside of the range of its unit is refused on loading: that is how a percentage in a
/// column of fractions is found.
public enum MetricUnit: String, Sendable, Hashable, CaseIterable, Codable {
  /// A share from 0 to 1, such as an accuracy.
  case fraction
  /// A share from 0 to 100.
  case percent
  /// A perplexity: at least 1.
  case perplexity
  /// A loss in natural-log units: at least 0.
  case nats
  /// The logarithm of a probability: at most 0.
  case logProbability = "log-probability"
  /// A number on a scale of the task's own: any.
  case score
  /// A duration in milliseconds.
  case milliseconds = "ms"
  /// A duration in seconds.
  case seconds
  /// Memory in units of 10^6 bytes.
  case megabytes = "MB"
  /// Memory in units of 2^20 bytes.
  case mebibytes = "MiB"
  /// A speed in tokens per second.
  case tokensPerSecond = "tokens-per-second"
  /// A number of things.
  case count
}

extension MetricUnit {
  /// What a value in this unit has to be, in words.
  public var rule: String {
    switch self {
    case .fraction: "a fraction from 0 to 1"
    case .percent: "a percentage from 0 to 100"
    case .perplexity: "a perplexity of at least 1"
    case .nats: "a loss in nats of at least 0"
    case .logProbability: "a logarithm of a probability, at most 0"
    case .score: "a number"
    case .milliseconds, .seconds: "a duration above 0"
    case .megabytes, .mebibytes: "an amount of memory above 0"
    case .tokensPerSecond: "a speed above 0"
    case .count: "a whole number of at least 0"
    }
  }

  /// Whether `value` is possible in this unit.
  public func allows(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    return switch self {
    case .fraction: (0...1).contains(value)
    case .percent: (0...100).contains(value)
    case .perplexity: value >= 1
    case .nats: value >= 0
    case .logProbability: value <= 0
    case .score: true
    case .milliseconds, .seconds, .megabytes, .mebibytes, .tokensPerSecond: value > 0
    case .count: value >= 0 && value == value.rounded()
    }
  }

  /// The value that stands for "all of them" where the unit is a share; `nil` elsewhere.
  public var whole: Double? {
    switch self {
    case .fraction: 1
    case .percent: 100
    default: nil
    }
  }
}
