/// The columns of a mixer's projection that its recurrence reads, through short convolutions where
/// the mixer has them, else as they are.
struct ShortFilter {
  private let convolution: ShortConvolution?
  private let columns: Int
  private let features: Buffer
  private let gradients: Buffer

  /// - Parameters:
  ///   - filters: name and channels of each; together they are the first columns of the projection.
  ///   - enabled: FLA's `use_short_conv`.
  init(
    _ filters: [(name: String, channels: Int)], enabled: Bool, width: Int, silu: Bool,
    _ make: LayerMaker
  ) {
    columns = filters.reduce(0) { $0 + $1.channels }
    convolution = enabled ? ShortConvolution(filters, width: width, silu: silu, make) : nil
    features = make.keep(perToken: enabled ? columns : 0)
    gradients = make.scratch(perToken: enabled ? columns : 0)
  }

  /// The filtered columns of `projected`.
  func forward(_ projected: Rows, _ extent: Extent) -> Rows {
    guard let convolution else { return projected }
    convolution.forward(projected, into: output(projected), extent)
    return output(projected)
  }

  /// What the last `forward` returned.
  func output(_ projected: Rows) -> Rows {
    convolution == nil ? projected : features.rows(columns)
  }

  /// Where the gradients of the filtered columns are to be written.
  func gradient(_ projectedGradient: Rows) -> Rows {
    convolution == nil ? projectedGradient : gradients.rows(columns)
  }

  /// Carries them to the projection's columns.
  func backward(into projectedGradient: Rows, projected: Rows, _ extent: Extent) {
    convolution?.backward(gradients.rows(columns), x: projected, into: projectedGradient, extent)
  }

  var stateCount: Int { convolution?.stateCount ?? 0 }

  /// One token; `state` is moved past this filter's part.
  func step(_ projected: Rows, state: inout UnsafeMutablePointer<Float>) -> Rows {
    guard let convolution else { return projected }
    convolution.step(projected.base, into: features.base, state: state)
    state += convolution.stateCount
    return output(projected)
  }
}
