import Canvas
import Core

/// A text beside each point, where it hides neither a point nor another text; with a hairline to
/// its point where that is not next to it.
public struct LabelMark: Mark {
  public let kind = "label"
  public let depth = MarkDepth.point
  private let data: Frame
  private let mapping: Mapping
  private let label: String
  private let others: [any Mark]

  /// Texts for the points of a frame.
  /// - Parameters:
  ///   - label: the column of texts; rows with an empty one are points to keep off.
  ///   - avoiding: marks of the panel whose points and lines are kept off too.
  public init(
    _ frame: Frame, x: String, y: String, label: String, series: SeriesSource,
    avoiding others: [any Mark] = []
  ) {
    data = frame
    mapping = Mapping(x: x, y: y, series: series)
    self.label = label
    self.others = others
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent { try mapping.extent(data) }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    let wishes = try self.wishes(in: area)
    let drawn = try others.flatMap { try $0.draw(in: area) }
    var room = LabelRoom(
      bounds: area.rect.inset(dx: 1.5, dy: 0),
      points: try places(in: area).compactMap { $0 } + drawn.flatMap(\.markerPlaces),
      lines: drawn.flatMap(\.segments))
    return try wishes.flatMap { wish -> [SceneItem] in
      guard let text = room.place(wish.text, beside: wish.point) else {
        throw Fault(
          "there is no room for a label", found: "“\(wish.text.text)”",
          hint: "make the panel larger, or label fewer points")
      }
      return (leader(from: wish.point, to: text) + [.text(text)])
        .map { $0.tagged(SceneTag(series: wish.series)) }
    }
  }

  /// The texts with their points, from the top down.
  private func wishes(in area: PlotArea) throws
    -> [(text: SceneText, point: Point, series: String)]
  {
    let (texts, names) = (try data.text(label), try mapping.series.names(in: data).all)
    let places = try places(in: area)
    return try places.indices.compactMap { row in
      guard let point = places[row], !texts[row].isEmpty else { return nil }
      let color = try area.style(of: names[row]).textColor
      return (try SceneText(texts[row], Theme.annotation.with(color: color)), point, names[row])
    }.sorted { ($0.point.y, $0.point.x) < ($1.point.y, $1.point.x) }
  }

  private func places(in area: PlotArea) throws -> [Point?] {
    let ys = try mapping.y.map { try data.data($0) } ?? []
    return try zip(try data.data(mapping.x), ys).map { x, y in
      guard let x, let y else { return nil }
      return try area.place(x, y)
    }
  }

  private func leader(from point: Point, to text: SceneText) -> [SceneItem] {
    guard let line = LabelRoom.leader(from: point, to: text.box) else { return [] }
    let stroke = Stroke(text.style.color.mixed(with: .white, 0.35), width: Theme.leader)
    return [.path(ScenePath(line, stroke: stroke))]
  }
}

extension SceneItem {
  /// The middles of its markers.
  fileprivate var markerPlaces: [Point] {
    switch self {
    case .marker(let marker): [marker.center]
    case .group(let group): group.items.flatMap(\.markerPlaces)
    case .path, .text: []
    }
  }

  /// The straight parts of its lines; areas are none.
  fileprivate var segments: [[Point]] {
    switch self {
    case .path(let path) where path.fill == nil:
      zip(path.points, path.points.dropFirst()).map { [$0, $1] }
    case .group(let group): group.items.flatMap(\.segments)
    case .path, .marker, .text: []
    }
  }
}
