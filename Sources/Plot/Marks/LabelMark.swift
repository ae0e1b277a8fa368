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
  private let others: [Frame]

  /// Texts for the points of a frame.
  /// - Parameters:
  ///   - label: the column of texts; rows with an empty one are points to keep off.
  ///   - avoiding: frames with the same x and y columns, whose points are kept off too.
  public init(
    _ frame: Frame, x: String, y: String, label: String, series: SeriesSource,
    avoiding others: [Frame] = []
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
    let points = try ([data] + others).flatMap { frame in
      try places(of: frame, in: area).compactMap { $0 }
    }
    var room = LabelRoom(bounds: area.rect.inset(dx: -2, dy: -2), points: points)
    return try wishes.flatMap { wish -> [SceneItem] in
      guard let text = room.place(wish.text, beside: wish.point) else {
        throw Fault(
          "there is no room for a label", found: "“\(wish.text.text)”",
          hint: "make the panel larger, or label fewer points")
      }
      return leader(from: wish.point, to: text) + [.text(text)]
    }
  }

  /// The texts with their points, from the top down.
  private func wishes(in area: PlotArea) throws -> [(text: SceneText, point: Point)] {
    let (texts, names) = (try data.text(label), try mapping.series.names(in: data).all)
    let places = try places(of: data, in: area)
    return try places.indices.compactMap { row in
      guard let point = places[row], !texts[row].isEmpty else { return nil }
      let color = try area.style(of: names[row]).textColor
      return (try SceneText(texts[row], Theme.annotation.with(color: color)), point)
    }.sorted { ($0.point.y, $0.point.x) < ($1.point.y, $1.point.x) }
  }

  private func places(of frame: Frame, in area: PlotArea) throws -> [Point?] {
    let ys = try mapping.y.map { try frame.data($0) } ?? []
    return try zip(try frame.data(mapping.x), ys).map { x, y in
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
