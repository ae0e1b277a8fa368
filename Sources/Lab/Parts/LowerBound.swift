import Core

/// The lower bounds of HGRN's and HGRN-2's forget gates.
///
/// One parameter `model.lower_bounds [L, F]` for the whole model; with p its softmax over the L rows,
/// per channel, `lb_i = p_1 + ... + p_i`, so that layer 0 has none and later ones more.
struct LowerBound {
  /// `lb_i [F]` of this layer, after `prepare`.
  let bound: Buffer
  /// Where the backward pass collects d loss / d lb_i `[F]`.
  let gradient: Buffer
  private let layer: Int
  private let layers: Int
  private let width: Int
  private let shares: Buffer
  private let parameter: Parameter?

  /// - Parameter enabled: FLA's `use_lower_bound`; without it every bound is 0.
  init(width: Int, enabled: Bool, _ make: LayerMaker) {
    layer = make.layer
    layers = make.config.layerCount
    self.width = width
    bound = make.arena.keep(width)
    gradient = make.arena.scratch(width)
    shares = make.arena.keep(enabled ? layers * width : 0)
    parameter =
      enabled
      ? make.shared("model.lower_bounds", [layers, width], .constant(0), decays: false) : nil
  }

  /// Computes the bound from the parameter; before each forward pass.
  func prepare() {
    guard let parameter, layer > 0 else { return }
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
        if i >= 1 && i <= layer { sum += shares.base[i * width + c] }
      }
      bound.base[c] = sum
    }
  }

  func clearGradient() { gradient.base.update(repeating: 0, count: width) }

  /// Carries the collected gradient through cumulative sum and softmax into the parameter.
  func backward() {
    guard let parameter, layer > 0 else { return }
    for c in 0..<width {
      let d = gradient.base[c]
      let mean = d * bound.base[c]
      for i in 0..<layers {
        let direct = i >= 1 && i <= layer ? d : 0
        parameter.gradient[i * width + c] += shares.base[i * width + c] * (direct - mean)
      }
    }
  }
}
