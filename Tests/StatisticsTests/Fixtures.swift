import Core
import Testing

@testable import Statistics

/// The attention fractions of the released checkpoints: pure, 24:1, 12:1, 6:1, 3:1.
let publishedFractions = [0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3]

/// RULER averages at 1.3B: arXiv:2507.06457 v2, Table 7, in order of rising fraction.
let recall: [CurvePoint] = publishedPoints([
  ("DeltaNet", [0.320, 0.417, 0.352, 0.371, 0.426]),
  ("GatedDeltaNet", [0.356, 0.341, 0.352, 0.425, 0.436]),
  ("GLA", [0.144, 0.293, 0.288, 0.330, 0.332]),
  ("HGRN2", [0.203, 0.303, 0.368, 0.434, 0.395]),
])

/// Language-modelling averages by ratio: arXiv:2507.06457 v2, Table 6.
let languageModelling: [CurvePoint] = publishedPoints([
  ("DeltaNet", [0.472, 0.472, 0.476, 0.478, 0.475]),
  ("GatedDeltaNet", [0.487, 0.468, 0.478, 0.481, 0.478]),
  ("GLA", [0.459, 0.470, 0.474, 0.471, 0.478]),
  ("HGRN", [0.459, 0.488, 0.482, 0.486, 0.483]),
  ("HGRN2", [0.486, 0.488, 0.488, 0.494, 0.489]),
  ("RetNet", [0.471, 0.472, 0.472, 0.472, 0.468]),
])

private func publishedPoints(_ families: [(String, [Double])]) -> [CurvePoint] {
  families.flatMap { name, values in
    zip(publishedFractions, values).map { CurvePoint(group: name, x: $0, y: $1) }
  }
}

func family(_ name: String, of points: [CurvePoint]) -> [CurvePoint] {
  points.filter { $0.group == name }
}

/// A curve with typical numbers in it: levels about 0.3 and a rise of about 0.15.
func exampleCurve(_ form: CurveForm, groups: Int = 1) -> Curve {
  let shapes = [
    "constant": [], "linear": [0.4], "logarithmic": [0.05], "power": [0.3, 0.5],
    "saturating-exponential": [0.15, 0.08], "broken-stick": [1.2, 0.11],
    "logistic": [0.2, 2, -3.2],
  ]
  return Curve(
    form: form, groups: (0..<groups).map { "family \($0)" },
    levels: (0..<groups).map { 0.3 - 0.04 * Double($0) }, shape: shapes[form.name] ?? [])
}

/// Values of a curve at `xs` in each of its groups, with normal noise.
func synthetic(
  _ curve: Curve, at xs: [Double] = publishedFractions, noise: Double = 0, seed: UInt64 = 1,
  stream: UInt64 = 0
) -> [CurvePoint] {
  var random = RandomStream(seed: seed, stream: stream)
  return zip(curve.groups, curve.levels).flatMap { group, level in
    xs.map { x in
      let error = noise > 0 ? noise * random.normal() : 0
      return CurvePoint(group: group, x: x, y: level + curve.rise(at: x) + error)
    }
  }
}

/// Eight fractions, enough for every form on a single family.
let denseFractions = [0, 1.0 / 24, 1.0 / 16, 1.0 / 12, 1.0 / 8, 1.0 / 6, 1.0 / 4, 1.0 / 3]

extension CurveForm {
  static func named(_ name: String) throws -> CurveForm {
    try #require(all.first { $0.name == name })
  }
}
