import Core
import Lab

/// What makes two results the same: everything but the machine, the time and the profile.
enum RunContent {
  /// - Throws: `Fault` at `place` where a result is not the one that its hash was made of.
  static func check(_ run: StoredRun, _ evaluations: [Evaluation], at place: String) throws {
    try RunSense.check(run, evaluations, at: place)
    let hash = try hash(run, evaluations)
    guard hash != run.recordHash else { return }
    throw Fault(
      "the run is not the one that its hash was made of: a value in it was changed",
      at: "\(place): record_hash", expected: run.recordHash ?? "a hash", found: hash,
      hint: "train it again in another file of runs, or take a copy that was not changed")
  }

  static func hash(_ run: StoredRun, _ evaluations: [Evaluation]) throws -> String {
    let json: JSONValue = [
      "identity": .string(run.identity), "config": .string(run.description.config),
      "engine": .string(run.description.engine), "outcome": .string(run.outcome.rawValue),
      "reason": run.reason.map { .string($0) } ?? .null,
      "parameters": .integer(run.parameters ?? 0), "evaluations": .array(evaluations.map(json)),
    ]
    return Digest.sha256(try json.data())
  }

  private static func json(_ evaluation: Evaluation) -> JSONValue {
    [
      "step": .integer(evaluation.step), "tokens": .integer(evaluation.tokens),
      "trainingLoss": number(evaluation.trainingLoss),
      "gradientNorm": number(evaluation.gradientNorm),
      "learningRate": .number(evaluation.learningRate),
      "scores": .array(evaluation.scores.map(json)),
    ]
  }

  private static func json(_ score: TaskScore) -> JSONValue {
    [
      "task": .string(score.task), "loss": .number(score.loss), "accuracy": .number(score.accuracy),
      "predictions": .integer(score.predictions), "sequences": .integer(score.sequences),
      "floor": number(score.floor),
    ]
  }

  private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}

/// What no training run can have come to, whatever its hash says: a file may be from anywhere.
enum RunSense {
  /// - Throws: `Fault` at `place`, naming the field.
  static func check(_ run: StoredRun, _ curve: [Evaluation], at place: String) throws {
    let about = run.description
    try require(about.layers > 0, "layers", "\(about.layers)", place)
    try require(
      (0...about.layers).contains(about.attentionLayers), "attention_layers",
      "\(about.attentionLayers)", place)
    try require(about.width > 0, "d_model", "\(about.width)", place)
    let parameters = run.parameters ?? 1
    try require(
      parameters > 0 && NumberBounds.counts.contains(parameters), "parameters", "\(parameters)",
      place)
    try require(isPossible(run.seconds ?? 0), "seconds", "\(run.seconds ?? 0)", place)
    try require(!curve.isEmpty, "curve", "no evaluation", place)
    for (point, next) in zip(curve, curve.dropFirst()) {
      try require(point.step < next.step, "curve", "step \(next.step) after \(point.step)", place)
    }
    for point in curve { try check(point, at: "\(place): step \(point.step)") }
  }

  private static func check(_ point: Evaluation, at place: String) throws {
    try require(
      (0...NumberBounds.steps.upperBound).contains(point.step), "step", "\(point.step)", place)
    try require(
      (0...NumberBounds.steps.upperBound).contains(point.tokens), "tokens", "\(point.tokens)", place
    )
    for score in point.scores {
      try require(isPossible(score.loss), "loss", "\(score.loss)", place)
      try require((0...1).contains(score.accuracy), "accuracy", "\(score.accuracy)", place)
      let counts = [score.predictions, score.sequences]
      try require(
        counts.allSatisfy(NumberBounds.counts.contains), "predictions", "\(counts)", place)
    }
  }

  /// A loss or a time: not below zero, and no more than numbers from outside may be.
  private static func isPossible(_ value: Double) -> Bool {
    (0...NumberBounds.magnitude).contains(value)
  }

  private static func require(
    _ holds: Bool, _ field: String, _ found: String, _ place: String
  ) throws {
    guard !holds else { return }
    throw Fault("a value of the run cannot be", at: "\(place): \(field)", found: found)
  }
}
