import Core

/// A mixer with a linear recurrence: one projection, short filters over its first columns, the
/// recurrence, and a gated norm with the output projection. Only the recurrence differs.
protocol LinearMixer: TokenMixer {
  var frame: LinearFrame { get }

  /// Runs the recurrence and writes `frame.output.mixed.rows`.
  /// - Parameters:
  ///   - p: the projection `[N, columns]`.
  ///   - f: its first columns after the filters.
  func mix(_ p: Rows, _ f: Rows, _ extent: Extent)

  /// Turns `frame.output.mixed.gradientRows` into the gradients of f in `df`, and of the columns of p that
  /// neither filter nor gate read in `dp`.
  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent)

  /// The recurrence over one token; writes `frame.output.mixed.rows`.
  /// - Parameter state: `recurrentCount` floats.
  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int)

  /// Floats of the recurrence's state.
  var recurrentCount: Int { get }

  /// Operations of the recurrence over one sequence.
  func mixFlops(length: Int) -> Double
}

/// What linear mixers have in common; see `LinearMixer`.
struct LinearFrame {
  let project: Projection
  let filter: ShortFilter
  let output: OutputStage
  /// The first column of the output gate in the projection; nil where there is none.
  let gate: Int?
  fileprivate let projected: Signal

  init(
    _ project: Projection, _ filter: ShortFilter, _ output: OutputStage, gate: Int?,
    _ make: LayerMaker
  ) {
    (self.project, self.filter, self.output, self.gate) = (project, filter, output, gate)
    projected = make.signal(project.output)
  }

  fileprivate func gate(_ p: Rows) -> Rows? { gate.map { p.at(0, $0) } }
}

extension LinearMixer {
  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = frame.projected.rows
    frame.project.forward(x, into: p, rows: extent.tokens)
    mix(p, frame.filter.forward(p, extent), extent)
    frame.output.forward(gate: frame.gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (frame.projected.rows, frame.projected.gradientRows)
    frame.output.backward(dy, gate: frame.gate(p), dgate: frame.gate(dp), tokens: extent.tokens)
    unmix(p, frame.filter.output(p), into: dp, frame.filter.gradient(dp), extent)
    frame.filter.backward(into: dp, projected: p, extent)
    frame.project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { frame.filter.stateCount + recurrentCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = frame.projected.rows
    frame.project.forward(x, into: p, rows: 1)
    let f = frame.filter.step(p, state: state)
    mixStep(p, f, state: state + frame.filter.stateCount, position: position)
    frame.output.forward(gate: frame.gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (frame.project.flops + frame.output.flops) + mixFlops(length: length)
  }
}

/// How GLA and RetNet begin and end: q, k, v and the output gate g from one projection, filters over
/// q, k and v where `use_short_conv` asks for them, and a norm per head.
struct HeadProjection {
  let shape: HeadShape
  private let project: Projection
  private let gated: Bool

  /// Reads `expand_k`, `expand_v` and `use_output_gate`.
  /// - Parameters:
  ///   - expandK: the default of H K over d; `expandV` is that of H V over d.
  ///   - more: further columns of the projection.
  init(
    heads: Int, expandK: Double, expandV: Double, more: [(name: String, width: Int)] = [],
    _ options: inout JSONFields, _ make: LayerMaker
  ) throws {
    let keys = try options.width("expand_k", of: make.width, times: expandK, heads: heads)
    let values = try options.width("expand_v", of: make.width, times: expandV, heads: heads)
    gated = try options.flag("use_output_gate") ?? true
    shape = HeadShape(heads: heads, key: keys / heads, value: values / heads)
    project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []) + more, input: make.width, make)
  }

  /// Declares the filters and the output.
  func frame(_ options: inout JSONFields, _ make: LayerMaker) throws -> LinearFrame {
    let (keys, values) = (shape.keys, shape.values)
    let filter = try ShortFilter(
      [("q_conv1d", keys), ("k_conv1d", keys), ("v_conv1d", values)], silu: true, &options, make)
    let output = OutputStage(
      norm: gated ? "g_norm_swish_gate" : "g_norm", heads: shape.heads, width: shape.value, make)
    return LinearFrame(project, filter, output, gate: gated ? 2 * keys + values : nil, make)
  }
}
