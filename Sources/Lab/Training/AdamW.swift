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
    self.parameters = parameters
    self.config = config
    first = Array(repeating: 0, count: parameters.count)
    second = Array(repeating: 0, count: parameters.count)
    stretches = Self.stretches(of: parameters)
  }

  private static func stretches(of parameters: ParameterSet) -> [Stretch] {
    parameters.all.reduce(into: []) { result, parameter in
      if let last = result.last, last.decays == parameter.decays {
        result[result.count - 1].count += parameter.count
      } else {
        result.append(
          Stretch(start: parameter.offset, count: parameter.count, decays: parameter.decays))
      }
    }
  }

  /// The global norm of all gradients, before clipping.
  var gradientNorm: Double {
    OptimiserLoops.sumOfSquares(UnsafeBufferPointer(parameters.gradients)).squareRoot()
  }

  /// Makes step number `step`, counted from 1, with gradients scaled down to the norm `clip`, as
  /// `torch.nn.utils.clip_grad_norm_` does it.
  /// - Parameter norm: `gradientNorm` of the same gradients.
  func update(step: Int, rate: Double, norm: Double) {
    var numbers = OptimiserLoops.Step(
      rate: Float(rate), beta1: Float(config.beta1), beta2: Float(config.beta2),
      epsilon: Float(config.epsilon), decay: 0,
      bias1: Float(1 - DeterministicMath.pow(config.beta1, Double(step))),
      bias2: Float(1 - DeterministicMath.pow(config.beta2, Double(step))),
      gradientScale: Float(scale(norm)))
    guard let values = parameters.values.baseAddress,
      let gradients = parameters.gradients.baseAddress
    else { return }
    first.withUnsafeMutableBufferPointer { m in
      second.withUnsafeMutableBufferPointer { v in
        guard let m = m.baseAddress, let v = v.baseAddress else { return }
        for part in stretches {
          numbers.decay = part.decays ? Float(config.weightDecay) : 0
          OptimiserLoops.adamW(
            values + part.start, gradients + part.start, m + part.start, v + part.start,
            count: part.count, numbers)
        }
      }
    }
  }

  private func scale(_ norm: Double) -> Double {
    config.gradientClip > 0 ? min(1, config.gradientClip / (norm + 1e-6)) : 1
  }

  /// Puts back the moments of a checkpoint.
  func restore(first: [Float], second: [Float]) {
    precondition(first.count == self.first.count && second.count == self.second.count)
    self.first = first
    self.second = second
  }
}
