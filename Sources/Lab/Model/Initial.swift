import Core

/// How a parameter starts; the kinds are those of FLA 0.3.0 and later.
public enum Initial: Sendable, Equatable {
  /// N(0, sd²).
  case normal(Double)
  case constant(Float)
  /// log of U(0, 16): GatedDeltaNet's `A_log`.
  case logUniform16
  /// softplus⁻¹ of exp(U(log 0.001, log 0.1)), at least 1e-4: GatedDeltaNet's `dt_bias`.
  case inverseSoftplusTimeStep

  /// The next number from the stream.
  func draw(_ stream: inout RandomStream) -> Float {
    switch self {
    case .normal(let deviation): return Float(stream.normal() * deviation)
    case .constant(let value): return value
    case .logUniform16:
      return Float(DeterministicMath.log(16 * max(stream.uniform(), 0x1p-53)))
    case .inverseSoftplusTimeStep:
      let low = DeterministicMath.log(0.001)
      let high = DeterministicMath.log(0.1)
      let step = max(DeterministicMath.exp(low + (high - low) * stream.uniform()), 1e-4)
      return Float(step + DeterministicMath.log(1 - DeterministicMath.exp(-step)))
    }
  }
}

extension ParameterSet {
  /// Fills every parameter from its own named stream, so that a parameter's start does not depend on
  /// which others there are.
  public func initialise(seed: UInt64) {
    for parameter in all {
      var stream = RandomStream(seed: seed, named: "parameter \(parameter.name)")
      for i in 0..<parameter.count { parameter.value[i] = parameter.initial.draw(&stream) }
    }
  }
}
