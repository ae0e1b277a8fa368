import Core
import Statistics

extension ToyRun {
  /// When the run first had a task right, in training tokens: the first evaluation at which its
  /// accuracy is at least `level`. A run that never had is censored at its last evaluation, a run that
  /// diverged where it did.
  /// - Returns: nil where the run has no evaluation after the start.
  public func solved(_ task: String, at level: Double) throws -> SurvivalTime? {
    let scores = evaluations.compactMap { evaluation in
      evaluation.scores.first { $0.task == task }.map { (evaluation.tokens, $0.accuracy) }
    }
    if let first = scores.first(where: { $0.1 >= level && $0.0 > 0 }) {
      return try SurvivalTime(Double(first.0), happened: true)
    }
    guard let last = scores.last, last.0 > 0 else { return nil }
    return try SurvivalTime(Double(last.0), happened: false)
  }
}

extension ToyGroup {
  /// How long the runs take to have a task right.
  /// - Throws: `Fault` where no run tells.
  public func times(_ task: String, at level: Double) throws -> [SurvivalTime] {
    try runs.compactMap { try $0.solved(task, at: level) }
  }

  /// The share of runs that have a task right at some time, with Wilson's interval over seeds.
  public func solvedShare(_ task: String, at level: Double, confidence: Double = 0.95) throws
    -> ProportionInterval?
  {
    let times = try times(task, at: level)
    guard !times.isEmpty else { return nil }
    return try ProportionInterval(
      successes: times.count(where: \.happened), trials: times.count, level: confidence)
  }
}

extension ToyStudy {
  /// Whether some stack has a task right, at its median, before others have it, or where others never do.
  public func timesDiffer(_ task: String, at level: Double) throws -> Bool {
    let medians = try groups.compactMap { group -> Double?? in
      let times = try group.times(task, at: level)
      return times.isEmpty ? nil : .some(try KaplanMeier(times).quantile())
    }
    return Set(medians).count > 1
  }
}
