import CKernels
import Core

/// HGRN: a gated linear recurrence with a vector state (Qin et al. 2023, arXiv:2311.04823; FLA's
/// `HGRNAttention`).
///
///     f = σ(f_proj x), raised above the layer's lower bound;  u = silu(i_proj x) (1 - f)
///     h_t = f_t h_{t-1} + u_t
///     y = o_proj( rms(h; g_norm, over all channels) silu(g_proj x) )
///
/// The state has d expand_ratio channels. With `use_short_conv`, i and f pass through filters of width
/// 4 without activation. `interleave_lower_bound` is one of increasing, constant and zero: see
/// `LowerBound`.
final class HGRN: TokenMixer {
  static let name = "hgrn"
  static let modelType = "hgrn"
  static let title = "HGRN"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] { ["expand_ratio": 1] }

  private let channels: Int
  private let project: Projection
  private let filter: ShortFilter
  private let bound: LowerBound
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer
  private let forget: Buffer
  private let carry: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let ratio = try options.number("expand_ratio") ?? 1
    channels = try options.width("expand_ratio", make.width, times: ratio, heads: 1)
    let convolve = try options.flag("use_short_conv") ?? false
    let width = try options.positive("conv_size", default: 4)
    project = Projection(
      [("i_proj", channels), ("f_proj", channels), ("g_proj", channels)], input: make.width, make)
    filter = ShortFilter(
      [("i_conv1d", channels), ("f_conv1d", channels)], enabled: convolve, width: width,
      silu: false, make)
    bound = try LowerBound(width: channels, &options, make)
    output = OutputStage(norm: "g_norm", heads: 1, width: channels, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
    forget = make.keep(perToken: channels)
    carry = make.arena.scratch(channels)
  }

  private func gate(_ rows: Rows) -> Rows { rows.at(0, 2 * channels) }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    bound.prepare()
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let f = filter.forward(p, extent)
    for b in 0..<extent.sequences {
      let row = b * extent.length
      ck_hgrn(
        output.mixed.base + row * channels, forget.base + row * channels, f.at(row).base,
        f.at(row, channels).base, f.stride, bound.bound.base, nil, extent.length, channels)
    }
    output.forward(gate: gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    output.backward(dy, gate: gate(p), dgate: gate(dp), tokens: extent.tokens)
    let (f, df) = (filter.output(p), filter.gradient(dp))
    bound.clearGradient()
    for b in 0..<extent.sequences {
      let row = b * extent.length
      ck_hgrn_backward(
        df.at(row).base, df.at(row, channels).base, df.stride, bound.gradient.base, carry.base,
        output.mixedGradient.base + row * channels, output.mixed.base + row * channels,
        forget.base + row * channels, f.at(row).base, f.at(row, channels).base, f.stride,
        bound.bound.base, extent.length, channels)
    }
    bound.backward()
    filter.backward(into: dp, projected: p, extent)
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { filter.stateCount + channels }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    // Parameters do not change while a sequence is read.
    if position == 0 { bound.prepare() }
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    var state = state
    let f = filter.step(p, state: &state)
    ck_hgrn(
      output.mixed.base, forget.base, f.base, f.base + channels, f.stride, bound.bound.base, state,
      1, channels)
    state.update(from: output.mixed.base, count: channels)
    output.forward(gate: gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double { Double(length) * (project.flops + output.flops) }
}
