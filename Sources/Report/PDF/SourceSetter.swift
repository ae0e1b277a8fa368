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
      let end = Point(x: place.x + PageStyle.full.width, y: start.y)
      canvas.line(from: start, to: end, PageStyle.hairline)
    }
    let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
    let code = lines.trimmingBlank().joined(separator: "\n")
    heading.path = [StructureElement(.minorHeading)]
    return [heading] + (try self.lines(code, x: 0, above: 3)).map(\.wide)
  }

  /// Lines of code, `x` points from the left of the column, with the colours of Swift where it is
  /// Swift.
  static func lines(_ code: String, x: Double, above: Double, isSwift: Bool = true) throws
    -> [Box]
  {
    let columns = Int((PageStyle.full.width - x) / (PageStyle.code.size * 0.6))
    let plain = code.replacing("\t", with: "  ")
    let lines =
      isSwift
      ? SwiftHighlighter.lines(of: plain)
      : plain.split(separator: "\n", omittingEmptySubsequences: false)
        .map { [CodeToken(.plain, String($0))] }
    var boxes: [Box] = []
    for line in lines {
      let pieces = wrap(line.map(\.text).joined(), columns: columns)
      for (index, piece) in cut(line, into: pieces).enumerated() {
        boxes.append(try box(piece, isContinued: index > 0, x: x))
      }
    }
    guard !boxes.isEmpty else { return [] }
    let element = StructureElement(.code)
    for index in boxes.indices { boxes[index].path = [element] }
    boxes[0].above = above
    boxes[0].staysWithNext = boxes.count > 1
    if boxes.count > 1 { boxes[boxes.count - 2].staysWithNext = true }
    boxes[boxes.count - 1].below = above
    return boxes
  }

  /// The tokens of a line, cut where its pieces end.
  private static func cut(_ line: [CodeToken], into pieces: [String]) -> [[CodeToken]] {
    var rest = line[...]
    return pieces.map { piece in
      var (room, result) = (piece.unicodeScalars.count, [CodeToken]())
      while room > 0, let token = rest.first {
        let head = token.text.unicodeScalars.prefix(room)
        result.append(CodeToken(token.kind, String(head)))
        room -= head.count
        let tail = String(token.text.unicodeScalars.dropFirst(head.count))
        if tail.isEmpty { rest.removeFirst() } else { rest[rest.startIndex].text = tail }
      }
      return result
    }
  }

  private static func box(_ piece: [CodeToken], isContinued: Bool, x: Double) throws -> Box {
    let leading = PageStyle.codeLeading
    guard piece.contains(where: { $0.text.contains { $0 != " " } }) else {
      return Box(height: leading)
    }
    var runs = piece.map { TextRun($0.text, PageStyle.code(of: $0.kind)) }
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

extension [Substring] {
  /// Without blank lines at either end.
  fileprivate func trimmingBlank() -> ArraySlice<Substring> {
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
    let tail = drop(while: isBlank)
    guard let last = tail.lastIndex(where: { !isBlank($0) }) else { return [] }
    return tail[...last]
  }
}
