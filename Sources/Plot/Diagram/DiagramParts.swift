import Canvas

/// A formula, or the sign of an operation.
public struct FormulaItem: DiagramItem {
  public let kind: String
  private let formula: Formula
  private let letterSize: Double
  private let color: Color

  /// A formula in letters of `size` points.
  public init(_ formula: Formula, size: Double = 10.5, color: Color = .black) {
    kind = "formula"
    self.formula = formula
    letterSize = size
    self.color = color
  }

  /// The sign of an operation: `+`, `=`, `⊙`.
  public static func sign(_ sign: String, size: Double = 13) -> FormulaItem {
    FormulaItem(kind: "sign", formula: Formula(sign), letterSize: size, color: Theme.secondary)
  }

  private init(kind: String, formula: Formula, letterSize: Double, color: Color) {
    self.kind = kind
    self.formula = formula
    self.letterSize = letterSize
    self.color = color
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
    label = text
    self.role = role
    self.width = width
    self.color = color
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

/// A box with words in its middle.
public struct BoxItem: DiagramItem {
  public let kind = "box"
  public let label: String
  private let width: Double
  private let height: Double
  private let fill: Color

  /// A box of `width` by `height` points.
  public init(_ text: String, width: Double, height: Double, fill: Color = Color(hex: 0xF4F4F4)) {
    label = text
    self.width = width
    self.height = height
    self.fill = fill
  }

  public func size() -> Size { Size(width: width, height: height) }

  public func draw(around middle: Point) throws -> [SceneItem] {
    let rect = Rect(
      x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height)
    var box = ScenePath(rect, fill: fill)
    box.stroke = Stroke(Theme.axisColor, width: 0.6)
    guard !label.isEmpty else { return [.path(box)] }
    let text = try SceneText(
      label, Theme.label.with(color: fill.ink), wrapWidth: width - 6, alignment: .center)
    return [.path(box), .text(text.placed(.center, x: middle.x, midY: middle.y))]
  }
}

/// A straight arrow, with words above its middle where it has some.
public struct ArrowItem: DiagramItem {
  public let kind = "arrow"
  public let label: String
  private let dx: Double
  private let dy: Double

  /// An arrow that leads `dx` points to the right and `dy` points down.
  public init(dx: Double, dy: Double = 0, label: String = "") {
    self.label = label
    self.dx = dx
    self.dy = dy
  }

  public func size() -> Size { Size(width: abs(dx), height: abs(dy)) }

  public func draw(around middle: Point) throws -> [SceneItem] {
    let length = max((dx * dx + dy * dy).squareRoot(), 0.001)
    let (ux, uy) = (dx / length, dy / length)
    let tip = Point(x: middle.x + dx / 2, y: middle.y + dy / 2)
    func back(_ along: Double, _ across: Double) -> Point {
      Point(x: tip.x - ux * along - uy * across, y: tip.y - uy * along + ux * across)
    }
    let shaft = ScenePath(
      [back(length, 0), back(3.5, 0)], stroke: Stroke(Theme.axisColor, width: 0.8))
    let head = ScenePath([tip, back(4.5, 2), back(4.5, -2)], isClosed: true, fill: Theme.axisColor)
    guard !label.isEmpty else { return [.path(shaft), .path(head)] }
    let text = try SceneText(label, Theme.annotation)
    let top = middle.y - abs(dy) / 2 - text.box.height - 2
    return [
      .path(shaft), .path(head), .text(text.placed(.center, x: middle.x, top: top)),
    ]
  }
}
