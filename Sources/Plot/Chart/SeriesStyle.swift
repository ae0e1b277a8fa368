import Canvas

/// How a series looks: the same in each chart of a report.
public struct SeriesStyle: Sendable, Hashable, Codable {
  /// What readers call the series.
  public var label: String
  public var color: Color
  /// The second channel beside colour: the shape of its points.
  public var marker: MarkerShape
  /// Lengths of dashes and gaps in turn, in points; empty for a solid line.
  public var dash: [Double]

  /// A look for a series.
  public init(label: String, color: Color, marker: MarkerShape = .circle, dash: [Double] = []) {
    (self.label, self.color, self.marker, self.dash) = (label, color, marker, dash)
  }

  /// The colour for small text: as dark as needed for a contrast of 4.5 on white.
  public var textColor: Color { color.darkened(toContrast: 4.5) }
}

/// A series by name, with its look. Their order is the order of labels and legends.
public struct NamedStyle: Sendable, Hashable, Codable {
  public var series: String
  public var style: SeriesStyle

  /// The look of the series that the data calls `series`.
  public init(_ series: String, _ style: SeriesStyle) {
    (self.series, self.style) = (series, style)
  }
}

/// Colours that stay apart for readers with and without colour blindness (the smallest CIEDE2000
/// difference under normal, deutan, protan and tritan sight is 19), each with a contrast of 3 or
/// more on white; with shapes and dashes as the second channel.
public enum Palette {
  public static let olive = Color(hex: 0xA09601)
  public static let sky = Color(hex: 0x0299FD)
  public static let green = Color(hex: 0x1B7E5B)
  public static let navy = Color(hex: 0x32406F)
  public static let brown = Color(hex: 0x673700)
  public static let pink = Color(hex: 0xFF5692)

  /// The six colours, in a fixed order.
  public static let colors = [olive, sky, green, navy, brown, pink]
  /// For what all series are compared with.
  public static let reference = Color.black
  /// For lines that give context only.
  public static let context = Color(hex: 0xC4C4C4)
  /// For fits over all series, and for secondary text: passes 4.5 on white.
  public static let grey = Color(hex: 0x6B6B6B)
  /// Shapes in the order of `colors`.
  public static let markers: [MarkerShape] = [
    .circle, .square, .triangleUp, .diamond, .triangleDown, .star, .plus, .cross,
  ]
  /// Dashes, in points, in the order of `colors`.
  public static let dashes: [[Double]] = [
    [], [5, 1.5], [2.5, 1.2], [6, 1.5, 1.5, 1.5], [1.3, 1.2], [8, 2],
  ]

  /// A look beside the six: one of their colours with another marker and another dash.
  /// - Parameter color: a place in `colors`
  public static func other(_ index: Int, color: Int, label: String) -> SeriesStyle {
    let shapes = Array(markers.dropFirst(colors.count)) + markers
    return SeriesStyle(
      label: label, color: colors[color % colors.count], marker: shapes[index % shapes.count],
      dash: dashes[1 + index % (dashes.count - 1)])
  }

  /// The look number `index`, counted from 0.
  /// - Precondition: `index` is below 6; more series than that need small multiples.
  public static func style(_ index: Int, label: String) -> SeriesStyle {
    SeriesStyle(label: label, color: colors[index], marker: markers[index])
  }
}
