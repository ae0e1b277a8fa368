import Core

extension CurveForm {
  /// An S-shaped rise by `b` in log₂ x, half done at log₂ x = m, with steepness `k` for each
  /// doubling of the attention fraction. Pure (log₂ x = −∞) is at the level, the form's limit.
  public static let logistic = CurveForm(
    name: "logistic", title: "logistic in the log ratio",
    formula: "y = a + b/(1 + exp(−k·(log₂ x − m)))", axis: .log2Ratio,
    shapeParameters: [
      ShapeParameter(
        "k", .logarithmic, startCount: 5,
        atLowEnd: "almost straight in the log ratio",
        atHighEnd: "a step between two neighbouring ratios"
      ) { _ in 0.1...16 },
      ShapeParameter(
        "m", .linear, startCount: 5,
        atLowEnd: "a step from pure to any attention at all",
        atHighEnd: "still in the foot of the S at the largest attention fraction",
        range: { distinct in
          let largest = distinct.last ?? 1
          let smallest = distinct.first { $0 > 0 && $0 < largest } ?? largest / 2
          return DeterministicMath.log2(smallest) - 1...DeterministicMath.log2(largest) + 1
        }),
    ]
  ) { x, theta in
    guard x > 0 else { return 0 }
    return 1 / (1 + DeterministicMath.exp(-theta[0] * (DeterministicMath.log2(x) - theta[1])))
  }
}
