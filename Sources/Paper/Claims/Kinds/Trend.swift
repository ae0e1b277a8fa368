import Core
import Published
import Statistics

/// "It rises with full attention": a trend that families share, whatever its shape.
struct Trend {
  let name: String
  /// Each family's values, from the least to the most attention.
  let curves: [(family: Family, values: [Observation])]

  func judgement() throws -> Judgement {
    guard curves.count >= 2 else { throw Unprinted("fewer than two families are printed") }
    let main = try Self.test(curves)
    let gains = curves.map { ($0.values.last?.value ?? 0) - ($0.values.first?.value ?? 0) }
    let mean = try MeanInterval(gains, level: House.level)
    let without: [Sensitivity] =
      try curves.count > 2
      ? curves.indices.map { place in
        let rest = curves.enumerated().filter { $0.offset != place }.map(\.element)
        let other = try Self.test(rest)
        return Sensitivity(
          "without \(curves[place].family.display)", other.verdict, effect: other.correlation)
      } : []
    let hybrids = try Self.test(curves.map { ($0.family, Array($0.values.dropFirst())) })
    let interval = mean.low.flatMap { low in
      mean.high.map { ClaimInterval(low, $0, kind: "\(House.percent) t over families") }
    }
    return Judgement(
      main.verdict,
      "Page's test over \(curves.count) families and \(curves[0].values.count) ratios: "
        + "\(House.p(main.rising)) for a rise, mean rank correlation "
        + "\(House.text(main.correlation, 2)); the gain from first to last is "
        + "\(House.signed(mean.mean)).",
      effect: Effect(name, mean.mean, interval: interval), n: curves.count, unit: "families",
      sensitivity: [
        Sensitivity("hybrids only", hybrids.verdict, effect: hybrids.correlation)
      ] + without)
  }

  private struct Outcome {
    let rising: Double
    let falling: Double
    let correlation: Double

    var verdict: Verdict {
      rising < House.alpha ? .supported : falling < House.alpha ? .contradicted : .inconclusive
    }
  }

  private static func test(_ curves: [(family: Family, values: [Observation])]) throws -> Outcome {
    func points(_ sign: Double) -> [CurvePoint] {
      curves.flatMap { curve in
        curve.values.enumerated().map {
          CurvePoint(
            group: curve.family.key, x: $0.element.model.attentionFraction ?? Double($0.offset),
            y: sign * $0.element.value)
        }
      }
    }
    let up = try pageTrend(points(1))
    return Outcome(
      rising: up.pValue, falling: try pageTrend(points(-1)).pValue,
      correlation: up.meanCorrelation)
  }
}
