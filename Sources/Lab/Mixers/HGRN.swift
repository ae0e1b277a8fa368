import CKernels
import Core

/// HGRN, a gated vector recurrence (Qin et al. 2023, arXiv:2311.04823; FLA's `HGRNAttention`).
///
///     f = σ(f_proj x), raised above the layer's lower bound;  u = silu(i_proj x) (1 - f)
///     h_t = f_t h_{t-1} + u_t
///     y = o_proj( rms(h; g_norm, over all channels) silu(g_proj x) )
///
/// The state has d expand_ratio channels. With `use_short_conv`, i and f pass through filters of width
/// 4 without activation. `LowerBound` describes the values of `interleave_lower_bound`.
final class HGRN: LinearMixer {
  static let facts = MixerFacts(
    name: "hgrn", modelType: "hgrn", title: "HGRN", color: "olive", marker: "circle")

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] { ["expand_ratio": 1] }

  let frame: LinearFrame
  private let channels: Int
  private let bound: LowerBound
  private let forget: Buffer
  private let carry: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    channels = try options.width("expand_ratio", of: make.width, times: 1, heads: 1)
    let project = Projection(
      [("i_proj", channels), ("f_proj", channels), ("g_proj", channels)], input: make.width, make)
    let filter = try ShortFilter(
      [("i_conv1d", channels), ("f_conv1d", channels)], silu: false, &options, make)
    bound = try LowerBound(width: channels, &options, make)
    let output = OutputStage(norm: "g_norm", heads: 1, width: channels, make)
    frame = LinearFrame(project, filter, output, gate: 2 * channels, make)
    forget = make.keep(perToken: channels)
    carry = make.arena.scratch(channels)
  }

  func mix(_ p: Rows, _ f: Rows, _ extent: Extent) {
    bound.prepare()
    for row in extent.starts {
      ck_hgrn(
        frame.output.mixed.rows.at(row).base, forget.base + row * channels, f.at(row).base,
        f.at(row, channels).base, f.stride, bound.bound.base, nil, extent.length, channels)
    }
  }

  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    bound.clearGradient()
    for row in extent.starts {
      ck_hgrn_backward(
        df.at(row).base, df.at(row, channels).base, df.stride, bound.gradient.base, carry.base,
        frame.output.mixed.gradientRows.at(row).base, frame.output.mixed.rows.at(row).base,
        forget.base + row * channels, f.at(row).base, f.at(row, channels).base, f.stride,
        bound.bound.base, extent.length, channels)
    }
    bound.backward()
  }

  var recurrentCount: Int { channels }

  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    // Parameters do not change while a sequence is read.
    if position == 0 { bound.prepare() }
    let h = frame.output.mixed.value.base
    ck_hgrn(
      h, forget.base, f.base, f.base + channels, f.stride, bound.bound.base, state, 1, channels)
    state.update(from: h, count: channels)
  }

  func mixFlops(length: Int) -> Double { 0 }
}
