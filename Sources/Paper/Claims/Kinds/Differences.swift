import Core
import Published
import Statistics

/// A difference of two numbers, judged by what rounding leaves open; and, where both say their
/// standard errors, the number of items.
struct NumberDifference {
  let name: String
  let first: Observation
  let second: Observation

  init(_ name: String, _ first: Observation, less second: Observation) {
    (self.name, self.first, self.second) = (name, first, second)
  }

  var value: Double { first.value - second.value }
  var tolerance: Double { first.tolerance(to: second) }
  /// What the tolerance comes from.
  var kind: String { first.toleranceKind(to: second) }

  private var effect: Effect {
    Effect(
      name, value, interval: ClaimInterval(value, within: tolerance, kind: kind))
  }

  private var words: String {
    "\(first.valueText) less \(second.valueText) is \(Judging.signed(value))"
  }

  /// "By 1.2 points": the difference that a sentence quotes.
  func isQuoted(_ quote: Quote) -> Judgement {
    let range = quote.range
    let isWithin =
      value >= range.lowerBound - tolerance - 1e-9 && value <= range.upperBound + tolerance + 1e-9
    return Judgement(
      isWithin ? .supported : .contradicted,
      "\(words), where the paper says “\(quote.text)”.", effect: effect, n: 1,
      unit: "pair of models")
  }

  /// "They tie".
  func isZero() -> Judgement {
    Judgement(
      abs(value) <= tolerance + 1e-9 ? .supported : .contradicted,
      "\(words), with ±\(Judging.text(tolerance)) by \(kind).", effect: effect, n: 1,
      unit: "pair of models")
  }

  /// "It is better": beyond what other items of the same tasks would have given.
  /// - Parameter error: the standard error of the difference from the number of items
  func isPositive(error: Double, source: String) -> Judgement {
    let half = Judging.normal * error + first.halfStep + second.halfStep
    let verdict: Verdict =
      value - half > 0 ? .supported : value + half < 0 ? .contradicted : .inconclusive
    return Judgement(
      verdict,
      "\(words), ±\(Judging.text(half)) by the number of items (\(source)): "
        + (verdict == .inconclusive ? "other items could reverse it." : "beyond other items."),
      effect: Effect(
        name, value,
        interval: ClaimInterval(
          value, within: half, kind: "\(Judging.percent) normal over items, unpaired")),
      n: 1, unit: "pair of models")
  }
}

/// "It hardly changes": two one-sided tests against a margin that the paper states.
struct Equivalence {
  /// What changes: `change from 24:1 to 3:1`.
  let name: String
  let values: [FamilyValue]
  /// Half the width of what counts as no change.
  let margin: Double
  /// Where the margin comes from.
  let source: String
  /// The step to which the numbers were printed.
  let resolution: Double
  /// Other margins to show.
  var others = [0.5, 2.0]

  private func test(_ values: [FamilyValue], _ margin: Double) throws -> EquivalenceTest {
    try EquivalenceTest(
      differences: values.map(\.value), margin: margin, level: Judging.level, resolution: resolution
    )
  }

  static func verdict(_ test: EquivalenceTest) -> Verdict {
    switch test.outcome {
    case .equivalent: .supported
    case .different: .contradicted
    case .undecided: .inconclusive
    }
  }

  func judgement() throws -> Judgement {
    guard values.count >= 2 else {
      throw Unprinted("an interval needs two families, \(values.count) are printed")
    }
    let main = try test(values, margin)
    let margins = try others.map { factor in
      let other = try test(values, margin * factor)
      return Sensitivity(
        "margin \(Judging.text(margin * factor))", Self.verdict(other), effect: other.estimate)
    }
    let without: [Sensitivity] =
      try values.count > 2
      ? values.leavingOneOut.map { one, rest in
        let other = try test(rest, margin)
        return Sensitivity(
          "without \(one.family.display)", Self.verdict(other), effect: other.estimate)
      } : []
    let end = NumberText.percent(2 * Judging.level - 1, 0)
    return Judgement(
      Self.verdict(main),
      "The mean \(name) over \(values.count) families is \(Judging.signed(main.estimate)), its \(end) "
        + "interval \(Judging.interval(main.low, main.high)) \(words(main)) ±\(Judging.text(margin)) "
        + "(\(source)); it would hold from a margin of \(Judging.text(main.smallestMargin)).",
      effect: Effect(
        name, main.estimate,
        interval: ClaimInterval(main.low, main.high, kind: "\(end) t over families (TOST)")),
      n: values.count, unit: "families", sensitivity: margins + without)
  }

  private func words(_ test: EquivalenceTest) -> String {
    switch test.outcome {
    case .equivalent: "lies within"
    case .different: "lies outside of"
    case .undecided: "reaches beyond"
    }
  }
}

/// "Nearly doubles": a ratio of two means over families.
struct RatioOfNumbers {
  let name: String
  /// Each family's numerator and denominator.
  let pairs: [(family: Family, top: Observation, bottom: Observation)]
  /// What the paper says it is.
  let factor: Double
  /// What share of that factor still counts as nearly.
  let nearly = 0.9

  private typealias Pair = (family: Family, top: Observation, bottom: Observation)

  private static func ratio(_ pairs: [Pair]) -> Double {
    pairs.reduce(0) { $0 + $1.top.value } / pairs.reduce(0) { $0 + $1.bottom.value }
  }

  func judgement() throws -> Judgement {
    guard pairs.count >= 2 else { throw Unprinted("fewer than two families are printed") }
    let drawn = try GroupBootstrap.interval(
      pairs, level: Judging.level, draws: Judging.draws, seed: Judging.seed, name: name
    ) { Self.ratio($0) }
    let own = pairs.map { $0.top.value / $0.bottom.value }
    let shares = [0.75, 0.85].map { share in
      Sensitivity(
        "nearly means \(Judging.text(share * factor, 2))", verdict(drawn.low, drawn.high, share))
    }
    let without = pairs.leavingOneOut.map { pair, rest -> Sensitivity in
      let value = Self.ratio(rest)
      return Sensitivity(
        "without \(pair.family.display)",
        verdict(
          value - (drawn.estimate - drawn.low), value + (drawn.high - drawn.estimate), nearly),
        effect: value)
    }
    return Judgement(
      verdict(drawn.low, drawn.high, nearly),
      "The ratio of the means over \(pairs.count) families is \(Judging.text(drawn.estimate, 2)) "
        + "(\(Judging.interval(drawn.low, drawn.high, 2))), of single families at most "
        + "\(Judging.text(own.max() ?? .nan, 2)); nearly \(Judging.text(factor, 0)) is taken to mean "
        + "\(Judging.text(nearly * factor, 1)) or more.",
      effect: Effect(
        name, drawn.estimate, decimals: 2,
        interval: ClaimInterval(
          drawn.low, drawn.high, kind: "\(Judging.percent) bootstrap over families")),
      n: pairs.count, unit: "families", sensitivity: shares + without)
  }

  private func verdict(_ low: Double, _ high: Double, _ share: Double) -> Verdict {
    low >= share * factor ? .supported : high < share * factor ? .contradicted : .inconclusive
  }
}
