import Canvas

/// Sets a note on sources for the page's margin: the values in bold, under them where they are
/// from.
///
/// Notes stand beside their paragraph rather than at the page's foot, so that no mark has to stand
/// behind a number, where it would be read as a power, and so that a note takes no room from text.
enum SideNoteSetter {
  /// How far the first line is lowered, so that it stands on the text's first baseline, in points.
  static let drop = (PageStyle.bodyLeading - PageStyle.noteLeading) / 2 + 1

  /// Between two entries, in points.
  private static let gap = 2.5

  static func box(_ note: SourceNote) throws -> Box {
    let layouts = try note.entries.map(layout)
    let height = layouts.reduce(-gap) { $0 + $1.size.height + gap }
    return Box(
      height: height, path: [StructureElement(.note)],
      draw: { canvas, place, _ in
        var top = place.y
        for layout in layouts {
          layout.draw(on: canvas, at: Point(x: place.x, y: top))
          top += layout.size.height + gap
        }
      })
  }

  private static func layout(_ entry: SourceNote.Entry) throws -> TextLayout {
    let sources = try entry.sources.entries.map(broken).joined(separator: "\n")
    return try TextLayout(
      [
        TextRun(entry.values + "\n", PageStyle.note.with(weight: .semibold)),
        TextRun(sources, PageStyle.note),
      ], width: PageStyle.margin.width, leading: PageStyle.noteLeading)
  }

  /// A path that is too long for the line goes on behind its last slash.
  private static func broken(_ source: String) throws -> String {
    let path = source.prefix { $0 != " " }
    let unit = source.hasSuffix("row") || source.hasSuffix("rows") ? source[...] : path
    guard let slash = path.dropLast().lastIndex(of: "/"), slash > source.startIndex,
      try TextLayout([TextRun(String(unit), PageStyle.note)]).size.width > PageStyle.margin.width
    else { return source }
    let next = source.index(after: slash)
    return source[..<next] + "\n" + source[next...]
  }
}
