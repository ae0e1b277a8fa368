import Canvas
import Core

/// A vector or matrix as a grid of cells, each shaded by its number: white for 0, `positive` for
/// the largest magnitude, `negative` for what is below 0. Its name stands below.
public struct CellsItem: DiagramItem {
  public let kind: String
  private let values: [[Double]]
  private let name: Formula?
  private let cell: Double
  private let positive: Color
  private let negative: Color
  private let full: Double

  /// A matrix by its rows.
  /// - Parameters:
  ///   - cell: width and height of a cell, in points.
  ///   - full: the magnitude that has the full colour.
  public init(
    rows: [[Double]], name: Formula? = nil, cell: Double = 9, full: Double = 1,
    positive: Color = Palette.navy, negative: Color = Palette.brown
  ) {
    values = rows
    let isVector = rows.count == 1 || rows.allSatisfy { $0.count == 1 }
    kind = isVector ? "vector" : "matrix"
    self.name = name
    self.cell = cell
    self.full = full
    self.positive = positive
    self.negative = negative
  }

  /// A vector as a column of cells.
  public init(
    column: [Double], name: Formula? = nil, cell: Double = 9, full: Double = 1,
    positive: Color = Palette.navy, negative: Color = Palette.brown
  ) {
    self.init(
      rows: column.map { [$0] }, name: name, cell: cell, full: full, positive: positive,
      negative: negative)
  }

  public var label: String { name?.text ?? "" }

  /// As wide as its cells or its name; as high as its cells.
  public func size() throws -> Size {
    let grid = try gridSize()
    let text = try name.map { try SceneText($0.runs(size: Self.nameSize)).box.width } ?? 0
    return Size(width: max(grid.width, text), height: grid.height)
  }

  public func draw(around middle: Point) throws -> [SceneItem] {
    let size = try gridSize()
    let corner = Point(x: middle.x - size.width / 2, y: middle.y - size.height / 2)
    let cells = values.enumerated().flatMap { row, numbers in
      numbers.enumerated().map { column, number in
        let rect = Rect(
          x: corner.x + Double(column) * cell, y: corner.y + Double(row) * cell, width: cell,
          height: cell)
        var path = ScenePath(rect, fill: shade(number))
        path.stroke = Stroke(Theme.axisColor, width: 0.4, join: .miter)
        path.tag = SceneTag(keepsColor: true)
        return SceneItem.path(path)
      }
    }
    guard let name else { return cells }
    let text = try SceneText(name.runs(size: Self.nameSize))
      .placed(.center, x: middle.x, top: middle.y + size.height / 2 + 1.5)
    return cells + [.text(text)]
  }

  private static let nameSize = 9.0

  private func gridSize() throws -> Size {
    guard let columns = values.first?.count, columns > 0,
      values.allSatisfy({ $0.count == columns }), full > 0
    else {
      throw Fault(
        "the rows of a matrix are not of one length", found: "\(values.map(\.count))")
    }
    return Size(width: Double(columns) * cell, height: Double(values.count) * cell)
  }

  private func shade(_ number: Double) -> Color {
    Color.white.mixed(
      with: number < 0 ? negative : positive, min(abs(number) / full, 1) * 0.9)
  }
}
