import Core
import Statistics

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
      differences: values.map(\.value), margin: margin, level: House.level, resolution: resolution)
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
        "margin \(House.text(margin * factor))", Self.verdict(other), effect: other.estimate)
    }
    let without: [Sensitivity] =
      try values.count > 2
      ? values.leavingOneOut.map { name, rest in
        let other = try test(rest, margin)
        return Sensitivity("without \(name)", Self.verdict(other), effect: other.estimate)
      } : []
    let end = NumberText.percent(2 * House.level - 1, 0)
    return Judgement(
      Self.verdict(main),
      "The mean \(name) over \(values.count) families is \(House.signed(main.estimate)), its \(end) "
        + "interval \(House.interval(main.low, main.high)) \(words(main)) ±\(House.text(margin)) "
        + "(\(source)); it would hold from a margin of \(House.text(main.smallestMargin)).",
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
