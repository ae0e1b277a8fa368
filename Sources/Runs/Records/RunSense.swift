import Core

/// What no training run can have come to, whatever its hash says: a file may be from anywhere.
enum RunSense {
  /// - Throws: `Fault` at `place`, naming the field.
  static func check(_ run: StoredRun, _ curve: [RunEvaluation], at place: String) throws {
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

  private static func check(_ point: RunEvaluation, at place: String) throws {
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
