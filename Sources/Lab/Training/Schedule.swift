import Core

/// The learning rate at each step: linear warm-up from zero, then half a cosine down to a share of
/// the peak, as in the paper's training.
public struct Schedule: Sendable, Equatable {
  private let peak: Double
  private let final: Double
  private let warmup: Int
  private let steps: Int

  public init(_ config: TrainingConfig) {
    peak = config.learningRate
    final = config.learningRate * config.finalLearningRateFraction
    warmup = config.warmupSteps
    steps = config.steps
  }

  /// The rate of an optimiser step.
  ///
  /// With w warm-up steps, step 1 has peak/w, step w the peak, and the last step
  /// `finalLearningRateFraction` · peak. Without warm-up the first step is just below the peak.
  /// - Parameter step: from 1; 0, before any step, has rate 0.
  public func rate(at step: Int) -> Double {
    guard step > 0 else { return 0 }
    guard step > warmup else { return peak * Double(step) / Double(warmup) }
    let progress = Double(min(step, steps) - warmup) / Double(max(steps - warmup, 1))
    return final + (peak - final) * 0.5 * (1 + DeterministicMath.cos(.pi * progress))
  }
}
