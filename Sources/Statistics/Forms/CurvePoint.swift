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
    self.group = group
    self.x = x
    self.y = y
  }
}
