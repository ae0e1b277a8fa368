import Core
import Published

/// What import and export of the schema Every Eval Ever (evaleval/every_eval_ever) have in common.
///
/// The schema has no place for some things that a score depends on. They stand among the free details,
/// under names that begin with `interleave.`, so that an export that is imported again loses nothing.
enum EveryEvalEver {
  static let version = "0.3.0"

  enum Detail {
    static let model = "interleave.model"
    static let filter = "interleave.filter"
    static let taskVersion = "interleave.task_version"
    static let unit = "interleave.unit"
    static let direction = "interleave.direction"
    static let settings = "interleave.settings"
    static let seed = "interleave.seed"
    /// As lm-evaluation-harness and the schema's own converters call it.
    static let shots = "num_fewshot"
  }

  /// The value of `Detail.direction` where nobody said whether more is better; the schema wants an answer.
  static let unknownDirection = "not stated"

  /// What the schema's own converters call the library of lm-evaluation-harness.
  static let harness = "lm_eval"

  /// The generation arguments that are settings, with their kinds.
  static let arguments = ["temperature", "top_p", "top_k", "max_tokens"]

  /// The name of the setting that holds a generation argument.
  static func setting(_ argument: String) -> String { "gen_kwargs.\(argument)" }

  /// What the schema calls a unit; nil for numbers on a scale of their own.
  static func name(of unit: MetricUnit) -> String? {
    switch unit {
    case .fraction: "proportion"
    case .score: nil
    default: unit.rawValue
    }
  }

  static func unit(_ name: String) -> MetricUnit? {
    switch name.lowercased() {
    case "proportion", "fraction": .fraction
    case "percent", "percentage", "%": .percent
    default: MetricUnit(rawValue: name)
    }
  }

  /// The least and the greatest value in a unit; nil where there is no such value.
  static func bounds(of unit: MetricUnit) -> (low: Double?, high: Double?) {
    switch unit {
    case .fraction: (0, 1)
    case .percent: (0, 100)
    case .perplexity: (1, nil)
    case .logProbability: (nil, 0)
    case .score: (nil, nil)
    case .nats, .milliseconds, .seconds, .megabytes, .mebibytes, .tokensPerSecond, .count: (0, nil)
    }
  }
}
