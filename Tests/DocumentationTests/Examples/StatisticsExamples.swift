import Statistics

/// What `docs/reference/statistics.md` shows.
enum StatisticsExamples {
  static let all = [
    Example("fit", fit), Example("compare", compare), Example("band", band),
    Example("trend", trend), Example("equivalence", equivalence), Example("pairs", pairs),
    Example("proportion", proportion), Example("survival", survival), Example("front", front),
    Example("holm", holm),
  ]

  static func fit() throws {
    // example: fit
    let fractions = [0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3]
    let points =
      zip(fractions, [0.20, 0.28, 0.31, 0.35, 0.40]).map { CurvePoint(group: "A", x: $0, y: $1) }
      + zip(fractions, [0.30, 0.37, 0.42, 0.44, 0.50]).map { CurvePoint(group: "B", x: $0, y: $1) }
    let outcome = try fitCurve(.logarithmic, to: points)
    if let fit = outcome.fit {
      print("rise to one third: \(fixed(fit.curve.gain(to: 1.0 / 3), 3))")
      print("A at one quarter:  \(fixed(try fit.predict(0.25, group: "A"), 3))")
    }
    // end
  }

  static func compare() throws {
    // example: compare
    let fractions = [0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3]
    let points =
      zip(fractions, [0.20, 0.28, 0.31, 0.35, 0.40]).map { CurvePoint(group: "A", x: $0, y: $1) }
      + zip(fractions, [0.30, 0.37, 0.42, 0.44, 0.50]).map { CurvePoint(group: "B", x: $0, y: $1) }
    let comparison = try compareForms(points)
    for row in comparison.rows {
      let delta = row.deltaAICc.map { fixed($0, 1) } ?? row.outcome.reason ?? ""
      print("\(row.form.title): \(delta)")
    }
    // end
  }

  static func band() throws {
    // example: band
    let points = zip([0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3], [0.20, 0.28, 0.31, 0.35, 0.40])
      .map { CurvePoint(group: "A", x: $0, y: $1) }
    if let fit = try fitCurve(.logarithmic, to: points).fit {
      let draws = try BootstrapDraws(
        fit, plan: BootstrapPlan(draws: 500, seed: 7, resolution: 0.01))
      let band = try draws.band(at: [0, 0.25], group: "A")
      for (x, (low, high)) in zip(band.xs, zip(band.low, band.high)) {
        print("at \(fixed(x, 2)): \(fixed(low, 3)) to \(fixed(high, 3))")
      }
    }
    // end
  }

  static func trend() throws {
    // example: trend
    let points = ["A", "B", "C"].flatMap { family in
      zip([0, 0.1, 0.3], [0.2, 0.3, 0.4]).map { CurvePoint(group: family, x: $0, y: $1) }
    }
    let test = try pageTrend(points)
    print("L = \(fixed(test.statistic, 0)), p = \(fixed(test.pValue, 4)), \(test.method)")
    // end
  }

  static func equivalence() throws {
    // example: equivalence
    let differences = [0.002, -0.003, 0.001, 0.004, -0.001]
    let test = try EquivalenceTest(differences: differences, margin: 0.01)
    print("\(test.outcome.rawValue), \(fixed(test.low, 4)) to \(fixed(test.high, 4))")
    // end
  }

  static func pairs() throws {
    // example: pairs
    let before = [0.41, 0.38, 0.44, 0.40, 0.39]
    let after = [0.46, 0.41, 0.47, 0.44, 0.45]
    let effect = try PairedDifference(before, after)
    print("mean \(fixed(effect.mean.mean, 3)), n = \(effect.n) pairs")
    print(
      "t test p = \(fixed(effect.pValue ?? 1, 4)), sign flips p = \(fixed(effect.signFlip ?? 1, 4))"
    )
    // end
  }

  static func proportion() throws {
    // example: proportion
    let none = try ProportionInterval(successes: 0, trials: 50)
    print("0 of 50: \(fixed(none.low, 3)) to \(fixed(none.high, 3))")
    // end
  }

  static func survival() throws {
    // example: survival
    let fast = try [100, 200, 300].map { try SurvivalTime($0, happened: true) }
    let slow = try [800, 1000, 1000].map { try SurvivalTime($0, happened: $0 < 1000) }
    let curve = try KaplanMeier(slow)
    let test = try LogRank([fast, slow])
    print("still unsolved at 900: \(fixed(curve.share(at: 900), 2))")
    print("log-rank p = \(fixed(test.pValue, 2)) (\(test.method))")
    // end
  }

  static func front() throws {
    // example: front
    let front = try ParetoFront([
      ParetoPoint(name: "pure", cost: 1, value: 0.31),
      ParetoPoint(name: "6:1", cost: 4, value: 0.41),
      ParetoPoint(name: "odd", cost: 5, value: 0.33),
      ParetoPoint(name: "3:1", cost: 8, value: 0.43),
    ])
    print(front.front.map(\.name).joined(separator: ", "))
    print(front.dominated.map { "\($0.point.name) by \($0.by)" }.joined(separator: ", "))
    // end
  }

  static func holm() throws {
    // example: holm
    let corrected = holmCorrected([0.01, 0.04, 0.03])
    print(corrected.map { fixed($0, 2) }.joined(separator: ", "))
    // end
  }
}
