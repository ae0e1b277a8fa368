import Canvas

/// Sets code: one box a line, long lines wrapped with a mark before what continues.
enum SourceSetter {
  /// A cell under a heading that says where it is from.
  static func boxes(_ cell: SourceCell) throws -> [Box] {
    let style = PageStyle.code.with(weight: .bold, color: PageStyle.secondary)
    let layout = try TextLayout([TextRun("\(cell.file):\(cell.line)", style)], leading: 12)
    var heading = Box.block(layout, kind: .heading)
    (heading.above, heading.below, heading.staysWithNext) = (15, 3, true)
    heading = heading.adding { canvas, place, _ in
      let start = Point(x: place.x, y: place.y - 3)
      let end = Point(x: place.x + PageStyle.block.width, y: start.y)
      canvas.line(from: start, to: end, PageStyle.hairline)
    }
    let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
    let code = lines.trimmingBlank().joined(separator: "\n")
    return [heading] + (try self.lines(code, x: 0, above: 3))
  }

  /// Lines of code, `x` points from the left of the column.
  static func lines(_ code: String, x: Double, above: Double) throws -> [Box] {
    let columns = Int((PageStyle.block.width - x) / (PageStyle.code.size * 0.6))
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    var boxes: [Box] = []
    for line in lines {
      let text = String(line).replacing("\t", with: "  ")
      for (index, piece) in wrap(text, columns: columns).enumerated() {
        boxes.append(try box(piece, isComment: text.isComment, isContinued: index > 0, x: x))
      }
    }
    guard !boxes.isEmpty else { return [] }
    boxes[0].above = above
    boxes[0].staysWithNext = boxes.count > 1
    if boxes.count > 1 { boxes[boxes.count - 2].staysWithNext = true }
    boxes[boxes.count - 1].below = above
    return boxes
  }

  private static func box(_ piece: String, isComment: Bool, isContinued: Bool, x: Double) throws
    -> Box
  {
    let leading = PageStyle.codeLeading
    guard piece.contains(where: { $0 != " " }) else { return Box(height: leading) }
    let color = isComment ? PageStyle.secondary : PageStyle.ink
    var runs = [TextRun(piece, PageStyle.code.with(color: color))]
    if isContinued { runs.insert(TextRun("↪ ", PageStyle.code.with(color: .grey)), at: 0) }
    let layout = try TextLayout(runs, leading: leading)
    var box = Box.block(layout, kind: .line, x: x)
    box.height = leading
    return box
  }

  /// Pieces of at most `columns` characters, cut behind a space where one is near.
  static func wrap(_ line: String, columns: Int) -> [String] {
    var pieces: [String] = []
    var rest = Substring(line)
    var room = columns
    while rest.count > room {
      let head = rest.prefix(room)
      let space = head.lastIndex(of: " ").map { head.index(after: $0) }
      let isNear = space.map { head.distance(from: $0, to: head.endIndex) < room / 2 } ?? false
      let cut = isNear ? space ?? head.endIndex : head.endIndex
      pieces.append(String(rest[..<cut]))
      rest = rest[cut...]
      room = columns - 4
    }
    return pieces + [String(rest)]
  }
}

extension Color {
  fileprivate static let grey = Color(hex: 0x8A8A8A)
}

extension String {
  fileprivate var isComment: Bool { drop { $0 == " " }.hasPrefix("//") }
}

extension [Substring] {
  /// Without blank lines at either end.
  fileprivate func trimmingBlank() -> ArraySlice<Substring> {
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
    let tail = drop(while: isBlank)
    guard let last = tail.lastIndex(where: { !isBlank($0) }) else { return [] }
    return tail[...last]
  }
}
