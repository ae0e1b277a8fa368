/// A family of curves y = level[group] + b·h(x; θ), with h(0; θ) = 0.
///
/// The level is the value at pure (no attention), one for each group. `b` scales the shape, and θ
/// are the parameters that the form is not linear in. Data come with x as attention fraction, so that
/// "pure" (0) has a value under each form. To add a form, write it in `CurveForms.swift` and list it
/// in `all`.
public struct CurveForm: Sendable {
  /// Identifier in data files and notebooks.
  public let name: String
  /// Name in running text.
  public let title: String
  /// The formula, in Unicode.
  public let formula: String
  /// Whether there is a shape at all; only the constant has none.
  public let hasAmplitude: Bool
  /// θ: the parameters that enter other than linearly, in the order in which `basis` takes them.
  public let shapeParameters: [ShapeParameter]
  /// h(x; θ).
  let basis: @Sendable (_ x: Double, _ theta: [Double]) -> Double

  public init(
    name: String, title: String, formula: String, hasAmplitude: Bool = true,
    shapeParameters: [ShapeParameter] = [],
    basis: @escaping @Sendable (_ x: Double, _ theta: [Double]) -> Double
  ) {
    (self.name, self.title, self.formula) = (name, title, formula)
    (self.hasAmplitude, self.shapeParameters, self.basis) = (hasAmplitude, shapeParameters, basis)
  }

  /// Names of the shape's parameters: `b`, then θ. Empty for the constant.
  public var parameterNames: [String] {
    hasAmplitude ? ["b"] + shapeParameters.map(\.name) : []
  }

  /// Whether the form is linear in all of its parameters.
  public var isLinear: Bool { shapeParameters.isEmpty }

  /// How many numbers are fitted for `groups` groups: a level each, and the shape.
  public func parameterCount(groups: Int) -> Int { groups + parameterNames.count }

  /// The shape's value g(x) = b·h(x; θ) above the level, in the unit of y; `shape` in the order
  /// of `parameterNames`.
  public func value(at x: Double, shape: [Double]) -> Double {
    precondition(shape.count == parameterNames.count, "\(name) takes \(parameterNames)")
    guard let amplitude = shape.first else { return 0 }
    return amplitude * basis(x, Array(shape.dropFirst()))
  }
}

extension CurveForm {
  /// Every form, from the plainest to the richest: the order of every table.
  public static let all: [CurveForm] = [
    .constant, .linear, .logarithmic, .power, .saturatingExponential, .brokenStick, .logistic,
  ]
}
