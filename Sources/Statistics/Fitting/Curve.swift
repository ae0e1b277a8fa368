import Core

/// One observation that a curve is fitted to.
public struct CurvePoint: Sendable, Equatable {
  /// The family (model variant) that the observation belongs to; pooled fits give each group a
  /// level of its own.
  public var group: String
  /// The attention fraction: full-attention layers over all layers, 0...1. A pure linear model is
  /// 0, which is an ordinary value of x here.
  public var x: Double
  /// The metric, in the unit of the caller's choice (usually a fraction, 0...1).
  public var y: Double

  public init(group: String, x: Double, y: Double) {
    (self.group, self.x, self.y) = (group, x, y)
  }
}

/// A form with numbers in it: one level for each group and one shape that all groups share.
public struct Curve: Sendable {
  public let form: CurveForm
  /// In the order of `levels`.
  public let groups: [String]
  /// The value at pure, for each group, in the unit of y.
  public let levels: [Double]
  /// In the order of `form.parameterNames`: `b`, then θ.
  public let shape: [Double]

  public init(form: CurveForm, groups: [String], levels: [Double], shape: [Double]) {
    precondition(groups.count == levels.count, "one level for each group")
    (self.form, self.groups, self.levels, self.shape) = (form, groups, levels, shape)
  }

  /// g(x), the rise above the level at pure, in the unit of y.
  public func rise(at x: Double) -> Double { form.value(at: x, shape: shape) }

  /// The curve at an attention fraction. Without a group: at the mean of the groups' levels,
  /// which for a single group is that group.
  public func predict(_ x: Double, group: String? = nil) throws -> Double {
    try level(of: group) + rise(at: x)
  }

  /// How much the curve rises from one attention fraction to another; the same in all groups.
  public func gain(from start: Double = 0, to end: Double) -> Double {
    rise(at: end) - rise(at: start)
  }

  /// The shape's parameter of that name, such as `knee`.
  public func parameter(_ name: String) throws -> Double {
    guard let place = form.parameterNames.firstIndex(of: name) else {
      throw Fault(
        "the form has no such parameter", at: form.name,
        expected: form.parameterNames.joined(separator: ", "), found: name)
    }
    return shape[place]
  }

  /// A group's level, or the mean of all.
  public func level(of group: String? = nil) throws -> Double {
    guard let group else { return levels.reduce(0, +) / Double(levels.count) }
    guard let place = groups.firstIndex(of: group) else {
      throw Fault(
        "the curve was not fitted to this group", at: form.name,
        expected: groups.joined(separator: ", "), found: group)
    }
    return levels[place]
  }
}
