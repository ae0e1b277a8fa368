/// A place, in points from the top left corner; y grows downwards.
public struct Point: Sendable, Hashable, Codable {
  public var x: Double
  public var y: Double

  /// A place `x` points from the left and `y` points from the top.
  public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }

  /// The corner from which all places count.
  public static let zero = Point(x: 0, y: 0)
}

/// A width and a height, in points.
public struct Size: Sendable, Hashable, Codable {
  public var width: Double
  public var height: Double

  /// A size of `width` by `height` points.
  public init(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
  }
}

/// An upright rectangle, in points, with its top left corner at (`x`, `y`).
public struct Rect: Sendable, Hashable, Codable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  /// A rectangle by its top left corner and size, in points.
  public init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }
}

extension Rect {
  /// Left edge, in points.
  public var minX: Double { x }
  /// Right edge, in points.
  public var maxX: Double { x + width }
  /// Top edge, in points.
  public var minY: Double { y }
  /// Bottom edge, in points.
  public var maxY: Double { y + height }
  /// Horizontal middle, in points.
  public var midX: Double { x + width / 2 }
  /// Vertical middle, in points.
  public var midY: Double { y + height / 2 }

  /// The rectangle with `dx` points taken from left and right, `dy` from top and bottom.
  public func inset(dx: Double, dy: Double) -> Rect {
    Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
  }

  /// The rectangle moved by `delta` points.
  public func offset(by delta: Point) -> Rect {
    Rect(x: x + delta.x, y: y + delta.y, width: width, height: height)
  }

  /// Whether the two share some area; rectangles that only touch do not.
  public func intersects(_ other: Rect) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// Whether `other` lies inside, edges included.
  public func contains(_ other: Rect) -> Bool {
    minX <= other.minX && other.maxX <= maxX && minY <= other.minY && other.maxY <= maxY
  }
}

/// How a line is drawn.
public struct Stroke: Sendable, Hashable, Codable {
  public var color: Color
  /// Width in points.
  public var width: Double
  /// Lengths of dashes and gaps in turn, in points; empty for a solid line.
  public var dash: [Double]
  /// Whether corners are sharp instead of round.
  public var isMitred: Bool

  /// A line of `width` points.
  public init(_ color: Color, width: Double, dash: [Double] = [], isMitred: Bool = false) {
    (self.color, self.width, self.dash, self.isMitred) = (color, width, dash, isMitred)
  }
}
