import CKernels
import COpenBLAS

/// One or more Linear layers that read the same input, multiplied as one matrix.
///
/// The weights `[out_i, in]` keep their own names; they lie one after the other, so together they are
/// `[sum of out_i, in]`, and the outputs are column ranges of one matrix.
struct Projection {
  let input: Int
  let output: Int
  private let weight: Parameter
  private let bias: Parameter?

  /// - Parameter outputs: name and width of each layer, in the order of the columns.
  init(_ outputs: [(name: String, width: Int)], input: Int, bias: Bool = false, _ make: LayerMaker)
  {
    self.input = input
    output = outputs.reduce(0) { $0 + $1.width }
    let weights = outputs.map { make.matrix("\($0.name).weight", [$0.width, input]) }
    let biases = bias ? outputs.map { make.bias("\($0.name).bias", [$0.width]) } : []
    weight = weights[0]
    self.bias = biases.first
    precondition(Self.areAdjacent(weights) && Self.areAdjacent(biases))
  }

  private static func areAdjacent(_ parts: [Parameter]) -> Bool {
    zip(parts, parts.dropFirst()).allSatisfy { $0.offset + $0.count == $1.offset }
  }

  private var matrix: Rows { Rows(weight.value, stride: input) }

  /// Floating-point operations for one token, forward.
  var flops: Double { 2 * Double(input) * Double(output) }

  /// y `[rows, output]` = x W' + b.
  func forward(_ x: Rows, into y: Rows, rows: Int) {
    BLAS.nt(rows, output, input, x, matrix, y)
    if let bias { ck_add_row(y.base, y.stride, bias.value, rows, output) }
  }

  /// dx `[rows, input]` = dy W; the weights' gradients grow by dy' x.
  func backward(_ dy: Rows, x: Rows, into dx: Rows, rows: Int) {
    BLAS.tn(output, input, rows, dy, x, Rows(weight.gradient, stride: input), beta: 1)
    if let bias { ck_sum_rows(bias.gradient, dy.base, dy.stride, rows, output) }
    BLAS.nn(rows, input, output, dy, matrix, dx)
  }
}

/// Products of row-major matrices, by OpenBLAS: `c = alpha op(a) op(b) + beta c`, c `[m, n]`.
enum BLAS {
  /// a `[m, k]`, b `[k, n]`.
  static func nn(
    _ m: Int, _ n: Int, _ k: Int, _ a: Rows, _ b: Rows, _ c: Rows, alpha: Float = 1,
    beta: Float = 0
  ) { product(CblasNoTrans, CblasNoTrans, m, n, k, a, b, c, alpha, beta) }

  /// a `[m, k]`, b `[n, k]`: a times b transposed.
  static func nt(
    _ m: Int, _ n: Int, _ k: Int, _ a: Rows, _ b: Rows, _ c: Rows, alpha: Float = 1,
    beta: Float = 0
  ) { product(CblasNoTrans, CblasTrans, m, n, k, a, b, c, alpha, beta) }

  /// a `[k, m]`, b `[k, n]`: a transposed times b.
  static func tn(
    _ m: Int, _ n: Int, _ k: Int, _ a: Rows, _ b: Rows, _ c: Rows, alpha: Float = 1,
    beta: Float = 0
  ) { product(CblasTrans, CblasNoTrans, m, n, k, a, b, c, alpha, beta) }

  private static func product(
    _ opA: CBLAS_TRANSPOSE, _ opB: CBLAS_TRANSPOSE, _ m: Int, _ n: Int, _ k: Int, _ a: Rows,
    _ b: Rows, _ c: Rows, _ alpha: Float, _ beta: Float
  ) {
    cblas_sgemm(
      CblasRowMajor, opA, opB, blasint(m), blasint(n), blasint(k), alpha, a.base,
      blasint(a.stride), b.base, blasint(b.stride), beta, c.base, blasint(c.stride))
  }
}
