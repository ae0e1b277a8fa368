/// Cuts a column of boxes into pages.
///
/// Pages are filled from the top. A figure that does not fit waits for the next page's top, and
/// the text behind it flows up; it never gets into another section, nor before another figure.
struct PageBuilder {
  private let height: Double
  private var pages: [[PlacedBox]] = [[]]
  private var bottom = 0.0
  private var spaceBelow = 0.0
  private var waiting: [Box] = []

  /// - Parameter height: of the text block, in points.
  init(height: Double) { self.height = height }

  /// The pages, each with its boxes and how far from the block's top they stand.
  mutating func pages(of boxes: [Box]) -> [[PlacedBox]] {
    for chunk in Self.chunks(boxes) { place(chunk) }
    placeWaiting()
    return pages
  }

  /// Boxes between which no page may end.
  private static func chunks(_ boxes: [Box]) -> [[Box]] {
    var chunks: [[Box]] = []
    var current: [Box] = []
    for box in boxes {
      current.append(box)
      if box.staysWithNext { continue }
      chunks.append(current)
      current = []
    }
    return current.isEmpty ? chunks : chunks + [current]
  }

  private mutating func place(_ chunk: [Box]) {
    if chunk[0].startsSection { placeWaiting() }
    let floats = chunk.filter { $0.kind == .float }
    let text = chunk.filter { $0.kind != .float }
    if floats.isEmpty || (waiting.isEmpty && fits(chunk)) { return append(chunk) }
    if text.last?.kind == .heading {
      placeWaiting()
      return Self.parts(chunk).forEach { append($0) }
    }
    if !text.isEmpty && !fits(text) {
      startPage()
      if waiting.isEmpty && fits(chunk) { return append(chunk) }
    }
    append(text)
    waiting += floats
  }

  /// A figure as it fits on the page at hand: a little smaller where the page would otherwise stay
  /// empty for the most part; `nil` where it has to go to the next.
  private func placeable(_ box: Box) -> Box? {
    if fits([box]) || isEmpty { return box }
    guard bottom < Self.fullEnough * height else { return nil }
    return box.smaller.first { fits([$0]) }
  }

  /// The share of a page below which it counts as empty.
  private static let fullEnough = 0.6

  /// A chunk whose last heading has only figures below it, cut behind each figure.
  private static func parts(_ chunk: [Box]) -> [[Box]] {
    chunk.reduce(into: [[]]) { parts, box in
      parts[parts.count - 1].append(box)
      if box.kind == .float { parts.append([]) }
    }.filter { !$0.isEmpty }
  }

  private mutating func placeWaiting() {
    while let box = waiting.first {
      guard let placed = placeable(box) else {
        startPage()
        continue
      }
      waiting.removeFirst()
      put(placed)
    }
  }
}

/// A box on a page.
struct PlacedBox {
  var box: Box
  /// Points from the top of the text block.
  var top: Double
}

// MARK: - The page at hand

extension PageBuilder {
  private var isEmpty: Bool { pages[pages.count - 1].isEmpty }

  private func fits(_ boxes: [Box]) -> Bool {
    var (y, space, isFirst) = (bottom, spaceBelow, isEmpty)
    for box in boxes {
      y += (isFirst ? 0 : max(space, box.above)) + box.height
      (space, isFirst) = (box.below, false)
    }
    return y <= height + 0.01
  }

  /// Places boxes together, on a new page where they do not fit. What is higher than a page is
  /// cut after all.
  private mutating func append(_ boxes: [Box]) {
    guard let first = boxes.first else { return }
    if !fits(boxes) && !isEmpty { continuePage(with: first, boxes) }
    for box in boxes {
      if !fits([box]) && !isEmpty { startPage() }
      put(box)
    }
  }

  /// A new page for `boxes`, with what a table repeats there.
  private mutating func continuePage(with first: Box, _ boxes: [Box]) {
    for box in first.carriedFoot { put(box) }
    // A table goes on before a large figure that waits, which would leave it a few rows' room.
    let isLarge = waiting.first.map { $0.height > Self.fullEnough * height } ?? false
    let isBefore = isLarge && !first.carriedHead.isEmpty
    repeat { startPage(withFigures: !isBefore) } while !fits(first.carriedHead + boxes) && !isEmpty
    for box in first.carriedHead { put(box) }
  }

  private mutating func put(_ box: Box) {
    let top = bottom + (isEmpty ? 0 : max(spaceBelow, box.above))
    pages[pages.count - 1].append(PlacedBox(box: box, top: top))
    (bottom, spaceBelow) = (top + box.height, box.below)
  }

  /// Begins a page with the figures that wait for one, as many as fit.
  private mutating func startPage(withFigures: Bool = true) {
    pages.append([])
    (bottom, spaceBelow) = (0, 0)
    while withFigures, let box = waiting.first, isEmpty || fits([box]) {
      waiting.removeFirst()
      put(box)
    }
  }
}
