extension CurveForm {
  /// A straight rise up to the knee and a plateau from there on.
  ///
  /// A knee can only be told from a step when two distinct fractions lie at or before it, and from
  /// a straight line when it lies before the last; hence the plausible range. The sum of squares
  /// has kinks at the data's fractions and may have a minimum in each gap, so fits start at both.
  public static let brokenStick = CurveForm(
    name: "broken-stick", title: "rise to a plateau", formula: "y = a + b·min(x, knee)",
    axis: .fraction,
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
}
