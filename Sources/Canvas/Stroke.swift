/// How an open line ends.
public enum LineCap: String, Sendable, Hashable, Codable {
  case butt
  case round
  case square
}

/// How two stretches of a line meet.
public enum LineJoin: String, Sendable, Hashable, Codable {
  case miter
  case round
  case bevel
}

/// How a line is drawn.
public struct Stroke: Sendable, Hashable, Codable {
  public var color: Color
  /// Width in points.
  public var width: Double
  /// Lengths of dashes and gaps in turn, in points; empty for a solid line.
  public var dash: [Double]
  public var cap: LineCap
  public var join: LineJoin

  /// A line of `width` points.
  public init(
    _ color: Color, width: Double, dash: [Double] = [], cap: LineCap = .butt,
    join: LineJoin = .round
  ) {
    self.color = color
    self.width = width
    self.dash = dash
    self.cap = cap
    self.join = join
  }
}
