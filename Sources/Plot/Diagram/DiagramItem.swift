import Canvas
import Core

/// A thing in a diagram. A new kind of thing is one file with one type that conforms to this.
public protocol DiagramItem: Sendable {
  /// What errors and data files call it: "box".
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
    self.item = item
    self.middle = middle
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

  /// An arrow from one place to another, in points.
  public static func arrow(from start: Point, to end: Point, label: String = "") -> DiagramNode {
    let middle = Point(x: (start.x + end.x) / 2, y: (start.y + end.y) / 2)
    let arrow = ArrowItem(dx: end.x - start.x, dy: end.y - start.y, label: label)
    return DiagramNode(arrow, at: middle)
  }
}
