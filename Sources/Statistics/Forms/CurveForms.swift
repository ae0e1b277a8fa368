import Core

/// The forms that published curves are compared with, from the plainest to the richest.
extension CurveForm {
  /// No effect of the attention fraction: y = a.
  public static let constant = CurveForm(
    name: "constant", title: "constant", formula: "y = a", hasAmplitude: false
  ) { _, _ in 0 }

  /// A straight line in the attention fraction; `b` is the gain from pure to full attention.
  public static let linear = CurveForm(
    name: "linear", title: "straight line", formula: "y = a + b·x"
  ) { x, _ in x }

  /// A straight line in log₂(1 + x/x₁) with x₁ = 1/24, one attention layer of 24; `b` is the gain
  /// from the first attention layer, and about the gain from each doubling after it.
  ///
  /// x₁ is a constant of the form, not fitted: it makes pure an ordinary point (log₂ 1 = 0) and
  /// spaces the published ratios almost evenly.
  public static let logarithmic = CurveForm(
    name: "logarithmic", title: "logarithm", formula: "y = a + b·log₂(1 + x/x₁), x₁ = 1/24"
  ) { x, _ in DeterministicMath.log2(1 + x * 24) }

  /// A power law; pure is at the level. Exponents below 1 rise steeply at first.
  public static let power = CurveForm(
    name: "power", title: "power law", formula: "y = a + b·xᶜ",
    shapeParameters: [
      ShapeParameter(
        "c", .logarithmic,
        atLowEnd: "a step from pure to any attention at all",
        atHighEnd: "flat but for the largest attention fraction"
      ) { _ in 0.02...8 }
    ]
  ) { x, theta in x > 0 ? DeterministicMath.pow(x, theta[0]) : 0 }

  /// An exponential approach to a plateau at a + b; `c` is the attention fraction at which 63 % of
  /// the rise is done.
  public static let saturatingExponential = CurveForm(
    name: "saturating-exponential", title: "saturating exponential",
    formula: "y = a + b·(1 − exp(−x/c))",
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

  /// A straight rise up to the knee and a plateau from there on.
  ///
  /// A knee can only be told from a step when two distinct fractions lie at or before it, and from
  /// a straight line when it lies before the last; hence the plausible range. The sum of squares
  /// has kinks at the data's fractions and may have a minimum in each gap, so fits start at both.
  public static let brokenStick = CurveForm(
    name: "broken-stick", title: "rise to a plateau", formula: "y = a + b·min(x, knee)",
    shapeParameters: [
      ShapeParameter(
        "knee", .linear,
        atLowEnd: "a step before the second attention fraction",
        atHighEnd: "a straight line, without a plateau in sight",
        range: { distinct in
          guard distinct.count > 2 else { return 0...1 }
          return distinct[1]...distinct[distinct.count - 1]
        },
        starts: { distinct in
          guard distinct.count > 2 else { return [0.5] }
          let gaps = zip(distinct.dropFirst(), distinct.dropFirst(2)).map { ($0 + $1) / 2 }
          return (gaps + distinct.dropFirst(2).dropLast()).sorted()
        })
    ]
  ) { x, theta in min(x, theta[0]) }

  /// An S-shaped rise by `b` in log₂ x, half done at log₂ x = m, with steepness `k` for each
  /// doubling of the attention fraction. Pure (log₂ x = −∞) is at the level, the form's limit.
  public static let logistic = CurveForm(
    name: "logistic", title: "logistic in the log ratio",
    formula: "y = a + b/(1 + exp(−k·(log₂ x − m)))",
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
