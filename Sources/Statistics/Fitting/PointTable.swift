import Core

/// Checked observations with everything that fits look up again and again.
struct PointTable: Sendable {
  let points: [CurvePoint]
  /// Groups in order of first appearance: the caller's order decides, never hashing.
  let groups: [String]
  /// For each point, its group's place in `groups`.
  let groupIndex: [Int]
  /// The distinct attention fractions, rising.
  let distinct: [Double]
  /// For each point, its fraction's place in `distinct`.
  let distinctIndex: [Int]

  init(_ points: [CurvePoint]) throws {
    try Self.check(points)
    self.init(checked: points)
  }

  private init(checked points: [CurvePoint]) {
    var groups: [String] = []
    var places: [String: Int] = [:]
    for point in points where places[point.group] == nil {
      places[point.group] = groups.count
      groups.append(point.group)
    }
    let distinct = points.map(\.x).sorted().reduce(into: [Double]()) { list, x in
      if list.last != x { list.append(x) }
    }
    (self.points, self.groups, self.distinct) = (points, groups, distinct)
    groupIndex = points.map { places[$0.group] ?? 0 }
    distinctIndex = points.map { point in distinct.firstIndex(of: point.x) ?? 0 }
  }

  var responses: [Double] { points.map(\.y) }

  /// The points of the group at this place in `groups`.
  func points(ofGroup group: Int) -> [CurvePoint] {
    points.indices.filter { groupIndex[$0] == group }.map { points[$0] }
  }

  /// The table without the points at which `leaveOut` holds; nil when nothing is left.
  func without(_ leaveOut: (Int) -> Bool) -> PointTable? {
    let kept = points.indices.filter { !leaveOut($0) }.map { points[$0] }
    return kept.isEmpty ? nil : PointTable(checked: kept)
  }

  private static func check(_ points: [CurvePoint]) throws {
    guard !points.isEmpty else {
      throw Fault(
        "there are no points to fit", expected: "at least one point",
        hint: "check the query's filter")
    }
    for (index, point) in points.enumerated() {
      try check(point, at: "point \(index + 1) (\(point.group))")
    }
  }

  private static func check(_ point: CurvePoint, at place: String) throws {
    guard !point.group.isEmpty else {
      throw Fault("a point has no group", at: place, expected: "the name of a family")
    }
    guard (0...1).contains(point.x) else {
      throw Fault(
        "x is not an attention fraction", at: place, expected: "a number from 0 (pure) to 1 (full)",
        found: "\(point.x)", hint: "convert ratio labels with RatioConvention first")
    }
    guard point.y.isFinite else {
      throw Fault("y is not a finite number", at: place, found: "\(point.y)")
    }
  }
}
