import Canvas

/// A text at a fixed place.
public struct SceneText: Codable, Hashable, Sendable {
  public var text: String
  public var style: TextStyle
  /// The box of the text, in points: its place is the top left corner.
  public var box: Rect
  /// Where lines break, in points; `nil` for a single line.
  public var wrapWidth: Double?
  public var alignment: TextAlignment
  /// Distance of baselines in points; `nil` for what the font asks for.
  public var leading: Double?
  /// The text in several styles, where one is not enough: a formula. `text` is then what they say.
  public var runs: [TextRun]?
  /// What it stands for.
  public var tag: SceneTag?

  /// The same text elsewhere, moved by points.
  public func offset(by delta: Point) -> SceneText {
    var copy = self
    copy.box = box.offset(by: delta)
    return copy
  }
}

/// Which point of a text is put at a place.
public enum TextAnchor: Sendable {
  case left
  case center
  case right
}

extension SceneText {
  /// A measured text whose box starts at the origin; its quotation marks are turned to their words.
  /// - Throws: `Fault` for a font or character that is missing.
  public init(
    _ text: String, _ style: TextStyle, wrapWidth: Double? = nil,
    alignment: TextAlignment = .left, leading: Double? = nil
  ) throws {
    let wrapWidth = wrapWidth.map(rounded)
    let text = style.typeface == .mono ? text : Quotes.turned(text)
    let layout = try TextLayout(
      [TextRun(text, style)], width: wrapWidth, alignment: alignment, leading: leading)
    let widest = layout.lines.map { $0.x + $0.width }.max() ?? 0
    let width = alignment == .left ? widest : layout.size.width
    self.init(
      text: text, style: style,
      box: Rect(x: 0, y: 0, width: width, height: layout.size.height), wrapWidth: wrapWidth,
      alignment: alignment, leading: leading)
  }

  /// A measured line in several styles, such as a formula, whose box starts at the origin.
  /// - Throws: `Fault` for a font or character that is missing.
  public init(_ runs: [TextRun]) throws {
    let size = try TextLayout(runs).size
    let style = runs.first?.style ?? TextStyle(.sans, 8)
    self.init(
      text: runs.map(\.text).joined(), style: style,
      box: Rect(x: 0, y: 0, width: size.width, height: size.height), alignment: .left,
      runs: runs)
  }

  /// The same text with its vertical middle at `y`, and its left, centre or right at `x`.
  public func placed(_ anchor: TextAnchor, x: Double, midY: Double) -> SceneText {
    placed(anchor, x: x, top: midY - box.height / 2)
  }

  /// The same text with its top at `top`, and its left, centre or right at `x`.
  public func placed(_ anchor: TextAnchor, x: Double, top: Double) -> SceneText {
    let share =
      switch anchor {
      case .left: 0.0
      case .center: 0.5
      case .right: 1.0
      }
    return offset(by: Point(x: x - share * box.width - box.x, y: top - box.y))
  }
}
