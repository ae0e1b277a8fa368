/// How a linear mixer ends: a norm over each head, gated or not, and the output projection.
struct OutputStage {
  private let norm: HeadNorm
  private let project: Projection
  private let width: Int
  /// What the recurrence gave `[N, H V]`, and its gradient.
  let mixed: Buffer
  let mixedGradient: Buffer
  private let normed: Buffer
  private let normedGradient: Buffer

  /// - Parameters:
  ///   - norm: the norm's name, by FLA.
  ///   - heads: groups that are normed apart; 1 for all channels together.
  init(norm: String, heads: Int, width: Int, epsilon: Float? = nil, _ make: LayerMaker) {
    self.norm = HeadNorm(norm, heads: heads, width: width, epsilon: epsilon, make)
    self.width = heads * width
    project = Projection([("o_proj", make.width)], input: heads * width, make)
    mixed = make.keep(perToken: heads * width)
    normed = make.keep(perToken: heads * width)
    mixedGradient = make.scratch(perToken: heads * width)
    normedGradient = make.scratch(perToken: heads * width)
  }

  var flops: Double { project.flops }
  /// The recurrence's output as a matrix `[N, H V]`.
  var rows: Rows { mixed.rows(width) }
  var gradientRows: Rows { mixedGradient.rows(width) }

  func forward(gate: Rows?, into y: Rows, tokens: Int) {
    norm.forward(mixed, gate: gate, into: normed, tokens: tokens)
    project.forward(normed.rows(width), into: y, rows: tokens)
  }

  /// Leaves the gradient of the recurrence's output in `mixedGradient`, of the gate in `dgate`.
  func backward(_ dy: Rows, gate: Rows?, dgate: Rows?, tokens: Int) {
    project.backward(
      dy, x: normed.rows(width), into: normedGradient.rows(width), rows: tokens)
    norm.backward(
      normedGradient, x: mixed, gate: gate, into: mixedGradient, dgate: dgate, tokens: tokens)
  }
}
