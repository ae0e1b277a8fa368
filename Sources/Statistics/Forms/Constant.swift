extension CurveForm {
  /// No effect of the attention fraction: y = a.
  public static let constant = CurveForm(
    name: "constant", title: "constant", formula: "y = a", axis: .fraction, hasAmplitude: false
  ) { _, _ in 0 }
}
