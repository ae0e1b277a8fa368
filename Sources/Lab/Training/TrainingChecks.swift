import Core

extension TrainingConfig {
  /// - Throws: `Fault` at `place` naming the first field that no run can have.
  public func check(at place: String) throws {
    try Self.check(
      "batchSize", batchSize, (1...Bounds.batch).contains(batchSize), "1 to \(Bounds.batch)", place)
    try Self.check(
      "steps", steps, (0...Bounds.steps).contains(steps), "0 to \(Bounds.steps)", place)
    try Self.check(
      "learningRate", learningRate, learningRate > 0 && learningRate.isFinite, "above 0", place)
    try Self.check(
      "warmupSteps", warmupSteps, (0...steps).contains(warmupSteps), "0 to steps (\(steps))", place)
    try Self.check(
      "finalLearningRateFraction", finalLearningRateFraction,
      (0...1).contains(finalLearningRateFraction), "0 to 1", place)
    try Self.check("beta1", beta1, (0..<1).contains(beta1), "0 to below 1", place)
    try Self.check("beta2", beta2, (0..<1).contains(beta2), "0 to below 1", place)
    try Self.check("epsilon", epsilon, epsilon > 0 && epsilon.isFinite, "above 0", place)
    try Self.check(
      "weightDecay", weightDecay, weightDecay >= 0 && weightDecay.isFinite, "0 or more", place)
    try Self.check(
      "gradientClip", gradientClip, gradientClip >= 0 && gradientClip.isFinite,
      "a norm, or 0 for no clipping", place)
    try Self.check(
      "evaluateEvery", evaluateEvery, (1...Bounds.steps).contains(evaluateEvery),
      "1 to \(Bounds.steps)", place)
    try Self.check(
      "evaluationSequences", evaluationSequences,
      (1...Bounds.evaluationSequences).contains(evaluationSequences),
      "1 to \(Bounds.evaluationSequences)", place)
    try Self.check(
      "checkpointEvery", checkpointEvery, (0...Bounds.steps).contains(checkpointEvery),
      "0 to \(Bounds.steps)", place)
  }

  private static func check<Value>(
    _ name: String, _ value: Value, _ holds: Bool, _ expected: String, _ place: String
  ) throws {
    guard !holds else { return }
    throw Fault("\(name) is out of range", at: place, expected: expected, found: "\(value)")
  }
}
