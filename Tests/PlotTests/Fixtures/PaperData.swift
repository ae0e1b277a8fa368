import Core
import Plot

/// Tables 6 and 7 of arXiv:2507.06457: accuracy by ratio, one training run for each number.
enum PaperData {
  static let fractions = [1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3, 0]

  static let languageModelling: [(family: String, values: [Double])] = [
    ("HGRN", [0.488, 0.482, 0.486, 0.483, 0.459]),
    ("RetNet", [0.472, 0.472, 0.472, 0.468, 0.471]),
    ("GLA", [0.470, 0.474, 0.471, 0.478, 0.459]),
    ("HGRN2", [0.488, 0.488, 0.494, 0.489, 0.486]),
    ("DeltaNet", [0.472, 0.476, 0.478, 0.475, 0.472]),
    ("GatedDeltaNet", [0.468, 0.478, 0.481, 0.478, 0.487]),
  ]

  static let recall: [(family: String, values: [Double])] = [
    ("GLA", [0.293, 0.288, 0.330, 0.332, 0.144]),
    ("HGRN2", [0.303, 0.368, 0.434, 0.395, 0.203]),
    ("DeltaNet", [0.417, 0.352, 0.371, 0.426, 0.320]),
    ("GatedDeltaNet", [0.341, 0.352, 0.425, 0.436, 0.356]),
  ]

  static func frame(_ table: [(family: String, values: [Double])]) throws -> Frame {
    try Frame([
      "family": .text(table.flatMap { Array(repeating: $0.family, count: $0.values.count) }),
      "fraction": .numbers(table.flatMap { _ in fractions }),
      "accuracy": .numbers(table.flatMap(\.values)),
      "n": .numbers(table.flatMap { $0.values.map { _ in 1 } }),
    ])
  }

  /// A straight line in log2 of the fraction through the hybrids, with a band of `half` around it:
  /// a stand-in for a fit, which is made elsewhere. The pure stacks have their mean.
  static func fit(
    _ table: [(family: String, values: [Double])], half: Double, steps: Int = 24
  ) throws -> Frame {
    let points = table.flatMap { zip(fractions, $0.values).filter { $0.0 > 0 } }
    let xs = points.map { DeterministicMath.log2($0.0) }
    let (mx, my) = (mean(xs), mean(points.map(\.1)))
    let slope =
      zip(xs, points).reduce(0) { $0 + ($1.0 - mx) * ($1.1.1 - my) }
      / xs.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    let grid = (0...steps).map { DeterministicMath.log2(1.0 / 24) + 3 * Double($0) / Double(steps) }
    let line = grid.map { my + slope * ($0 - mx) }
    let pure = mean(table.map { $0.values[4] })
    let all = [pure] + line
    return try Frame([
      "fraction": .numbers([0] + grid.map { DeterministicMath.pow(2, $0) }),
      "accuracy": .numbers(all), "low": .numbers(all.map { $0 - half }),
      "high": .numbers(all.map { $0 + half }),
    ])
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
