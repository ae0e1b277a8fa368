import Canvas
import Core

/// Where a mark draws: a rectangle, two scales, and the looks of the series.
public struct PlotArea: Sendable {
  /// The space between the axes, in points.
  public let rect: Rect
  public let x: any Scale
  public let y: any Scale
  let styles: [NamedStyle]
  /// What the axes show.
  var xTitle = ""
  var yTitle = ""

  /// The horizontal place of a value, in points.
  public func placeX(_ datum: Datum) throws -> Double {
    rect.minX + (try x.position(datum)) * rect.width
  }

  /// The vertical place of a value, in points.
  public func placeY(_ datum: Datum) throws -> Double {
    rect.maxY - (try y.position(datum)) * rect.height
  }

  /// The place of a pair of values, in points.
  public func place(_ x: Datum, _ y: Datum) throws -> Point {
    Point(x: try placeX(x), y: try placeY(y))
  }

  /// The vertical place of an interval's end, which may be outside of the area.
  func endY(_ value: Double) -> Double { rect.maxY - y.endPosition(value) * rect.height }

  /// The horizontal place of an interval's end, which may be outside of the area.
  func endX(_ value: Double) -> Double { rect.minX + x.endPosition(value) * rect.width }

  /// The name of a series, to stand at the end of what shows it.
  func label(of series: String, at end: Point) throws -> EndLabel {
    let style = try style(of: series)
    return EndLabel(key: series, text: style.label, color: style.textColor, end: end)
  }

  /// The names of series that areas show, for a legend.
  func areaLabels(_ source: SeriesSource, of data: Frame) throws -> [EndLabel] {
    try source.names(in: data).distinct.map { name in
      var label = try label(of: name, at: Point(x: rect.maxX, y: rect.midY))
      label.isArea = true
      return label
    }
  }

  /// The look of a series.
  /// - Throws: `Fault` when the chart was given none for it.
  public func style(of series: String) throws -> SeriesStyle {
    guard let found = styles.first(where: { $0.series == series }) else {
      throw Fault(
        "the series '\(series)' has no style",
        expected: "one of " + styles.map(\.series).joined(separator: ", "))
    }
    return found.style
  }
}

extension PlotArea {
  /// What a row shows, in words: `HGRN-2 · attention fraction: 1/4 · recall: 0.412 · n = 5`.
  func note(_ series: String, _ row: DataRow) throws -> String {
    let label = try style(of: series).label
    return words(
      [label, named(xTitle, words(row.x, on: x))]
        + [
          row.y.map { named(yTitle, words($0, on: y)) },
          row.n.map { "n = \(NumberText.exact($0))" },
        ])
  }

  /// An interval in words: `HGRN-2 · attention fraction: 1/4 · 0.38 to 0.44`.
  func note(_ series: String, _ place: Datum, on scale: any Scale, low: Double, high: Double) throws
    -> String
  {
    words([
      try style(of: series).label, words(place, on: scale),
      "\(Self.short(low)) to \(Self.short(high))",
    ])
  }

  /// Parts that are there, apart by a middle dot.
  func words(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// A value as its axis writes it where there is a tick, else to four digits.
  func words(_ datum: Datum, on scale: any Scale) -> String {
    if let place = try? scale.position(datum),
      let tick = scale.ticks.first(where: { abs($0.position - place) < 1e-9 })
    {
      let labels = tick.labels.filter { !$0.isEmpty }
      if !labels.isEmpty { return labels.joined(separator: " / ") }
    }
    guard case .number(let value) = datum else { return datum.description }
    return Self.short(value)
  }

  /// A number to four digits, without zeros at the end of its decimals.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return NumberText.fixed(value, 0) }
    let magnitude = Int(clamping: DeterministicMath.log2(abs(value)) / 3.321928094887362 + 12) - 12
    let decimals = max(0, min(12, 3 - magnitude))
    var text = Substring(NumberText.fixed(value, decimals))
    guard decimals > 0 else { return String(text) }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return String(text)
  }

  private func named(_ title: String, _ value: String) -> String {
    title.isEmpty ? value : "\(title): \(value)"
  }
}
