/// Places side notes: beside the line that they belong to, or as near as there is room.
///
/// Notes never overlap, keep off what is as wide as text and margin together, and keep their order. A
/// note that its page has no room for stands at the top of the next page's margin.
struct MarginColumn {
  /// Of the text block, in points.
  let height: Double
  /// Between two notes, and around what is wide, in points.
  static let gap = 7.0

  /// The notes of each page, with how far from the block's top they stand. Notes that the last
  /// page has no room for make further pages.
  func notes(of pages: [[PlacedBox]]) -> [[PlacedBox]] {
    var carried: [Box] = []
    var result = pages.map { notes(of: $0, &carried) }
    while !carried.isEmpty { result.append(notes(of: [], &carried)) }
    return result
  }

  /// The notes of a page; what it has no room for is carried on.
  private func notes(of page: [PlacedBox], _ carried: inout [Box]) -> [PlacedBox] {
    let here = page.flatMap { placed in
      placed.box.notes.map { PlacedBox(box: $0, top: placed.top + SideNoteSetter.drop) }
    }
    var wanted = carried.map { PlacedBox(box: $0, top: 0) } + here
    let obstacles = page.filter(\.box.isWide).map { ($0.top, $0.top + $0.box.height) }
    carried = []
    while true {
      if let placed = place(wanted, around: obstacles) { return placed }
      carried.insert(wanted.removeLast().box, at: 0)
    }
  }

  /// All notes on one page, or `nil` where there is no room.
  private func place(_ wanted: [PlacedBox], around obstacles: [(Double, Double)]) -> [PlacedBox]? {
    var result = wanted
    var next = 0.0
    for index in result.indices {
      let height = result[index].box.height
      var top = max(result[index].top, next)
      while let hit = obstacles.first(where: { Self.meets($0, top, height) }) {
        top = hit.1 + Self.gap
      }
      result[index].top = top
      next = top + height + Self.gap
    }
    return raised(result, around: obstacles)
  }

  /// What reaches below the block is moved up, and what it then meets.
  private func raised(_ notes: [PlacedBox], around obstacles: [(Double, Double)]) -> [PlacedBox]? {
    var result = notes
    var bottom = height
    for index in result.indices.reversed() {
      let height = result[index].box.height
      var top = min(result[index].top, bottom - height)
      while let hit = obstacles.last(where: { Self.meets($0, top, height) }) {
        top = hit.0 - Self.gap - height
      }
      // A note that is higher than a page begins at an empty one's top.
      guard top > -0.01 || (notes.count == 1 && obstacles.isEmpty) else { return nil }
      top = max(0, top)
      result[index].top = top
      bottom = top - Self.gap
    }
    return result
  }

  private static func meets(_ obstacle: (Double, Double), _ top: Double, _ height: Double) -> Bool {
    top < obstacle.1 + gap - 0.01 && top + height > obstacle.0 - gap + 0.01
  }
}
