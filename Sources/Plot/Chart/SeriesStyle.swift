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
    self.label = label
    self.color = color
    self.marker = marker
    self.dash = dash
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
    self.series = series
    self.style = style
  }
}
