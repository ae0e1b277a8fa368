extension CurveForm {
  /// A straight line in log₂(1 + x/x₁) with x₁ = 1/24, one attention layer of 24; `b` is the gain
  /// from the first attention layer, and about the gain from each doubling after it.
  ///
  /// x₁ is a constant of the form, not fitted: it makes pure an ordinary point (log₂ 1 = 0) and
  /// spaces the published ratios almost evenly.
  public static let logarithmic = CurveForm(
    name: "logarithmic", title: "logarithm", formula: "y = a + b·log₂(1 + x/x₁), x₁ = 1/24",
    axis: .log2Layers
  ) { x, _ in CurveAxis.log2Layers.position(of: x) }
}
