import Canvas
import Core

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
