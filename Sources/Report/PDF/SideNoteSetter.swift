import Canvas

/// Sets a note on sources for the page's margin: the values in bold, under them where they are
/// from.
///
/// Notes stand beside their paragraph rather than at the page's foot, so that no mark has to stand
/// behind a number, where it would be read as a power, and so that a note takes no room from text.
enum SideNoteSetter {
  /// How far the first line is lowered, so that it stands on the text's first baseline, in points.
  static let drop = (PageStyle.bodyLeading - PageStyle.noteLeading) / 2 + 1

  static func box(_ note: SourceNote) throws -> Box {
    let runs = note.entries.enumerated().flatMap { index, entry in
      [
        TextRun(
          (index > 0 ? "\n" : "") + entry.values + "\n", PageStyle.note.with(weight: .semibold)),
        TextRun(entry.sources.entries.map(broken).joined(separator: "\n"), PageStyle.note),
      ]
    }
    let layout = try TextLayout(
      runs, width: PageStyle.margin.width, leading: PageStyle.noteLeading)
    return .block(layout, kind: .line, role: .note)
  }

  /// A path that is too long for the line goes on behind its last slash.
  private static func broken(_ source: String) -> String {
    guard !source.hasPrefix("/"), source.count > SourceList.longestName,
      let slash = source.prefix(while: { $0 != " " }).lastIndex(of: "/")
    else { return source }
    let next = source.index(after: slash)
    return source[..<next] + "\n" + source[next...]
  }
}
