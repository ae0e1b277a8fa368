import Core

/// The lower bounds of HGRN's and HGRN-2's forget gates.
///
/// One parameter `model.lower_bounds [L, F]` for the whole model; with p its softmax over the L rows,
/// per channel, by `interleave_lower_bound` (ours, not FLA's):
///
///     increasing:  lb_i = p_1 + ... + p_i, so that layer 0 has none and later ones more
///     constant:    lb = the mean of these over all L layers = Σ_j p_j (L - j) / L, in every layer
///     zero:        no bound and no parameter, as with FLA's use_lower_bound = false
struct LowerBound {
  enum Ladder: String, CaseIterable { case increasing, constant, zero }

  /// `lb_i [F]` of this layer, after `prepare`.
  let bound: Buffer
  /// Where the backward pass collects d loss / d lb_i `[F]`.
  let gradient: Buffer
  /// How much of each p_j, j from 0, is in the bound; nil where there is none.
  private let weights: [Float]?
  private let layers: Int
  private let width: Int
  private let shares: Buffer
  private let parameter: Parameter?

  /// - Throws: `Fault` where `use_lower_bound` and `interleave_lower_bound` contradict each other.
  init(width: Int, _ options: inout JSONFields, _ make: LayerMaker) throws {
    let ladder = try Self.ladder(&options)
    let enabled = ladder != .zero
    layers = make.config.layerCount
    weights = Self.weights(ladder, layer: make.layer, of: layers)
    self.width = width
    bound = make.arena.keep(width)
    gradient = make.arena.scratch(width)
    shares = make.arena.keep(enabled ? layers * width : 0)
    parameter =
      enabled
      ? make.shared("model.lower_bounds", [layers, width], .constant(0), decays: false) : nil
  }

  private static func ladder(_ options: inout JSONFields) throws -> Ladder {
    let enabled = try options.flag("use_lower_bound")
    let fallback = enabled == false ? Ladder.zero : .increasing
    let ladder = try options.word("interleave_lower_bound", default: fallback)
    try demand(
      enabled == nil || enabled == (ladder != .zero),
      "use_lower_bound and interleave_lower_bound contradict each other", at: options.place,
      expected: "use_lower_bound = \(ladder != .zero), or only one of the two",
      found: "\(enabled == true) and \"\(ladder.rawValue)\"")
    return ladder
  }

  private static func weights(_ ladder: Ladder, layer: Int, of layers: Int) -> [Float]? {
    switch ladder {
    case .zero: nil
    case .increasing: layer == 0 ? nil : (0..<layers).map { $0 >= 1 && $0 <= layer ? 1 : 0 }
    case .constant: (0..<layers).map { $0 >= 1 ? Float(layers - $0) / Float(layers) : 0 }
    }
  }

  /// Computes the bound from the parameter; before each forward pass.
  func prepare() {
    guard let parameter, let weights else { return }
    for c in 0..<width {
      var top = -Float.infinity
      for i in 0..<layers { top = max(top, parameter.value[i * width + c]) }
      var total: Float = 0
      for i in 0..<layers {
        let power = Float(DeterministicMath.exp(Double(parameter.value[i * width + c] - top)))
        shares.base[i * width + c] = power
        total += power
      }
      var sum: Float = 0
      for i in 0..<layers {
        shares.base[i * width + c] /= total
        sum += weights[i] * shares.base[i * width + c]
      }
      bound.base[c] = sum
    }
  }

  func clearGradient() { gradient.base.update(repeating: 0, count: width) }

  /// Carries the collected gradient through cumulative sum and softmax into the parameter.
  func backward() {
    guard let parameter, let weights else { return }
    for c in 0..<width {
      let d = gradient.base[c]
      let mean = d * bound.base[c]
      for i in 0..<layers {
        parameter.gradient[i * width + c] += shares.base[i * width + c] * (weights[i] * d - mean)
      }
    }
  }
}
