import Canvas
import Core

/// A finished drawing as a value: shapes and texts at fixed places, in points from the top left.
///
/// A chart becomes a scene, and a scene becomes SVG, PNG or PDF. In between it can be compared,
/// stored, and looked at as text, without a pixel having been made.
public struct Scene: Codable, Hashable, Sendable {
  /// Width and height in points.
  public let size: Size
  /// The takeaway, in one sentence.
  public let title: String
  /// What can be seen, for those who cannot see it.
  public let altText: String
  public let items: [SceneItem]

  /// A scene. Places and lengths are rounded to a thousandth of a point, so that the last bits
  /// of arithmetic never show.
  public init(size: Size, title: String, altText: String, items: [SceneItem]) {
    self.size = Size(width: rounded(size.width), height: rounded(size.height))
    self.title = title
    self.altText = altText
    self.items = items.map(\.rounded)
  }

  /// All texts, in drawing order, whatever group they are in.
  public var texts: [SceneText] { items.flatMap(\.texts) }
}

/// One thing in a scene.
public indirect enum SceneItem: Codable, Hashable, Sendable {
  case path(ScenePath)
  case marker(SceneMarker)
  case text(SceneText)
  case group(SceneGroup)

  /// The texts within.
  var texts: [SceneText] {
    switch self {
    case .text(let text): [text]
    case .group(let group): group.items.flatMap(\.texts)
    case .path, .marker: []
    }
  }
}

/// A group of things, optionally clipped to a rectangle.
public struct SceneGroup: Codable, Hashable, Sendable {
  public var name: String
  /// Nothing shows outside of it; in points.
  public var clip: Rect?
  public var items: [SceneItem]

  /// A group with a name that dumps and tests show.
  public init(_ name: String, clip: Rect? = nil, items: [SceneItem]) {
    (self.name, self.clip, self.items) = (name, clip, items)
  }
}

/// A line or an area with straight edges.
public struct ScenePath: Codable, Hashable, Sendable {
  /// Corners, in points.
  public var points: [Point]
  public var isClosed: Bool
  public var stroke: Stroke?
  public var fill: Color?
  /// What it stands for.
  public var tag: SceneTag?

  /// A line through `points`, or the area within them.
  public init(_ points: [Point], isClosed: Bool = false, stroke: Stroke? = nil, fill: Color? = nil)
  {
    (self.points, self.isClosed, self.stroke, self.fill) = (points, isClosed, stroke, fill)
  }

  /// A filled rectangle.
  public init(_ rect: Rect, fill: Color) {
    let corners = [
      Point(x: rect.minX, y: rect.minY), Point(x: rect.maxX, y: rect.minY),
      Point(x: rect.maxX, y: rect.maxY), Point(x: rect.minX, y: rect.maxY),
    ]
    self.init(corners, isClosed: true, fill: fill)
  }
}

/// The sign of a data point.
public struct SceneMarker: Codable, Hashable, Sendable {
  public var shape: MarkerShape
  /// Middle, in points.
  public var center: Point
  /// Diameter of a circle of the same weight, in points.
  public var size: Double
  public var color: Color
  /// Hollow markers show a point that rests on a single run.
  public var isHollow: Bool
  /// What it stands for.
  public var tag: SceneTag?

  /// A marker around `center`.
  public init(
    _ shape: MarkerShape, center: Point, size: Double, color: Color, isHollow: Bool = false
  ) {
    (self.shape, self.center, self.size) = (shape, center, size)
    (self.color, self.isHollow) = (color, isHollow)
  }

  /// Its shape's corners, in points; empty for a circle.
  var corners: [Point] {
    shape.corners.map { Point(x: center.x + $0.x * size, y: center.y + $0.y * size) }
  }
}

/// The shape of a data point: the second channel beside colour.
public enum MarkerShape: String, Codable, Hashable, Sendable, CaseIterable {
  case circle
  case square
  case triangleUp
  case diamond
  case triangleDown
  case plus
  case cross
  case star

  /// Whether it is made of strokes and has no inside.
  var isOpen: Bool { self == .plus || self == .cross }

  /// Corners around the origin for a marker as heavy as a circle of diameter 1; empty for the
  /// circle itself. Open shapes give the ends of their strokes in pairs.
  var corners: [Point] {
    switch self {
    case .circle: []
    case .square: regular(4, radius: 0.63, turn: 45)
    case .diamond: regular(4, radius: 0.66, turn: 0)
    case .triangleUp: regular(3, radius: 0.72, turn: 0).map { Point(x: $0.x, y: $0.y + 0.1) }
    case .triangleDown: regular(3, radius: 0.72, turn: 180).map { Point(x: $0.x, y: $0.y - 0.1) }
    case .star: Self.starCorners
    case .plus: [0.0, 180, 90, 270].map { corner(radius: 0.6, degrees: $0) }
    case .cross: [45.0, 225, 135, 315].map { corner(radius: 0.6, degrees: $0) }
    }
  }

  private static let starCorners: [Point] = (0..<10).map {
    corner(radius: $0.isMultiple(of: 2) ? 0.74 : 0.33, degrees: Double($0) * 36)
  }
}

private func regular(_ count: Int, radius: Double, turn: Double) -> [Point] {
  (0..<count).map { corner(radius: radius, degrees: turn + Double($0) * 360 / Double(count)) }
}

/// A point on a circle, `degrees` clockwise from the top.
private func corner(radius: Double, degrees: Double) -> Point {
  let angle = degrees * .pi / 180
  return Point(
    x: radius * DeterministicMath.sin(angle), y: -radius * DeterministicMath.cos(angle))
}

/// What a shape stands for, for formats in which a reader can ask: which series, which values.
public struct SceneTag: Codable, Hashable, Sendable {
  /// The series, by the name that all charts of a report use.
  public var series: String?
  /// The values, in words.
  public var note: String?
  /// Whether the colour says something by itself, or carries a text: it then stays as it is on any
  /// ground.
  public var keepsColor: Bool

  public init(series: String? = nil, note: String? = nil, keepsColor: Bool = false) {
    (self.series, self.note, self.keepsColor) = (series, note, keepsColor)
  }
}
