import Core
import Lab
import Notebook
import Report
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

// How groups of runs look in tables. Every number has its runs as sources.

extension ToyGroup {
  /// `pure`, `full`, `one in 4`.
  public var layoutCell: Table.Cell {
    counted(about.layout, about.attentionFraction)
  }

  /// `pure`, `full`, `6:1`.
  public var ratioCell: Table.Cell { counted(about.ratioLabel, about.attentionFraction) }

  public var parametersCell: Table.Cell {
    guard let count = runs.lazy.compactMap(\.stored.parameters).first else {
      return .missing(reason: "never started")
    }
    return count.cell(.plain, provenance)
  }

  /// `finished`, or each outcome with its count: `1 finished, 2 diverged`.
  public var outcomeCell: Table.Cell {
    let all: [RunOutcome] = [.finished, .diverged, .crashed, .unfinished]
    let counts = all.map { outcome in (outcome, runs.count { $0.stored.outcome == outcome }) }
      .filter { $0.1 > 0 }
    guard counts.count > 1 else { return .text(counts.first?.0.rawValue ?? "") }
    let text = counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    return .number(text: text, value: Double(counts[0].1), sources: provenance)
  }

  /// Words with a count in them.
  private func counted(_ words: String, _ value: Double) -> Table.Cell {
    words.contains(where: \.isNumber)
      ? .number(text: words, value: value, sources: provenance) : .text(words)
  }
}
