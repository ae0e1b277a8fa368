import CKernels
import Core

/// AdamW with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay
/// Regularization", ICLR 2019), in the order of `torch.optim.AdamW`:
///
///     p ← p (1 - lr·decay)
///     m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
///     p ← p - lr · (m / (1 - β₁ᵗ)) / (√(v / (1 - β₂ᵗ)) + ε)
///
/// The moments lie in flat arrays in the order of the parameters.
final class AdamW {
  private let parameters: ParameterSet
  private let config: TrainingConfig
  private let stretches: [Stretch]
  /// First moments, `exp_avg` in PyTorch.
  private(set) var first: [Float]
  /// Second moments, `exp_avg_sq` in PyTorch.
  private(set) var second: [Float]

  /// Neighbouring parameters of the same decay, updated by one call.
  private struct Stretch {
    var start: Int
    var count: Int
    var decays: Bool
  }

  init(_ parameters: ParameterSet, _ config: TrainingConfig) {
    (self.parameters, self.config) = (parameters, config)
    first = Array(repeating: 0, count: parameters.count)
    second = Array(repeating: 0, count: parameters.count)
    stretches = parameters.all.reduce(into: []) { result, parameter in
      if result.last?.decays == parameter.decays {
        result[result.count - 1].count += parameter.count
      } else {
        result.append(
          Stretch(start: parameter.offset, count: parameter.count, decays: parameter.decays))
      }
    }
  }

  /// The global norm of all gradients, before clipping; squares are added in Double, in sixteen lanes.
  var gradientNorm: Double {
    let gradients = parameters.gradients
    return gradients.baseAddress.map { ck_sum_squares($0, gradients.count).squareRoot() } ?? 0
  }

  /// Makes step number `step`, counted from 1, with gradients scaled down to the norm `clip`, as
  /// `torch.nn.utils.clip_grad_norm_` does it.
  /// - Parameter norm: `gradientNorm` of the same gradients.
  func update(step: Int, rate: Double, norm: Double) {
    let bias1 = Float(1 - DeterministicMath.pow(config.beta1, Double(step)))
    let bias2 = Float(1 - DeterministicMath.pow(config.beta2, Double(step)))
    let clip = config.gradientClip
    let scale = Float(clip > 0 ? min(1, clip / (norm + 1e-6)) : 1)
    guard let values = parameters.values.baseAddress,
      let gradients = parameters.gradients.baseAddress
    else { return }
    first.withUnsafeMutableBufferPointer { m in
      second.withUnsafeMutableBufferPointer { v in
        guard let m = m.baseAddress, let v = v.baseAddress else { return }
        for part in stretches {
          ck_adamw(
            values + part.start, gradients + part.start, m + part.start, v + part.start,
            part.count, Float(rate), Float(config.beta1), Float(config.beta2),
            Float(config.epsilon), part.decays ? Float(config.weightDecay) : 0, bias1, bias2,
            scale)
        }
      }
    }
  }

  /// Puts back the moments of a checkpoint.
  func restore(first: [Float], second: [Float]) {
    precondition(first.count == self.first.count && second.count == self.second.count)
    (self.first, self.second) = (first, second)
  }
}

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
    (warmup, steps) = (config.warmupSteps, config.steps)
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
