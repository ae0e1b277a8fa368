import Canvas
import Core

/// A formula, or the sign of an operation.
public struct FormulaItem: DiagramItem {
  public let kind: String
  private let formula: Formula
  private let letterSize: Double
  private let color: Color

  /// A formula in letters of `size` points.
  public init(_ formula: Formula, size: Double = 10.5, color: Color = .black) {
    self.init(kind: "formula", formula, size, color)
  }

  /// The sign of an operation: `+`, `=`, `⊙`.
  public static func sign(_ sign: String, size: Double = 13) -> FormulaItem {
    FormulaItem(kind: "sign", Formula(sign), size, Theme.secondary)
  }

  private init(kind: String, _ formula: Formula, _ letterSize: Double, _ color: Color) {
    (self.kind, self.formula) = (kind, formula)
    (self.letterSize, self.color) = (letterSize, color)
  }

  public var label: String { formula.text }

  public func size() throws -> Size {
    let box = try SceneText(formula.runs(size: letterSize)).box
    return Size(width: box.width, height: box.height)
  }

  public func draw(around middle: Point) throws -> [SceneItem] {
    let text = try SceneText(formula.runs(size: letterSize, color: color))
    return [.text(text.placed(.center, x: middle.x, midY: middle.y))]
  }
}

/// Words: the name of a part of the diagram, or a remark.
public struct WordsItem: DiagramItem {
  /// How words look.
  public enum Role: String, Sendable {
    /// The name of a part.
    case caption
    /// Grey and small.
    case remark
  }

  public var kind: String { role.rawValue }
  public let label: String
  private let role: Role
  private let width: Double?
  private let color: Color?

  /// Words; they wrap at `width` points where one is given.
  public init(_ text: String, _ role: Role = .caption, width: Double? = nil, color: Color? = nil) {
    (label, self.role, self.width, self.color) = (text, role, width, color)
  }

  public func size() throws -> Size {
    let box = try text().box
    return Size(width: box.width, height: box.height)
  }

  public func draw(around middle: Point) throws -> [SceneItem] {
    [.text(try text().placed(.center, x: middle.x, midY: middle.y))]
  }

  private func text() throws -> SceneText {
    let style = role == .caption ? Theme.panelTitle : Theme.annotation
    return try SceneText(label, style.with(color: color), wrapWidth: width)
  }
}

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
    (self.name, self.cell, self.full) = (name, cell, full)
    (self.positive, self.negative) = (positive, negative)
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
        path.stroke = Stroke(Theme.axisColor, width: 0.4, isMitred: true)
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
