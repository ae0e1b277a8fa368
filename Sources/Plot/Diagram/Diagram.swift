import Canvas
import Core

/// A figure that is not a chart: things with places, under a sentence that says what they show. It is
/// as wide as charts are, and looks like them.
public struct Diagram: Sendable {
  /// Width in points.
  public static let width = 396.0
  /// What the reader should take away, as a sentence.
  public var title: String
  public var subtitle: String
  /// Small print below.
  public var note: String
  /// For those who cannot see the figure; title and subtitle when empty.
  public var altText: String
  /// Height of the space for the things, in points.
  public var height: Double
  public var items: [DiagramNode]

  /// A diagram; `height` in points, without title and note.
  public init(
    title: String, subtitle: String, note: String = "", altText: String = "", height: Double,
    items: [DiagramNode]
  ) {
    (self.title, self.subtitle, self.note) = (title, subtitle, note)
    (self.altText, self.height, self.items) = (altText, height, items)
  }
}

extension Diagram {
  /// The finished drawing.
  /// - Throws: `Fault` that names the diagram and the thing: for what leaves the diagram, texts that
  ///   overlap, and characters that the fonts lack.
  public func scene() throws -> Scene {
    try within("diagram '\(shortened(title))'") {
      let words = FigureWords(width: Self.width)
      var y = 0.0
      var drawn = try words.header(title: title, subtitle: subtitle, &y)
      y += 7
      let things = try body().map { $0.moved(by: Point(x: 0, y: y)) }
      drawn.append(.group(SceneGroup("diagram", items: things)))
      y += height
      drawn += try words.footer(note: note, &y)
      return Scene(
        size: Size(width: Self.width, height: y.rounded(.up)), title: title,
        altText: altText.isEmpty ? "\(title) \(subtitle)" : altText, items: drawn)
    }
  }

  /// What is drawn, one row per thing: `kind,label`.
  public var csv: String {
    CSV.text(header: ["kind", "label"], rows: items.map { [$0.item.kind, $0.item.label] })
  }

  private func body() throws -> [SceneItem] {
    let groups = try items.enumerated().map { index, node in
      try within("item \(index + 1) / \(node.item.kind)") {
        let drawn = try node.item.draw(around: node.middle)
        try checkInside(drawn)
        return SceneItem.group(SceneGroup(node.item.kind, items: drawn))
      }
    }
    try checkTexts(groups.flatMap(\.texts))
    return groups
  }

  private func checkInside(_ drawn: [SceneItem]) throws {
    let room = Rect(x: 0, y: 0, width: Self.width, height: height).inset(dx: -0.5, dy: -0.5)
    for box in drawn.flatMap(\.boxes) where !room.contains(box) {
      throw Fault(
        "a thing leaves the diagram", expected: "0 to \(Self.width) by 0 to \(height) points",
        found: [box.minX, box.maxX, box.minY, box.maxY].map { NumberText.fixed($0, 1) }
          .joined(separator: ", "))
    }
  }

  private func checkTexts(_ texts: [SceneText]) throws {
    for (index, a) in texts.enumerated() {
      for b in texts[(index + 1)...] where a.box.inset(dx: 0, dy: 1).intersects(b.box) {
        throw Fault("texts overlap", found: "“\(a.text)” and “\(b.text)”")
      }
    }
  }
}

extension SceneItem {
  /// The rectangles around its texts, and around the corners of its paths.
  fileprivate var boxes: [Rect] {
    switch self {
    case .text(let text): return [text.box]
    case .path(let path):
      let (xs, ys) = (path.points.map(\.x), path.points.map(\.y))
      guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
      else { return [] }
      return [Rect(x: left, y: top, width: right - left, height: bottom - top)]
    case .marker(let marker):
      let half = marker.size / 2
      return [
        Rect(
          x: marker.center.x - half, y: marker.center.y - half, width: marker.size,
          height: marker.size)
      ]
    case .group(let group): return group.items.flatMap(\.boxes)
    }
  }
}

/// A thing in a diagram. A new kind of thing is one type that conforms to this.
public protocol DiagramItem: Sendable {
  /// Its name in errors and data files: "box".
  var kind: String { get }
  /// What it says, for data files and errors; may be empty.
  var label: String { get }
  /// Width and height in points, by which it is put beside others.
  func size() throws -> Size
  /// What it draws, around a place in points.
  func draw(around middle: Point) throws -> [SceneItem]
}

/// A thing at a place: points from the top left of the space below a diagram's title.
public struct DiagramNode: Sendable {
  public var item: any DiagramItem
  public var middle: Point

  /// A thing with its middle at a place.
  public init(_ item: any DiagramItem, at middle: Point) {
    (self.item, self.middle) = (item, middle)
  }

  /// A thing with its left, centre or right at `x`, and its vertical middle at `midY`.
  /// - Throws: `Fault` for a text that the fonts cannot show.
  public init(_ item: any DiagramItem, _ anchor: TextAnchor, x: Double, midY: Double) throws {
    let half = try item.size().width / 2
    let shift =
      switch anchor {
      case .left: half
      case .center: 0.0
      case .right: -half
      }
    self.init(item, at: Point(x: x + shift, y: midY))
  }
}

extension DiagramNode {
  /// Things side by side, their vertical middles on one line.
  /// - Parameters:
  ///   - range: where they stand, in points from the left.
  ///   - gap: between neighbours, in points.
  /// - Throws: `Fault` where they need more room than the range has.
  public static func row(
    _ items: [any DiagramItem], in range: ClosedRange<Double>, midY: Double, gap: Double = 7,
    _ alignment: TextAnchor = .center
  ) throws -> [DiagramNode] {
    let widths = try items.map { try $0.size().width }
    let total = widths.reduce(0, +) + gap * Double(max(0, items.count - 1))
    let free = range.upperBound - range.lowerBound - total
    guard free >= -0.01 else {
      throw Fault(
        "a row of the diagram is too long", expected: "\(total - free) points or less",
        found: "\(total)", hint: "smaller cells, smaller gaps, or two rows")
    }
    let share = alignment == .left ? 0 : alignment == .right ? 1 : 0.5
    var x = range.lowerBound + free * share
    return zip(items, widths).map { item, width in
      defer { x += width + gap }
      return DiagramNode(item, at: Point(x: x + width / 2, y: midY))
    }
  }
}
