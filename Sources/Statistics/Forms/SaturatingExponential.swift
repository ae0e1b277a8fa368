import Core

extension CurveForm {
  /// An exponential approach to a plateau at a + b; `c` is the attention fraction at which 63 % of
  /// the rise is done.
  public static let saturatingExponential = CurveForm(
    name: "saturating-exponential", title: "saturating exponential",
    formula: "y = a + b·(1 − exp(−x/c))", axis: .fraction,
    shapeParameters: [
      ShapeParameter(
        "c", .logarithmic,
        atLowEnd: "a step from pure to any attention at all",
        atHighEnd: "a straight line, without a plateau in sight",
        range: { distinct in
          let largest = distinct.last ?? 1
          let smallest = distinct.first { $0 > 0 } ?? largest
          return smallest / 8...largest * 8
        })
    ]
  ) { x, theta in 1 - DeterministicMath.exp(-x / theta[0]) }
}
