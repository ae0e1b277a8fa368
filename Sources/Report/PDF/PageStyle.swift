import Canvas

/// The sizes (points) and colours of the pages, in one place.
enum PageStyle {
  /// A4.
  static let paper = Size(width: 595.276, height: 841.89)
  /// Where text and figures stand: 5.5 inches wide, 46 lines high. Text is ragged on the right,
  /// everywhere: numbers, paths and names of models would tear holes into justified lines.
  static let block = Rect(x: 48, y: 88, width: 396, height: 667)
  /// Where notes on sources stand.
  static let margin = Rect(x: 458, y: 88, width: 104, height: 667)
  /// Block and margin together, for code and for tables that need it.
  static let full = Rect(x: 48, y: 88, width: 514, height: 667)

  static let ink = Color(hex: 0x1A1A1A)
  static let secondary = Color(hex: 0x595959)
  static let linkColor = Color(hex: 0x1F4E79)

  static let body = TextStyle(.serif, 10.5, color: ink)
  static let bodyLeading = 14.5
  static let paragraphGap = 6.5
  /// The first paragraph of a summary: the answer.
  static let lead = TextStyle(.serif, 11.8, color: ink)
  static let leadLeading = 16.0
  static let minorHeading = TextStyle(.serif, 10.5, weight: .bold, color: ink)
  static let subheading = TextStyle(.sans, 11.5, weight: .semibold, color: ink)
  static let heading = TextStyle(.sans, 14, weight: .semibold, color: ink)
  static let title = TextStyle(.sans, 21, weight: .semibold, color: ink)
  static let subtitle = TextStyle(.serif, 11.5, color: secondary)
  /// Captions, tables, contents.
  static let small = TextStyle(.sans, 8.5, color: ink)
  static let smallLeading = 11.5
  /// Tables that would not fit otherwise.
  static let dense = TextStyle(.sans, 7.5, color: ink)
  /// Notes in the margin.
  static let note = TextStyle(.sans, 6.5, color: secondary)
  static let noteLeading = 8.5
  static let code = TextStyle(.mono, 7.6, color: ink)
  static let codeLeading = 10.5
  /// Running heads and folios.
  static let furniture = TextStyle(.sans, 7.5, color: secondary, tabularFigures: true)

  static let hairline = Stroke(Color(hex: 0xB3B3B3), width: 0.4)
  static let heavyRule = Stroke(ink, width: 0.8)
  static let lightRule = Stroke(ink, width: 0.5)

  /// Code of a kind.
  static func code(of kind: CodeToken.Kind) -> TextStyle {
    code.with(
      weight: kind.isHeavy ? .semibold : .regular, italic: kind.isSlanted, color: kind.color)
  }

  /// How far lists and quotes are set in.
  static let indent = 16.0
  /// Around figures and tables.
  static let floatGap = 16.0

  /// The style of code within text of `style`: the mono's letters are large for their size.
  static func inlineCode(in style: TextStyle) -> TextStyle {
    style.with(typeface: .mono, size: style.size >= 10 ? 8.5 : 7.5)
  }
}
