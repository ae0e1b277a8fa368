import Canvas

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

/// Things that belong together, perhaps hidden outside a rectangle.
public struct SceneGroup: Codable, Hashable, Sendable {
  public var name: String
  /// Nothing shows outside of it; in points.
  public var clip: Rect?
  public var items: [SceneItem]

  /// A group with a name that dumps and tests show.
  public init(_ name: String, clip: Rect? = nil, items: [SceneItem]) {
    self.name = name
    self.clip = clip
    self.items = items
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
    self.points = points
    self.isClosed = isClosed
    self.stroke = stroke
    self.fill = fill
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
  /// Hollow markers show a point that stands on a single run.
  public var isHollow: Bool
  /// What it stands for.
  public var tag: SceneTag?

  /// A marker around `center`.
  public init(
    _ shape: MarkerShape, center: Point, size: Double, color: Color, isHollow: Bool = false
  ) {
    self.shape = shape
    self.center = center
    self.size = size
    self.color = color
    self.isHollow = isHollow
  }
}
