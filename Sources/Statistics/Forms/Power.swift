import Core

extension CurveForm {
  /// A power law; pure is at the level. Exponents below 1 rise steeply at first.
  public static let power = CurveForm(
    name: "power", title: "power law", formula: "y = a + b·xᶜ", axis: .fraction,
    shapeParameters: [
      ShapeParameter(
        "c", .logarithmic,
        atLowEnd: "a step from pure to any attention at all",
        atHighEnd: "flat but for the largest attention fraction"
      ) { _ in 0.02...8 }
    ]
  ) { x, theta in x > 0 ? DeterministicMath.pow(x, theta[0]) : 0 }
}
