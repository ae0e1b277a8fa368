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
    (data, mapping) = (frame, Mapping(x: x, y: y, series: series))
    (self.label, self.others) = (label, others)
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

/// Finds free places for texts among points, one after the other.
struct LabelRoom {
  /// Where texts may lie, in points.
  let bounds: Rect
  private let markers: [Rect]
  private var taken: [Rect] = []
  /// Straight lines that texts keep off.
  private var lines: [[Point]]
  /// Half the width of a marker with a little room, in points.
  private static let reach = 3.4
  /// A text that lies within this distance of its point needs no hairline, in points.
  private static let near = 2.0

  /// Room among `points`, each of which carries a marker, and straight lines.
  init(bounds: Rect, points: [Point], lines: [[Point]] = []) {
    self.bounds = bounds
    self.lines = lines
    markers = points.map { Self.square(around: $0) }
  }

  /// The text at the nearest free place around `point`; `nil` where there is none. Hairlines pass
  /// other markers only where there is no other way.
  mutating func place(_ text: SceneText, beside point: Point) -> SceneText? {
    for avoidsMarkers in [true, false] {
      for distance in stride(from: Self.reach, through: 100, by: 3.2) {
        for direction in Self.directions {
          let box = Self.box(of: text.box, direction, distance, point)
          let line = Self.leader(from: point, to: box)
          guard isFree(box), isFree(line, of: point, avoidsMarkers) else { continue }
          taken.append(box)
          lines += line.map { [$0] } ?? []
          return text.placed(.left, x: box.x, top: box.y)
        }
      }
    }
    return nil
  }

  /// From the marker's edge to the nearest place of the text's box, where they are apart.
  static func leader(from point: Point, to box: Rect) -> [Point]? {
    let end = Point(
      x: min(max(point.x, box.minX), box.maxX), y: min(max(point.y, box.minY), box.maxY))
    let (dx, dy) = (end.x - point.x, end.y - point.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > near + reach else { return nil }
    let start = Point(x: point.x + dx / length * reach, y: point.y + dy / length * reach)
    // It stops short of the text.
    let share = (length - 1) / length
    return [start, Point(x: point.x + dx * share, y: point.y + dy * share)]
  }

  private func isFree(_ box: Rect) -> Bool {
    bounds.contains(box) && !markers.contains(where: box.intersects)
      && !taken.contains(where: box.intersects) && !lines.contains { Self.crosses($0, box) }
  }

  private func isFree(_ line: [Point]?, of point: Point, _ avoidsMarkers: Bool) -> Bool {
    guard let line else { return true }
    let own = Self.square(around: point)
    return !taken.contains { Self.crosses(line, $0) }
      && !(avoidsMarkers && markers.contains { $0 != own && Self.crosses(line, $0) })
  }

  /// Right and left first, then above and below, then between.
  private static let directions: [(x: Double, y: Double)] = [
    (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1), (1, -0.5), (1, 0.5),
    (-1, -0.5), (-1, 0.5), (0.5, -1), (0.5, 1), (-0.5, -1), (-0.5, 1), (1, -0.25), (1, 0.25),
    (-1, -0.25), (-1, 0.25), (1, -0.75), (1, 0.75), (-1, -0.75), (-1, 0.75), (0.25, -1),
    (0.25, 1), (-0.25, -1), (-0.25, 1), (0.75, -1), (0.75, 1), (-0.75, -1), (-0.75, 1),
  ]

  /// A box whose nearest edge or corner is `distance` away from the point.
  private static func box(
    of box: Rect, _ direction: (x: Double, y: Double), _ distance: Double, _ point: Point
  ) -> Rect {
    let x = point.x + direction.x * (distance + box.width / 2) - box.width / 2
    let y = point.y + direction.y * (distance + box.height / 2) - box.height / 2
    return Rect(x: x, y: y, width: box.width, height: box.height)
  }

  private static func square(around point: Point) -> Rect {
    let side = 2 * (reach - 0.4)
    return Rect(x: point.x - side / 2, y: point.y - side / 2, width: side, height: side)
  }

  /// Whether a straight line enters a box, looked at every point or so.
  private static func crosses(_ line: [Point], _ box: Rect) -> Bool {
    guard let a = line.first, let b = line.last else { return false }
    let steps = max(2, Int(clamping: max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)))
    return (0...steps).contains { i in
      let share = Double(i) / Double(steps)
      let (x, y) = (a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
      return x > box.minX && x < box.maxX && y > box.minY && y < box.maxY
    }
  }
}
