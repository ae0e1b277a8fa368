import Canvas

/// The sizes (points) and colours of all charts, in one place.
enum Theme {
  static let ink = Color(hex: 0x1A1A1A)
  static let secondary = Color(hex: 0x595959)
  static let axisColor = Color(hex: 0x4D4D4D)

  static let title = TextStyle(.sans, 10.5, weight: .semibold, color: ink)
  static let titleLeading = 13.5
  static let subtitle = TextStyle(.sans, 8, color: secondary)
  static let subtitleLeading = 11.0
  static let panelTitle = TextStyle(.sans, 9, weight: .semibold, color: ink)
  static let axisTitle = TextStyle(.sans, 8.5, color: secondary)
  static let tick = TextStyle(.sans, 7.5, color: ink, tabularFigures: true)
  static let tickRow = TextStyle(.sans, 7, color: secondary, tabularFigures: true)
  static let label = TextStyle(.sans, 7.5, weight: .medium)
  static let annotation = TextStyle(.sans, 7, color: secondary)

  static let axis = Stroke(axisColor, width: 0.5)
  static let grid = Stroke(Color(hex: 0xE4E4E4), width: 0.5)
  static let tickLength = 3.0
  static let lineWidth = 1.4
  static let contextWidth = 0.8
  static let markerSize = 4.6
  static let ribbonAlpha = 0.2
  static let band = Color(hex: 0xF3EFE2)
  static let leader = 0.4
  /// Distance of the rows of tick labels.
  static let tickRowHeight = 9.5

  /// Between the plot's edge and the labels of its lines.
  static let labelGap = 9.0
  /// Between panels, beyond what their labels need.
  static let columnGap = 14.0
  static let rowGap = 14.0
}
