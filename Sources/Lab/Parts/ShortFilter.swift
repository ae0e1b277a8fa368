import CKernels
import Core

/// The columns of a mixer's projection that its recurrence reads, after depthwise causal filters over
/// time, without bias (FLA's `ShortConvolution`), where the mixer has them.
///
/// Each filter keeps its own weight `[C, 1, W]`, whose last tap is the current token; together they
/// are one over neighbouring columns. `y_t = sum_k w_k x_{t-W+1+k}`, zeros before the start, then silu
/// where `silu`.
struct ShortFilter {
  private enum Kind { case none, siluAlone, filters }

  private let kind: Kind
  private let columns: Int
  private let width: Int
  private let silu: Bool
  private let weight: Parameter?
  private let features: Signal
  /// The weight as `[W, C]`, and its gradient.
  private let taps: Buffer
  private let tapGradients: Buffer
  private let inner: Buffer

  /// Reads FLA's `use_short_conv` and `conv_size`.
  /// - Parameters:
  ///   - filters: name and channels of each; together they are the first columns of the projection.
  ///   - enabled: whether there are filters unless the options say.
  ///   - silu: whether silu follows the filters.
  ///   - always: whether silu is there without filters, too.
  init(
    _ filters: [(name: String, channels: Int)], enabled: Bool = false, silu: Bool,
    always: Bool = false, _ options: inout JSONFields, _ make: LayerMaker
  ) throws {
    let filtered = try options.flag("use_short_conv") ?? enabled
    let width = try options.positive("conv_size", default: 4)
    (kind, self.width, self.silu) = (filtered ? .filters : always ? .siluAlone : .none, width, silu)
    columns = filters.reduce(0) { $0 + $1.channels }
    weight =
      filtered
      ? filters.map { make.matrix("\($0.name).weight", [$0.channels, 1, width]) }[0] : nil
    features = make.signal(kind == .none ? 0 : columns)
    taps = make.arena.keep(filtered ? width * columns : 0)
    tapGradients = make.arena.scratch(filtered ? width * columns : 0)
    inner = make.arena.scratch(filtered ? make.capacity.length * columns : 0)
  }

  /// The filtered columns of `p` `[B, T, columns]`; each sequence starts from zeros.
  func forward(_ p: Rows, _ extent: Extent) -> Rows {
    let y = output(p)
    if let weight {
      ck_transpose(taps.base, weight.value, columns, width)
      for row in extent.starts {
        ck_conv(
          y.at(row).base, y.stride, p.at(row).base, p.stride, taps.base, extent.length, columns,
          width, silu ? 1 : 0)
      }
    } else if kind == .siluAlone {
      ck_silu(y.base, y.stride, p.base, p.stride, extent.tokens, columns)
    }
    return y
  }

  /// What the last `forward` returned.
  func output(_ p: Rows) -> Rows { kind == .none ? p : features.rows }

  /// Where the gradients of the filtered columns are to be written.
  func gradient(_ dp: Rows) -> Rows { kind == .none ? dp : features.gradientRows }

  /// Carries them to the projection's columns.
  func backward(into dp: Rows, projected p: Rows, _ extent: Extent) {
    let dy = gradient(dp)
    if let weight {
      tapGradients.base.update(repeating: 0, count: width * columns)
      for row in extent.starts {
        ck_conv_backward(
          dp.at(row).base, dp.stride, tapGradients.base, inner.base, dy.at(row).base, dy.stride,
          p.at(row).base, p.stride, taps.base, extent.length, columns, width, silu ? 1 : 0)
      }
      ck_transpose_add(weight.gradient, tapGradients.base, width, columns)
    } else if kind == .siluAlone {
      ck_silu_backward(
        dp.base, dp.stride, dy.base, dy.stride, p.base, p.stride, extent.tokens, columns)
    }
  }

  /// The inputs before the current one that a step needs.
  var stateCount: Int { kind == .filters ? (width - 1) * columns : 0 }

  /// One token `[columns]`; `state` holds the W - 1 inputs before, oldest first.
  func step(_ p: Rows, state: UnsafeMutablePointer<Float>) -> Rows {
    guard let weight else { return forward(p, Extent(sequences: 1, length: 1)) }
    let (x, y) = (p.base, features.value.base)
    for c in 0..<columns {
      var sum = weight.value[c * width + width - 1] * x[c]
      for k in 0..<(width - 1) { sum += weight.value[c * width + k] * state[k * columns + c] }
      y[c] = sum
    }
    if silu { ck_silu(inner.base, columns, y, columns, 1, columns) }
    if silu { y.update(from: inner.base, count: columns) }
    for k in 0..<max(width - 2, 0) {
      (state + k * columns).update(from: state + (k + 1) * columns, count: columns)
    }
    if width > 1 { (state + (width - 2) * columns).update(from: x, count: columns) }
    return output(p)
  }
}
