extension CurveForm {
  /// A straight line in the attention fraction; `b` is the gain from pure to full attention.
  public static let linear = CurveForm(
    name: "linear", title: "straight line", formula: "y = a + b·x", axis: .fraction
  ) { x, _ in x }
}
