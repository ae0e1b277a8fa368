import Core
import Published
import Statistics

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
      pairs, level: House.level, draws: House.draws, seed: House.seed, name: name
    ) { Self.ratio($0) }
    let own = pairs.map { $0.top.value / $0.bottom.value }
    let shares = [0.75, 0.85].map { share in
      Sensitivity(
        "nearly means \(House.text(share * factor, 2))", verdict(drawn.low, drawn.high, share))
    }
    let without = pairs.indices.map { place -> Sensitivity in
      let rest = pairs.enumerated().filter { $0.offset != place }.map(\.element)
      let value = Self.ratio(rest)
      return Sensitivity(
        "without \(pairs[place].family.display)",
        verdict(
          value - (drawn.estimate - drawn.low), value + (drawn.high - drawn.estimate), nearly),
        effect: value)
    }
    return Judgement(
      verdict(drawn.low, drawn.high, nearly),
      "The ratio of the means over \(pairs.count) families is \(House.text(drawn.estimate, 2)) "
        + "(\(House.interval(drawn.low, drawn.high, 2))), of single families at most "
        + "\(House.text(own.max() ?? .nan, 2)); nearly \(House.text(factor, 0)) is taken to mean "
        + "\(House.text(nearly * factor, 1)) or more.",
      effect: Effect(
        name, drawn.estimate, decimals: 2,
        interval: ClaimInterval(
          drawn.low, drawn.high, kind: "\(House.percent) bootstrap over families")),
      n: pairs.count, unit: "families", sensitivity: shares + without)
  }

  private func verdict(_ low: Double, _ high: Double, _ share: Double) -> Verdict {
    low >= share * factor ? .supported : high < share * factor ? .contradicted : .inconclusive
  }
}
