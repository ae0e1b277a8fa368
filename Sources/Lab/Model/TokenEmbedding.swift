import CKernels

/// Rows of the embedding table, with our learned token shift where the model has it:
/// `x_t = e_t + s ⊙ e_{t-1}`, s `[d]`, in each sequence apart.
struct TokenEmbedding {
  let table: Parameter
  private let width: Int
  private let shift: Parameter?
  private let plain: Signal
  /// The stream that enters the first layer, `[N, d]`.
  let output: Buffer

  init(_ make: LayerMaker) {
    width = make.width
    table = make.matrix("embeddings.weight", [make.config.vocabSize, width])
    shift =
      make.config.tokenShift
      ? make.declare("token_shift.weight", [width], .constant(0.5), decays: false) : nil
    plain = make.signal(shift == nil ? 0 : width)
    output = make.keep(perToken: width)
  }

  func forward(_ ids: UnsafePointer<Int32>, _ extent: Extent) {
    let target = shift == nil ? output : plain.value
    ck_gather(target.base, table.value, ids, extent.tokens, width)
    guard let shift else { return }
    for row in extent.starts {
      let at = row * width
      ck_token_shift(output.base + at, plain.value.base + at, shift.value, extent.length, width)
    }
  }

  func backward(_ gradient: Buffer, _ ids: UnsafePointer<Int32>, _ extent: Extent) {
    guard let shift else {
      ck_scatter_add(table.gradient, gradient.base, ids, extent.tokens, width)
      return
    }
    for row in extent.starts {
      let at = row * width
      ck_token_shift_backward(
        plain.gradient.base + at, shift.gradient, gradient.base + at, plain.value.base + at,
        shift.value, extent.length, width)
    }
    ck_scatter_add(table.gradient, plain.gradient.base, ids, extent.tokens, width)
  }

  /// Numbers that decoding keeps: the embedding of the token before.
  var stateCount: Int { shift == nil ? 0 : width }

  func step(_ id: Int32, into x: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>) {
    let row = table.value + Int(id) * width
    x.update(from: row, count: width)
    guard let shift else { return }
    for c in 0..<width {
      x[c] += shift.value[c] * state[c]
      state[c] = row[c]
    }
  }
}
