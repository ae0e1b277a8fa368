import CKernels

/// Depthwise causal filters over time, width 4 by default, without bias; FLA's `ShortConvolution`.
///
/// Several filters over neighbouring columns are one: each keeps its own weight `[C, 1, W]`, whose
/// last tap is the current token. `y_t = sum_k w_k x_{t-W+1+k}`, zeros before the start, then silu
/// where `silu`.
struct ShortConvolution {
  let channels: Int
  let width: Int
  private let silu: Bool
  private let weight: Parameter
  /// The weight as `[W, C]`, and its gradient.
  private let taps: Buffer
  private let tapGradients: Buffer
  private let inner: Buffer

  /// - Parameter filters: name and channels of each, in the order of the columns.
  init(
    _ filters: [(name: String, channels: Int)], width: Int, silu: Bool, _ make: LayerMaker
  ) {
    let weights = filters.map { make.matrix("\($0.name).weight", [$0.channels, 1, width]) }
    channels = filters.reduce(0) { $0 + $1.channels }
    self.width = width
    self.silu = silu
    weight = weights[0]
    taps = make.arena.keep(width * channels)
    tapGradients = make.arena.scratch(width * channels)
    inner = make.arena.scratch(make.capacity.length * channels)
  }

  /// y `[B, T, C]` from x `[B, T, C]`; each sequence starts from zeros.
  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    ck_transpose(taps.base, weight.value, channels, width)
    for b in 0..<extent.sequences {
      let row = b * extent.length
      ck_conv(
        y.at(row).base, y.stride, x.at(row).base, x.stride, taps.base, extent.length, channels,
        width, silu ? 1 : 0)
    }
  }

  /// dx from dy, for the x of the last `forward`.
  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    tapGradients.base.update(repeating: 0, count: width * channels)
    for b in 0..<extent.sequences {
      let row = b * extent.length
      ck_conv_backward(
        dx.at(row).base, dx.stride, tapGradients.base, inner.base, dy.at(row).base, dy.stride,
        x.at(row).base, x.stride, taps.base, extent.length, channels, width, silu ? 1 : 0)
    }
    ck_transpose_add(weight.gradient, tapGradients.base, width, channels)
  }

  /// The inputs before the current one that a step needs.
  var stateCount: Int { (width - 1) * channels }

  /// One token: y `[C]` from x `[C]`; `state` holds the W - 1 inputs before, oldest first.
  func step(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    state: UnsafeMutablePointer<Float>
  ) {
    for c in 0..<channels {
      var sum = weight.value[c * width + width - 1] * x[c]
      for k in 0..<(width - 1) { sum += weight.value[c * width + k] * state[k * channels + c] }
      y[c] = sum
    }
    if silu { ck_silu(inner.base, channels, y, channels, 1, channels) }
    if silu { y.update(from: inner.base, count: channels) }
    for k in 0..<max(width - 2, 0) {
      (state + k * channels).update(from: state + (k + 1) * channels, count: channels)
    }
    if width > 1 { (state + (width - 2) * channels).update(from: x, count: channels) }
  }
}
