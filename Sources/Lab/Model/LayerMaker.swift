/// What a part of the model is built from: where its parameters and its memory come from, and its sizes.
struct LayerMaker {
  /// The model's configuration.
  let config: ModelConfig
  /// The layer's index, absolute and 0-based.
  let layer: Int
  /// The largest B and T of a pass.
  let capacity: Extent
  let parameters: ParameterSet
  let arena: Arena
  /// What the names of the part's parameters begin with.
  var prefix = ""

  /// d.
  var width: Int { config.hiddenSize }
  /// The largest B T.
  var tokens: Int { capacity.tokens }
  var epsilon: Float { Float(config.normEpsilon) }

  /// The same for a part whose parameters' names begin with `prefix` as well.
  func under(_ prefix: String) -> LayerMaker {
    var part = self
    part.prefix += prefix
    return part
  }

  /// A matrix or filter, N(0, initializer_range²), with weight decay.
  func matrix(_ name: String, _ shape: [Int]) -> Parameter {
    declare(name, shape, .normal(config.initializerRange), decays: true)
  }

  /// A norm's weight: ones, without decay.
  func norm(_ name: String, _ width: Int) -> Parameter {
    declare(name, [width], .constant(1), decays: false)
  }

  /// A bias: zeros, without decay.
  func bias(_ name: String, _ shape: [Int]) -> Parameter {
    declare(name, shape, .constant(0), decays: false)
  }

  func declare(_ name: String, _ shape: [Int], _ initial: Initial, decays: Bool) -> Parameter {
    parameters.declare(prefix + name, shape, initial, decays: decays)
  }

  /// A parameter of the whole model, shared by its layers; `name` is its whole name.
  func shared(_ name: String, _ shape: [Int], _ initial: Initial, decays: Bool) -> Parameter {
    parameters.declare(name, shape, initial, decays: decays)
  }

  /// Room that carries `width` numbers for each token from the forward to the backward pass.
  func keep(perToken width: Int) -> Buffer { arena.keep(tokens * width) }

  /// A matrix `[N, width]` with its gradient.
  func signal(_ width: Int) -> Signal {
    Signal(width: width, value: keep(perToken: width), gradient: scratch(perToken: width))
  }

  /// Room for `width` numbers for each token within one pass of one layer.
  func scratch(perToken width: Int) -> Buffer { arena.scratch(tokens * width) }
}
