import CKernels

/// The loops of the optimiser over flat arrays.
enum OptimiserLoops {
  /// Σ x², in Double, in sixteen lanes that are added in order at the end.
  static func sumOfSquares(_ x: UnsafeBufferPointer<Float>) -> Double {
    x.baseAddress.map { ck_sum_squares($0, x.count) } ?? 0
  }

  /// The numbers of one step that all elements share.
  struct Step {
    var rate: Float
    var beta1: Float
    var beta2: Float
    var epsilon: Float
    /// 0 for parameters without weight decay.
    var decay: Float
    /// 1 - beta1ᵗ and 1 - beta2ᵗ.
    var bias1: Float
    var bias2: Float
    /// Multiplied to each gradient: the clip factor.
    var gradientScale: Float
  }

  /// One AdamW step over `count` numbers; p, m and v are replaced.
  static func adamW(
    _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, count: Int, _ step: Step
  ) {
    ck_adamw(
      p, g, m, v, count, step.rate, step.beta1, step.beta2, step.epsilon, step.decay, step.bias1,
      step.bias2, step.gradientScale)
  }
}
