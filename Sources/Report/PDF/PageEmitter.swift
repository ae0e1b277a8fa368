import Canvas
import Core
import Foundation

/// Draws finished pages, with running heads, folios and the outline.
struct PageEmitter {
  let document: Document
  let pages: [[PlacedBox]]
  /// What stands in the margin of each page.
  let notes: [[PlacedBox]]

  /// The pages with their notes.
  init(document: Document, pages: [[PlacedBox]]) {
    self.document = document
    notes = MarginColumn(height: PageStyle.block.height).notes(of: pages)
    self.pages = pages + notes.dropFirst(pages.count).map { _ in [] }
  }

  func data() throws -> Data {
    let surface = try PDFSurface(metadata: metadata, isTagged: true)
    let numbers = pageNumbers
    let heads = runningHeads
    var structure = StructureWriter()
    for (index, page) in pages.enumerated() {
      try surface.page(size: PageStyle.paper, label: "\(index + 1)") { canvas in
        structure.beginPage(index + 1, on: canvas)
        try furniture(on: canvas, page: index + 1, head: heads[index])
        for placed in page {
          structure.begin(placed.box, on: canvas)
          try draw(placed, on: canvas, numbers)
        }
        for note in notes[index] {
          structure.begin(note.box, on: canvas)
          let place = Point(x: PageStyle.margin.x, y: PageStyle.margin.y + note.top)
          try note.box.draw(canvas, place, numbers)
        }
        structure.endPage(isLast: index == pages.count - 1, on: canvas)
      }
    }
    outline(on: surface)
    return try surface.finish()
  }

  private var metadata: PDFMetadata {
    PDFMetadata(
      title: document.title, author: document.author, subject: document.subtitle,
      keywords: (["reproducibility"] + document.sections.map(\.title)).joined(separator: ", "),
      creator: "Interleave", date: document.date)
  }

  private var pageNumbers: PageNumbers {
    var numbers = PageNumbers(pages: [:], count: pages.count)
    for (index, page) in pages.enumerated() {
      for anchor in page.flatMap(\.box.anchors) { numbers.pages[anchor.name] = index + 1 }
    }
    return numbers
  }

  private func draw(_ placed: PlacedBox, on canvas: Canvas, _ numbers: PageNumbers) throws {
    let place = Point(x: PageStyle.block.x, y: PageStyle.block.y + placed.top)
    for anchor in placed.box.anchors {
      canvas.destination(anchor.name, at: Point(x: 0, y: max(0, place.y - 12)))
    }
    try placed.box.draw(canvas, place, numbers)
  }
}

// MARK: - Heads and folios

extension PageEmitter {
  /// The section in force at the top of each page.
  private var runningHeads: [String] {
    var current = ""
    return pages.map { page in
      let titles = page.flatMap(\.box.anchors).filter { $0.level == 1 }.map(\.title)
      let startsHere = page.first?.box.startsSection == true
      let head = startsHere || current.isEmpty ? titles.first ?? current : current
      current = titles.last ?? current
      return head
    }
  }

  private func furniture(on canvas: Canvas, page: Int, head: String) throws {
    let block = PageStyle.full
    let folio = "\(page) / \(pages.count)"
    try text(folio, on: canvas, y: block.maxY + 26, isRight: true)
    guard page > 1 else { return }
    let y = block.y - 34
    let left = try shortened(head, to: block.width * 0.48)
    let right = try shortened(Typography.quoted(document.title), to: block.width * 0.48)
    try text(left, on: canvas, y: y, isRight: false)
    try text(right, on: canvas, y: y, isRight: true)
    canvas.line(
      from: Point(x: block.minX, y: y + 13), to: Point(x: block.maxX, y: y + 13),
      PageStyle.hairline)
  }

  private func text(_ text: String, on canvas: Canvas, y: Double, isRight: Bool) throws {
    guard !text.isEmpty else { return }
    let layout = try TextLayout([TextRun(text, PageStyle.furniture)], leading: 10)
    let x = isRight ? PageStyle.full.maxX - layout.size.width : PageStyle.full.minX
    layout.draw(on: canvas, at: Point(x: x, y: y))
  }

  /// As many whole words of a title as there is room for.
  private func shortened(_ text: String, to width: Double) throws -> String {
    func isFitting(_ text: String) throws -> Bool {
      try TextLayout([TextRun(text, PageStyle.furniture)]).size.width <= width
    }
    var words = text.split(separator: " ")
    guard !words.isEmpty, try !isFitting(text) else { return text }
    words.removeLast()
    while try words.count > 1 && !isFitting(words.joined(separator: " ") + " …") {
      words.removeLast()
    }
    return words.joined(separator: " ") + " …"
  }
}

// MARK: - Outline

extension PageEmitter {
  private func outline(on surface: PDFSurface) {
    var parents: [(level: Int, entry: OutlineEntry)] = []
    for anchor in pages.joined().flatMap(\.box.anchors) {
      guard let level = anchor.level else { continue }
      parents.removeAll { $0.level >= level }
      let entry = surface.outline(
        anchor.title, to: anchor.name, under: parents.last?.entry, isOpen: level == 1)
      parents.append((level, entry))
    }
  }
}
