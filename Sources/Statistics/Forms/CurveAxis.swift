import Core

/// The space in which a curve form is stated.
///
/// Data always come with x as attention fraction, and every form is a function of that fraction,
/// so that "pure" (fraction 0) has a value under each of them. The axis says in which transform of
/// x the form is a simple one, and so which chart shows it as such.
public enum CurveAxis: String, Sendable, CaseIterable {
  /// x itself, attention layers over all layers.
  case fraction
  /// log₂(1 + 24x): one more than the number of attention layers in a 24-layer stack, so pure
  /// is 0 and "24:1" (one layer of 24) is 1.
  case log2Layers
  /// log₂ x: halving the attention fraction is one step to the left, and pure is at −∞, where a
  /// form takes its limit.
  case log2Ratio

  /// Depth of the stack that `log2Layers` counts layers in: that of the models in
  /// arXiv:2507.06457, at both scales.
  public static let referenceLayers = 24.0

  /// Axis title, with unit.
  public var title: String {
    switch self {
    case .fraction: "attention fraction"
    case .log2Layers: "log₂(1 + attention layers of 24)"
    case .log2Ratio: "log₂ of the attention fraction"
    }
  }

  /// Where an attention fraction lies on this axis; −∞ for pure under `log2Ratio`.
  public func position(of fraction: Double) -> Double {
    switch self {
    case .fraction: fraction
    case .log2Layers: DeterministicMath.log2(1 + fraction * Self.referenceLayers)
    case .log2Ratio: fraction > 0 ? DeterministicMath.log2(fraction) : -.infinity
    }
  }
}
