import Canvas
import Core

/// A layer of a panel. A new kind of mark is one type that conforms to this.
public protocol Mark: Sendable {
  /// Its name in errors and data files: "line".
  var kind: String { get }
  /// Its place in the drawing order.
  var depth: MarkDepth { get }
  /// The data that it shows, for the file beside the figure; `nil` when another panel has them.
  var frame: Frame? { get }
  /// Whether it fills places of the y axis, so that level lines through them would disturb.
  var fillsPlaces: Bool { get }
  /// The values that the axes must hold.
  func extent() throws -> MarkExtent
  /// What it draws.
  func draw(in area: PlotArea) throws -> [SceneItem]
  /// Labels for the right edge of the panel.
  func endLabels(in area: PlotArea) throws -> [EndLabel]
  /// Labels for the strip above the panel.
  func topLabels(in area: PlotArea) throws -> [TopLabel]
}

extension Mark {
  public var fillsPlaces: Bool { false }
  public func endLabels(in area: PlotArea) throws -> [EndLabel] { [] }
  public func topLabels(in area: PlotArea) throws -> [TopLabel] { [] }
}

/// The drawing order of marks, from the lowest.
public enum MarkDepth: Int, Sendable, Comparable {
  case background
  case context
  case ribbon
  case reference
  case line
  case interval
  case point

  public static func < (a: MarkDepth, b: MarkDepth) -> Bool { a.rawValue < b.rawValue }
}

/// The values of a mark on either axis.
public struct MarkExtent: Sendable {
  public var x: [Datum]
  public var y: [Datum]

  /// Values that the axes must hold.
  public init(x: [Datum] = [], y: [Datum] = []) {
    (self.x, self.y) = (x, y)
  }
}

/// The name of a line, to stand at its right end.
public struct EndLabel: Sendable, Hashable {
  /// What it names; several labels with one key become one.
  public var key: String
  public var text: String
  public var color: Color
  /// The end of the line, in points.
  public var end: Point
  /// Whether it names areas (tiles, bars), which have no end: a legend then shows it.
  public var isArea: Bool

  /// A label for what ends at `end`.
  public init(key: String, text: String, color: Color, end: Point, isArea: Bool = false) {
    (self.key, self.text, self.color) = (key, text, color)
    (self.end, self.isArea) = (end, isArea)
  }
}

/// The name of something upright, to stand above the panel.
public struct TopLabel: Sendable, Hashable {
  public var text: String
  /// Its middle, in points.
  public var midX: Double

  /// A label centred on `midX`.
  public init(text: String, midX: Double) {
    (self.text, self.midX) = (text, midX)
  }
}
