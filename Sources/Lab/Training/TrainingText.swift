import Core

/// A run's course in words, for a terminal or a log.
public enum TrainingText {
  /// `gla 1a2b...: 123456 parameters in 8 layers, attention in layers 3 7; steps 0 to 1000`.
  public static func start(_ start: TrainingEvent.Start) -> String {
    let model = start.config.model
    let layers = (model.attention?.layers ?? []).map(String.init).joined(separator: " ")
    let attention = layers.isEmpty ? "" : ", attention in layers \(layers)"
    return "\(model.modelType) \(start.identity): \(start.parameters) parameters in "
      + "\(model.layerCount) layers\(attention); "
      + "steps \(start.resumedAtStep) to \(start.config.training.steps)"
  }

  /// `step 100 of 1000: training loss 2.3041, mqar loss 1.2034 recall 0.412, ...`.
  public static func evaluation(_ evaluation: Evaluation, steps: Int) -> String {
    let training = evaluation.trainingLoss.map { "training loss \(NumberText.fixed($0, 4))" }
    let scores = evaluation.scores.map { score in
      let floor = score.floor.map { " (floor \(NumberText.fixed($0, 4)))" } ?? ""
      return "\(score.task) loss \(NumberText.fixed(score.loss, 4))\(floor)"
        + " recall \(NumberText.fixed(score.accuracy, 4))"
    }
    return "step \(evaluation.step) of \(steps): "
      + ([training].compactMap(\.self) + scores).joined(separator: ", ")
  }

  /// `finished after 1000 steps in 2 min 5 s`.
  public static func end(_ record: RunRecord) -> String {
    let time = duration(record.seconds)
    guard let reason = record.reason else {
      return "\(record.outcome.rawValue) after \(record.config.training.steps) steps in \(time)"
    }
    return "\(record.outcome.rawValue) after \(time): \(reason)"
  }

  /// One line: step, loss, the last recall of each task, speed and time left.
  public static func progress(_ progress: TrainingProgress) -> String {
    let recall = (progress.lastEvaluation?.scores ?? []).map {
      "\($0.task) \(NumberText.fixed($0.accuracy, 3))"
    }
    let parts =
      [
        "step \(progress.step)/\(progress.steps)", "loss \(NumberText.fixed(progress.loss, 3))",
        recall.isEmpty ? nil : "recall " + recall.joined(separator: " "),
        "\(NumberText.fixed(progress.tokensPerSecond, 0)) tokens/s",
        "\(duration(progress.secondsLeft)) left",
      ] as [String?]
    return parts.compactMap(\.self).joined(separator: "  ")
  }

  /// `12 s`, `2 min 5 s`, `3 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(clamping: min(max(seconds, 0), 1e9).rounded()) : 0
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
