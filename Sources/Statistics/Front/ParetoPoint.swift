/// What something costs, and what it is worth.
public struct ParetoPoint: Sendable, Equatable {
  public let name: String
  /// Less is better.
  public let cost: Double
  /// More is better.
  public let value: Double

  public init(name: String, cost: Double, value: Double) {
    (self.name, self.cost, self.value) = (name, cost, value)
  }
}
