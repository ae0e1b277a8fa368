import Core

/// A family of curves y = level[group] + b·h(x; θ), with h(0; θ) = 0.
///
/// The level is the value at pure (no attention), one for each group. `b` scales the shape, and θ
/// are the parameters that the form is not linear in. To add a form, write a file beside this one
/// and a line in `all`.
public struct CurveForm: Sendable {
  /// Identifier in data files and notebooks.
  public let name: String
  /// Name in running text.
  public let title: String
  /// The formula, in Unicode.
  public let formula: String
  /// The space in which the form is a simple one.
  public let axis: CurveAxis
  /// Whether there is a shape at all; only the constant has none.
  public let hasAmplitude: Bool
  /// θ: the parameters that enter other than linearly, in the order in which `basis` takes them.
  public let shapeParameters: [ShapeParameter]
  /// h(x; θ).
  let basis: @Sendable (_ x: Double, _ theta: [Double]) -> Double

  public init(
    name: String, title: String, formula: String, axis: CurveAxis, hasAmplitude: Bool = true,
    shapeParameters: [ShapeParameter] = [],
    basis: @escaping @Sendable (_ x: Double, _ theta: [Double]) -> Double
  ) {
    self.name = name
    self.title = title
    self.formula = formula
    self.axis = axis
    self.hasAmplitude = hasAmplitude
    self.shapeParameters = shapeParameters
    self.basis = basis
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
    .constant,
    .linear,
    .logarithmic,
    .power,
    .saturatingExponential,
    .brokenStick,
    .logistic,
  ]

  /// The form called `name`.
  public static func named(_ name: String) throws -> CurveForm {
    guard let form = all.first(where: { $0.name == name }) else {
      throw Fault(
        "there is no curve form of this name",
        expected: all.map(\.name).joined(separator: ", "), found: name)
    }
    return form
  }
}
