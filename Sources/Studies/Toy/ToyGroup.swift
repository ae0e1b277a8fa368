import Core
import Lab
import Notebook
import Runs
import Statistics

/// Runs that differ in nothing but the seed.
public struct ToyGroup: Sendable, HasSources {
  public let runs: [ToyRun]

  /// The runs in groups, each where its first run is.
  public static func all(_ runs: [ToyRun]) -> [ToyGroup] {
    var order: [RunConfig] = []
    var groups: [RunConfig: [ToyRun]] = [:]
    for run in runs {
      var key = run.config
      key.seed = 0
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(run)
    }
    return order.compactMap { groups[$0].map(ToyGroup.init) }
  }

  private init(runs: [ToyRun]) { self.runs = runs }

  /// What the runs have in common.
  public var about: RunDescription { runs[0].stored.description }

  public var provenance: [String] { runs.map(\.provenance) }
  public var sources: [String] { provenance }

  /// A number with its interval, where there is one.
  public struct Estimate: Sendable, Equatable {
    public var value: Double
    public var low: Double?
    public var high: Double?
    /// What the interval is over, with n: `Wilson, 64 sequences`.
    public var kind: String

    public var ends: Ends? { low.flatMap { low in high.map { Ends(low, $0) } } }
  }

  /// The accuracy on a task. One run has Wilson's interval over the sequences of its evaluation set:
  /// the answers within a sequence share what they are asked about, so that sequences are what is
  /// independent. Several have Student's t over seeds.
  /// - Returns: nil unless every run finished and has the task.
  public func accuracy(_ task: String, level: Double = 0.95) throws -> Estimate? {
    let scores = runs.compactMap { $0.score(task) }
    guard scores.count == runs.count else { return nil }
    guard scores.count == 1, scores[0].sequences > 0 else {
      return try Self.mean(scores.map(\.accuracy), level)
    }
    let trials = scores[0].sequences
    let interval = try ProportionInterval(
      proportion: scores[0].accuracy, trials: trials, level: level)
    return Estimate(
      value: interval.proportion, low: interval.low, high: interval.high,
      kind: "Wilson, \(trials) sequences")
  }

  /// The loss above the least possible one on a task, nats: the mean over seeds with Student's t; one
  /// run has no interval.
  /// - Returns: nil unless every run finished, has the task, and its least loss is known.
  public func excess(_ task: String, level: Double = 0.95) throws -> Estimate? {
    let values = runs.compactMap { $0.score(task)?.excess }
    guard values.count == runs.count else { return nil }
    return try Self.mean(values, level)
  }

  /// The mean over seeds, with Student's t where they differ.
  public static func mean(_ values: [Double], _ level: Double) throws -> Estimate {
    let mean = try MeanInterval(values, level: level)
    let kind =
      switch mean.kind {
      case .studentT: "Student's t, \(mean.n) seeds"
      case .singleValue: "none, 1 seed"
      case .noSpread: "none, \(mean.n) equal seeds"
      }
    return Estimate(value: mean.mean, low: mean.low, high: mean.high, kind: kind)
  }
}
