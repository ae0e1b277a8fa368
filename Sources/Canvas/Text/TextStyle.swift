import Core

/// How a run of text looks.
public struct TextStyle: Sendable, Hashable, Codable {
  public var typeface: Typeface
  /// Size in points.
  public var size: Double
  public var weight: FontWeight
  public var isItalic: Bool
  public var color: Color
  /// Digits of equal width and height, for columns of numbers.
  public var tabularFigures: Bool
  /// How far the text is raised above the baseline, in points; negative lowers it.
  public var rise: Double

  /// A style; only typeface and size (points) need saying.
  public init(
    _ typeface: Typeface, _ size: Double, weight: FontWeight = .regular, italic: Bool = false,
    color: Color = .black, tabularFigures: Bool = false, rise: Double = 0
  ) {
    (self.typeface, self.size, self.weight, isItalic) = (typeface, size, weight, italic)
    (self.color, self.tabularFigures, self.rise) = (color, tabularFigures, rise)
  }

  /// The same style with some parts changed; sizes in points.
  public func with(
    typeface: Typeface? = nil, size: Double? = nil, weight: FontWeight? = nil,
    italic: Bool? = nil, color: Color? = nil, tabularFigures: Bool? = nil, rise: Double? = nil
  ) -> TextStyle {
    var copy = self
    copy.typeface = typeface ?? copy.typeface
    copy.size = size ?? copy.size
    copy.weight = weight ?? copy.weight
    copy.isItalic = italic ?? copy.isItalic
    copy.color = color ?? copy.color
    copy.tabularFigures = tabularFigures ?? copy.tabularFigures
    copy.rise = rise ?? copy.rise
    return copy
  }

  /// OpenType features, in the notation of CSS.
  var features: String {
    var list: [String] = []
    if typeface == .mono { list.append("calt=0") }
    if tabularFigures { list += ["tnum=1", "lnum=1"] }
    return list.joined(separator: ",")
  }
}

/// A stretch of text in one style.
public struct TextRun: Sendable, Hashable, Codable {
  public var text: String
  public var style: TextStyle

  /// Text in a style. Control characters are spelled out, but for `\n`.
  public init(_ text: String, _ style: TextStyle) {
    self.text = VisibleText.of(text, keepingLines: true)
    self.style = style
  }
}

/// Where the lines of a text lie within its width.
public enum TextAlignment: String, Sendable, Hashable, Codable {
  case left
  case center
  case right
}
