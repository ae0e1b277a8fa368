import Canvas
import Testing

@Suite struct TextLayoutTests {
  let body = TextStyle(.serif, 10.5)
  let prose = """
    Recall rises with the share of full attention, while language modelling stays flat: the \
    choice of ratio is one of memory against recall.
    """

  @Test func breaksWithinTheWidth() throws {
    let layout = try TextLayout([TextRun(prose, body)], width: 150)
    #expect(layout.lines.count > 3)
    #expect(layout.lines.allSatisfy { $0.x + $0.width <= 150 })
    #expect(layout.size.width == 150)
  }

  @Test func withoutWidthThereIsOneLine() throws {
    let layout = try TextLayout([TextRun(prose, body)])
    #expect(layout.lines.count == 1)
    #expect(layout.size.width == layout.lines[0].width)
  }

  @Test func leadingIsExactWhateverIsOnTheLine() throws {
    let runs = [
      TextRun(prose, body), TextRun(" code ", TextStyle(.mono, 14)), TextRun(prose, body),
    ]
    let layout = try TextLayout(runs, width: 200, leading: 14.5)
    for (index, line) in layout.lines.enumerated() {
      #expect(line.top == Double(index) * 14.5 && line.height == 14.5)
      #expect(line.baseline - line.top == layout.lines[0].baseline)
    }
    #expect(layout.size.height == Double(layout.lines.count) * 14.5)
  }

  @Test func naturalLinesDoNotOverlap() throws {
    let layout = try TextLayout([TextRun(prose, body)], width: 100)
    for (above, below) in zip(layout.lines, layout.lines.dropFirst()) {
      #expect(abs(above.top + above.height - below.top) < 0.01)
      #expect(above.baseline > above.top && above.baseline < above.top + above.height)
    }
  }

  @Test func alignmentMovesLines() throws {
    let text = [TextRun("one\nlonger line", body)]
    let left = try TextLayout(text, width: 100)
    let right = try TextLayout(text, width: 100, alignment: .right)
    let center = try TextLayout(text, width: 100, alignment: .center)
    for i in 0..<2 {
      #expect(left.lines[i].x == 0)
      #expect(abs(right.lines[i].x + right.lines[i].width - 100) < 0.01)
      #expect(abs(center.lines[i].x + center.lines[i].width / 2 - 50) < 0.01)
    }
  }

  @Test func sizesScaleExactly() throws {
    let small = try TextLayout([TextRun("24:1 ≤ 0.436", TextStyle(.sans, 7))]).size
    let large = try TextLayout([TextRun("24:1 ≤ 0.436", TextStyle(.sans, 70))]).size
    #expect(abs(small.width * 10 - large.width) < 0.1)
  }

  @Test func tabularFiguresHaveOneWidth() throws {
    func width(_ text: String) throws -> Double {
      try TextLayout([TextRun(text, TextStyle(.sans, 10, tabularFigures: true))]).size.width
    }
    #expect(try width("0.111") == width("0.848"))
  }

  @Test func aWordWithAColonStaysWhole() throws {
    let runs = [TextRun("data: arXiv:2507.06457", body)]
    let whole = try TextLayout([TextRun("data: arXiv:", body)]).size.width
    let layout = try TextLayout(runs, width: whole + 5)
    let first = try TextLayout([TextRun("data:", body)]).size.width
    #expect(layout.lines.count == 2)
    #expect(layout.lines[0].width < first + 4)
  }

  @Test func emptyTextIsOneEmptyLine() throws {
    let layout = try TextLayout([TextRun("", body)], leading: 14)
    #expect(layout.lines.count == 1 && layout.size.width == 0 && layout.size.height == 14)
  }

  @Test func threadsShareTheFonts() async throws {
    let widths = try await withThrowingTaskGroup(of: Double.self) { group in
      for _ in 0..<32 {
        group.addTask { try TextLayout([TextRun(prose, body)], width: 120).lines[0].width }
      }
      return try await group.reduce(into: Set<Double>()) { $0.insert($1) }
    }
    #expect(widths.count == 1)
  }
}
