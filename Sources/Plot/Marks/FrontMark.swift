import Canvas
import Core

/// Dashed stairs through the points of a Pareto front: the edge of what some point is at least as
/// good as.
public struct FrontMark: Mark {
  public let kind = "front"
  public let depth = MarkDepth.reference
  private let data: Frame
  private let mapping: Mapping
  private let label: String
  private let lowerIsBetter: Bool

  /// Stairs through all points of a frame, which are the front already.
  /// - Parameters:
  ///   - lowerIsBetter: whether less is better on the x axis, as of costs. Between two points, the
  ///     one that needs less x is then the better until the next begins.
  ///   - label: stands at the right end; may be empty.
  public init(
    _ frame: Frame, x: String, y: String, lowerIsBetter: Bool = true, label: String = ""
  ) {
    data = frame
    mapping = Mapping(x: x, y: y, series: .named("front"))
    self.lowerIsBetter = lowerIsBetter
    self.label = label
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent { try mapping.extent(data) }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    let points = try points(in: area)
    guard let first = points.first else { return [] }
    let stairs = zip(points, points.dropFirst()).flatMap { a, b in
      [lowerIsBetter ? Point(x: b.x, y: a.y) : Point(x: a.x, y: b.y), b]
    }
    let stroke = Stroke(Palette.grey, width: 0.9, dash: [3, 2])
    return [.path(ScenePath([first] + stairs, stroke: stroke))]
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard !label.isEmpty, let end = try points(in: area).last else { return [] }
    return [EndLabel(key: label, text: label, color: Palette.grey, end: end)]
  }

  private func points(in area: PlotArea) throws -> [Point] {
    try mapping.read(data).flatMap(\.rows).compactMap { row in
      try row.y.map { try area.place(row.x, $0) }
    }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  }
}
