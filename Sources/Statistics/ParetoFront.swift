import Core

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

/// The points that no other point dominates (the maxima of Kung, Luccio and Preparata, J. ACM 22,
/// 1975).
///
/// A point dominates another when it costs no more and its value is greater by more than the
/// tolerance. With a tolerance of 0 it also dominates when it costs less at the same value. Points
/// with equal cost and equal value do not dominate one another: both may be on the front.
///
/// The tolerance is for noise. With one above 0 the front can hold points that are dearer and
/// slightly worse than another, because that "worse" is not established.
public struct ParetoFront: Sendable, Equatable {
  /// A point that is not on the front.
  public struct Dominated: Sendable, Equatable {
    public let point: ParetoPoint
    /// Name of the front's point with the greatest value among those that dominate it; of equal
    /// ones the cheapest.
    public let by: String
  }

  /// Where on the front a point is.
  public enum Position: String, Sendable, CaseIterable {
    /// Nothing on the front costs less. So it is with all points of a front of one single cost.
    case cheapestEnd
    case middle
    /// Nothing on the front costs more.
    case dearestEnd
  }

  /// By rising cost, then by name.
  public let front: [ParetoPoint]
  /// By rising cost, then by name.
  public let dominated: [Dominated]
  /// In the unit of value.
  public let tolerance: Double
  private let points: [ParetoPoint]

  /// Of at least one point; names must differ.
  public init(_ points: [ParetoPoint], tolerance: Double = 0) throws {
    try Self.check(points, tolerance)
    let sorted = points.sorted { ($0.cost, $0.name) < ($1.cost, $1.name) }
    (self.points, self.tolerance) = (sorted, tolerance)
    var (front, dominated) = ([ParetoPoint](), [Dominated]())
    for point in sorted {
      if let rival = Self.rival(of: point, sorted), Self.dominates(rival, point, tolerance) {
        dominated.append(Dominated(point: point, by: rival.name))
      } else {
        front.append(point)
      }
    }
    (self.front, self.dominated) = (front, dominated)
  }

  /// Whether the point of that name is on the front; false for an unknown name.
  public func contains(_ name: String) -> Bool { front.contains { $0.name == name } }

  /// By how much value the point stands clear of being dominated; nil for an unknown name.
  ///
  /// On the front 0 or above: what it could lose and still be there (infinite where nothing else
  /// costs as little). Off the front 0 or below: minus what it lacks, where 0 says that it ties
  /// with a cheaper point and any gain would do. The tolerance is counted in.
  public func margin(of name: String) -> Double? {
    guard let point = points.first(where: { $0.name == name }) else { return nil }
    guard let rival = Self.rival(of: point, points) else { return .infinity }
    return point.value - rival.value + tolerance
  }

  /// Where on the front the point of that name is; nil when it is not on it.
  public func position(of name: String) -> Position? {
    guard let point = front.first(where: { $0.name == name }) else { return nil }
    if point.cost == front.first?.cost { return .cheapestEnd }
    return point.cost == front.last?.cost ? .dearestEnd : .middle
  }

  /// The best of the other points that cost no more: it dominates the point if any does, and is
  /// on the front itself.
  private static func rival(of point: ParetoPoint, _ points: [ParetoPoint]) -> ParetoPoint? {
    points.filter { $0.name != point.name && $0.cost <= point.cost }
      .min { (-$0.value, $0.cost, $0.name) < (-$1.value, $1.cost, $1.name) }
  }

  /// For a rival that costs no more. Differences of printed values are not exact in binary, hence
  /// the millionth: a step of 0.001 is not more than a tolerance of 0.001.
  private static func dominates(
    _ rival: ParetoPoint, _ point: ParetoPoint, _ tolerance: Double
  ) -> Bool {
    let gain = rival.value - point.value
    return gain > tolerance * (1 + 1e-6)
      || (tolerance == 0 && gain == 0 && rival.cost < point.cost)
  }

  private static func check(_ points: [ParetoPoint], _ tolerance: Double) throws {
    guard !points.isEmpty, points.allSatisfy({ $0.cost.isFinite && $0.value.isFinite }) else {
      throw Fault("no front", expected: "at least one point, all finite", found: "\(points)")
    }
    guard tolerance >= 0, tolerance.isFinite else {
      throw Fault("not a tolerance of value", expected: "0 or above", found: "\(tolerance)")
    }
    let names = points.map(\.name).sorted()
    if let twice = zip(names, names.dropFirst()).first(where: { $0 == $1 }) {
      throw Fault("two points of a front have one name", at: twice.0, expected: "distinct names")
    }
  }
}
