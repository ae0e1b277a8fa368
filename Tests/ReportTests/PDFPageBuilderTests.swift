import Canvas
import Core
import Testing

@testable import Report

/// Columns of random boxes, cut into pages.
@Suite struct PDFPageBuilderTests {
  private static let height = 200.0

  /// Sections of headings, lines and figures, named by their order: "line 4".
  private func column(seed: UInt64) -> [Box] {
    var random = RandomStream(seed: seed)
    var boxes: [Box] = []
    for index in 0..<120 {
      let roll = random.index(below: 20)
      let kind: Box.Kind = roll < 2 || index == 0 ? .heading : roll < 4 ? .float : .line
      var box = Box(kind: kind, height: kind == .float ? 20 + 100 * random.uniform() : 10)
      box.above = Double(random.index(below: 8))
      box.startsSection = kind == .heading && (roll == 0 || index == 0)
      box.anchors = [Anchor(name: "\(index)", title: "\(kind)")]
      boxes.append(box)
    }
    return Galley.keepingHeadings(boxes)
  }

  private func order(_ boxes: [Box], _ isWanted: (Box) -> Bool) -> [Int] {
    boxes.filter(isWanted).compactMap { $0.anchors.first.flatMap { Int($0.name) } }
  }

  @Test(arguments: UInt64(0)..<60) func pagesHoldEverythingInOrder(_ seed: UInt64) {
    let column = column(seed: seed)
    var builder = PageBuilder(height: Self.height)
    let pages = builder.pages(of: column)
    let placed = pages.joined().map(\.box)
    #expect(order(placed) { _ in true }.sorted() == Array(column.indices))
    let texts = order(placed) { $0.kind != .float }
    let floats = order(placed) { $0.kind == .float }
    #expect(texts == texts.sorted())
    #expect(floats == floats.sorted())
  }

  @Test(arguments: UInt64(0)..<60) func nothingOverlapsOrLeavesThePage(_ seed: UInt64) {
    var builder = PageBuilder(height: Self.height)
    for page in builder.pages(of: column(seed: seed)) {
      #expect(!page.isEmpty)
      for (a, b) in zip(page, page.dropFirst()) { #expect(a.top + a.box.height <= b.top + 0.001) }
      #expect(page.allSatisfy { $0.top + $0.box.height <= Self.height + 0.011 })
    }
  }

  @Test(arguments: UInt64(0)..<60) func figuresStayInTheirSection(_ seed: UInt64) {
    let column = column(seed: seed)
    var builder = PageBuilder(height: Self.height)
    let placed = builder.pages(of: column).joined().map(\.box)
    var (section, expected) = (0, [Int: Int]())
    for index in column.indices {
      if column[index].startsSection { section = index }
      expected[index] = section
    }
    section = 0
    for box in placed {
      let index = box.anchors.first.flatMap { Int($0.name) } ?? -1
      if box.startsSection { section = index }
      #expect(expected[index] == section)
    }
  }

  @Test(arguments: UInt64(0)..<60) func headingsStayWithTheirText(_ seed: UInt64) {
    let column = column(seed: seed)
    var builder = PageBuilder(height: Self.height)
    for page in builder.pages(of: column).dropLast() {
      let last = order(page.suffix(1).map(\.box)) { $0.kind == .heading }
      // A heading with nothing under it has nothing to stay with.
      #expect(last.allSatisfy { column.dropFirst($0 + 1).first?.startsSection ?? true })
    }
  }

  /// A section of a few lines and a figure, with smaller forms, that does not fit below them.
  private func lines(_ count: Int, figure: Double) -> [Box] {
    var float = Box(kind: .float, height: figure)
    float.smaller = [0.9, 0.8].map { Box(kind: .float, height: figure * $0) }
    return (0..<count).map { _ in Box(height: 10) } + [float]
  }

  @Test func aFigureShrinksRatherThanLeavingAPageEmpty() {
    var builder = PageBuilder(height: Self.height)
    let pages = builder.pages(of: lines(5, figure: 160))
    #expect(pages.map(\.count) == [6])
    #expect(pages[0].last?.box.height == 144)
    var full = PageBuilder(height: Self.height)
    #expect(full.pages(of: lines(14, figure: 70)).map(\.count) == [14, 1])
    var large = PageBuilder(height: Self.height)
    #expect(large.pages(of: lines(9, figure: 160)).joined().last?.box.height == 160)
  }

  @Test func aTableGoesOnBeforeALargeFigure() {
    let head = Box(kind: .row, height: 10)
    let rows = (0..<25).map { _ in
      var row = Box(kind: .row, height: 10)
      row.carriedHead = [head]
      return row
    }
    var builder = PageBuilder(height: Self.height)
    let column = [Box(height: 150), Box(kind: .float, height: 130)] + rows
    let pages = builder.pages(of: column)
    #expect(pages.map { $0.count { $0.box.kind == .row } } == [5, 20, 2])
    #expect(pages.map { $0.contains { $0.box.kind == .float } } == [false, false, true])
    var other = PageBuilder(height: Self.height)
    let small = other.pages(of: [Box(height: 150), Box(kind: .float, height: 60)] + rows)
    #expect(small.map { $0.first?.box.kind } == [.line, .float, .row])
  }

  @Test func longLinesOfCodeAreCutBehindSpaces() {
    #expect(SourceSetter.wrap("let a = b", columns: 20) == ["let a = b"])
    #expect(SourceSetter.wrap("let alpha = beta", columns: 12) == ["let alpha = ", "beta"])
    #expect(
      SourceSetter.wrap(String(repeating: "x", count: 25), columns: 10).map(\.count) == [
        10, 6, 6, 3,
      ])
  }

  @Test func quotesTurnToTheText() {
    #expect(Typography.quoted("\"It's\" ('so')") == "“It’s” (‘so’)")
    let code = [TextRun("a \"b\"", TextStyle(.mono, 8)), TextRun("\"", TextStyle(.serif, 10))]
    #expect(Typography.quoted(code).map(\.text) == ["a \"b\"", "”"])
  }
}
