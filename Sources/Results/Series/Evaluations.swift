import Core

/// Evaluations of one model, each told by its results file and the files of its samples.
package enum Evaluations {
  /// The format of files whose scores are summed up from single items.
  package static let samplesFormat = "lm-eval-samples"

  private struct Measured: Hashable {
    let evaluation: String
    let task: String
    let metric: String
    let filter: String
  }

  private struct Task: Hashable {
    let evaluation: String
    let task: String
  }

  /// One score for each thing that an evaluation measured.
  ///
  /// A results file is what the tool itself says. Samples of the same time add the number of items and the
  /// standard error where it leaves them open; what it does not have at all they say themselves, with its
  /// shots, version and settings. Samples without a results file stand alone.
  static func merged(_ scores: [ResultScore]) -> [ResultScore] {
    let samples = scores.filter(\.isOfSamples)
    guard !samples.isEmpty else { return scores }
    let results = scores.filter { !$0.isOfSamples }
    let summed = Dictionary(
      samples.map { (place($0), $0) }, uniquingKeysWith: { first, _ in first })
    let told = Set(results.map(place))
    let protocols = Dictionary(
      results.map { (Task(evaluation: $0.evaluation, task: $0.score.task), $0.score) },
      uniquingKeysWith: { first, _ in first })
    return results.map { $0.completed(by: summed[place($0)]) }
      + samples.filter { $0.evaluation.isEmpty || !told.contains(place($0)) }.map {
        $0.measured(as: protocols[Task(evaluation: $0.evaluation, task: $0.score.task)])
      }
  }

  private static func place(_ stored: ResultScore) -> Measured {
    Measured(
      evaluation: stored.evaluation, task: stored.score.task, metric: stored.score.metric,
      filter: stored.score.filter)
  }
}

extension ResultScore {
  /// Whether the value was summed up from the items of an evaluation.
  fileprivate var isOfSamples: Bool { format == Evaluations.samplesFormat }

  /// With the number of items and the error that the samples of the same evaluation tell.
  fileprivate func completed(by samples: ResultScore?) -> ResultScore {
    guard let samples, !evaluation.isEmpty else { return self }
    var copy = self
    copy.score.n = score.n ?? samples.score.n
    copy.score.standardError = score.standardError ?? samples.score.standardError
    return copy
  }

  /// With the protocol that the results file of the same evaluation states for the task.
  fileprivate func measured(as told: ScoreRecord?) -> ResultScore {
    guard let told, !evaluation.isEmpty else { return self }
    var copy = self
    (copy.score.shots, copy.score.taskVersion) = (told.shots, told.taskVersion)
    (copy.score.settings, copy.score.seed) = (told.settings, told.seed)
    return copy
  }
}
