import Canvas

/// An element of the document's structure that boxes stand in. Boxes of one element share it: two
/// elements of the same role are not the same.
final class StructureElement: Sendable {
  let role: StructureRole
  /// Whether what is drawn in it has elements of its own, as lines with links do.
  let holdsElements: Bool

  init(_ role: StructureRole, holdsElements: Bool = false) {
    self.role = role
    self.holdsElements = holdsElements
  }

  /// An element for a text.
  convenience init(_ role: StructureRole, of layout: TextLayout) {
    self.init(role, holdsElements: layout.hasLinks)
  }
}

extension [Box] {
  /// The same boxes within an element that they share, outside of those that they have.
  func within(_ element: StructureElement) -> [Box] {
    map { box in
      var copy = box
      copy.path.insert(element, at: 0)
      copy.carriedHead = box.carriedHead.within(element)
      copy.carriedFoot = box.carriedFoot.within(element)
      return copy
    }
  }
}

/// Opens and closes elements as boxes are drawn. The document and its sections go on from page to
/// page; what is within a section ends with the page and begins again on the next, because running
/// heads stand between.
struct StructureWriter {
  private var path: [StructureElement] = []
  private var isInSection = false

  /// Before a page's boxes.
  mutating func beginPage(_ page: Int, on canvas: Canvas) {
    if page == 1 { canvas.open(.document) }
  }

  /// Before a box is drawn.
  mutating func begin(_ box: Box, on canvas: Canvas) {
    if box.anchors.contains(where: { $0.level == 1 }) { startSection(on: canvas) }
    let shared = zip(path, box.path).prefix { $0 === $1 }.count
    close(to: shared, on: canvas)
    for element in box.path.dropFirst(shared) { canvas.open(element.role) }
    path = box.path
  }

  /// After a page's boxes; the last page ends the document.
  mutating func endPage(isLast: Bool, on canvas: Canvas) {
    close(to: 0, on: canvas)
    guard isLast else { return }
    if isInSection { canvas.close(.section) }
    canvas.close(.document)
  }

  private mutating func startSection(on canvas: Canvas) {
    close(to: 0, on: canvas)
    if isInSection { canvas.close(.section) }
    canvas.open(.section)
    isInSection = true
  }

  private mutating func close(to depth: Int, on canvas: Canvas) {
    while path.count > depth { canvas.close(path.removeLast().role) }
  }
}
