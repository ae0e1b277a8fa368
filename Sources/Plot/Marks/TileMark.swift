import Canvas
import Core

/// Filled cells on a grid, perhaps with a number in each: which layer of which stack is attention,
/// or a table of numbers as shades.
///
/// A cell takes a place of a category axis, or one unit of an axis of numbers.
public struct TileMark: Mark {
  public let kind = "tile"
  public let depth = MarkDepth.ribbon
  public let fillsPlaces = true
  private let data: Frame
  private let x: String
  private let y: String
  private let fill: Fill

  private enum Fill: Sendable {
    case series(SeriesSource)
    case value(String, decimals: Int?)
  }

  /// Cells in the colours of their series, which a legend names.
  public init(_ frame: Frame, x: String, y: String, series: SeriesSource) {
    (data, self.x, self.y, fill) = (frame, x, y, .series(series))
  }

  /// Cells in shades for the numbers of a column, from almost white for 0 to navy for 1. A missing
  /// number leaves its cell empty.
  /// - Parameter decimals: digits after the point of the cells' texts; `nil` for no texts at all.
  public init(_ frame: Frame, x: String, y: String, value: String, decimals: Int? = 2) {
    (data, self.x, self.y, fill) = (frame, x, y, .value(value, decimals: decimals))
  }

  static func shade(_ value: Double) -> Color {
    Color(hex: 0xF4F4F4).mixed(with: Palette.navy, min(max(value, 0), 1))
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent {
    func ends(_ name: String) throws -> [Datum] {
      try data.data(name).compactMap { $0 }.flatMap { datum -> [Datum] in
        guard case .number(let value) = datum else { return [datum] }
        return [.number(value - 0.5), .number(value), .number(value + 0.5)]
      }
    }
    return MarkExtent(x: try ends(x), y: try ends(y))
  }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    let (xs, ys) = (try data.data(x), try data.data(y))
    let (colors, texts, notes) = (try self.colors(area), try self.texts(), try self.notes(area))
    return try (0..<data.rowCount).flatMap { row -> [SceneItem] in
      guard let x = xs[row], let y = ys[row], let color = colors[row] else { return [] }
      let cell = try area.cell(x, y)
      let tag = SceneTag(
        note: area.words([area.words(y, on: area.y), area.words(x, on: area.x), notes[row]]),
        keepsColor: true)
      let tile = SceneItem.path(ScenePath(cell.inset(dx: 0.5, dy: 0.5), fill: color))
      return [tile.tagged(tag)] + (try label(texts[row], on: color, in: cell))
    }
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard case .series(let source) = fill else { return [] }
    return try area.areaLabels(source, of: data)
  }

  private func colors(_ area: PlotArea) throws -> [Color?] {
    switch fill {
    case .series(let source):
      try source.names(in: data).all.map { try area.style(of: $0).color }
    case .value(let name, _): try data.numbers(name).map { $0.map(Self.shade) }
    }
  }

  /// What each cell shows, for readers who ask.
  private func notes(_ area: PlotArea) throws -> [String] {
    switch fill {
    case .series(let source): try source.names(in: data).all.map { try area.style(of: $0).label }
    case .value(let name, _): try data.numbers(name).map { $0.map(PlotArea.short) ?? "" }
    }
  }

  private func texts() throws -> [String] {
    guard case .value(let name, let decimals?) = fill else {
      return Array(repeating: "", count: data.rowCount)
    }
    return try data.numbers(name).map { $0.map { NumberText.fixed($0, decimals) } ?? "" }
  }

  private func label(_ text: String, on color: Color, in cell: Rect) throws -> [SceneItem] {
    guard !text.isEmpty else { return [] }
    let label = try SceneText(text, Theme.tick.with(color: color.ink))
    guard label.box.width <= cell.width, label.box.height <= cell.height + 1 else {
      throw Fault(
        "a text is larger than its cell", found: "“\(text)”",
        hint: "make the panel larger, or the text shorter")
    }
    return [
      .text(label.placed(.center, x: cell.midX, midY: cell.midY))
        .tagged(SceneTag(keepsColor: true))
    ]
  }
}

extension PlotArea {
  /// The cell around a pair of values, in points.
  func cell(_ x: Datum, _ y: Datum) throws -> Rect {
    let middle = try place(x, y)
    let width = try self.x.step.map { $0 * rect.width } ?? unit(x, endX)
    let height = try self.y.step.map { $0 * rect.height } ?? unit(y, endY)
    return Rect(
      x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height)
  }

  /// The length of one unit around a number, in points.
  private func unit(_ datum: Datum, _ end: (Double) -> Double) throws -> Double {
    guard case .number(let value) = datum else {
      throw Fault("a tile on an axis of numbers has a text for its place", found: "\(datum)")
    }
    return abs(end(value + 0.5) - end(value - 0.5))
  }
}

extension Color {
  /// Black or white, whichever is easier to read on this colour: the contrast is 4.5 or more.
  var ink: Color { contrast(with: .black) >= contrast(with: .white) ? .black : .white }
}
