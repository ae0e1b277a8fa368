/// Shares the width of a table among its columns.
struct ColumnFit {
  private let measures: [ColumnMeasure]
  private let room: Double
  /// Texts up to this width stay on one line where the others can give way, in points.
  private static let short = 84.0

  /// Columns within `room` points, gaps not counted.
  init(_ measures: [ColumnMeasure], in room: Double) {
    self.measures = measures
    self.room = room
  }

  /// The width of each column in points.
  func widths() -> [Double] {
    let natural = measures.map(\.natural)
    if natural.reduce(0, +) <= room { return natural }
    if measures.reduce(0, { $0 + $1.least }) > room { return squeezed() }
    return lowered(filled(floors))
  }

  /// The least that each column gets: short texts whole, unless that leaves no room for others.
  private var floors: [Double] {
    let whole = measures.map { $0.isText && $0.natural <= Self.short ? $0.natural : $0.least }
    return whole.reduce(0, +) <= room ? whole : measures.map(\.least)
  }

  /// Columns of texts at one width, the widest that there is room for, but none wider than it
  /// needs to be.
  private func filled(_ floors: [Double]) -> [Double] {
    func widths(_ cap: Double) -> [Double] {
      zip(measures, floors).map { $0.isText ? max($1, min($0.natural, cap)) : $1 }
    }
    var (low, high) = (0.0, room)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if widths(middle).reduce(0, +) <= room { low = middle } else { high = middle }
    }
    return widths(low)
  }

  /// Less than the least: columns of numbers keep theirs, and words are broken.
  private func squeezed() -> [Double] {
    let numbers = measures.filter { !$0.isText }.reduce(0) { $0 + $1.least }
    let words = measures.filter(\.isText).reduce(0) { $0 + $1.least }
    guard words > 0, numbers < room else {
      return measures.map { $0.least * room / (numbers + words) }
    }
    return measures.map { $0.isText ? $0.least * (room - numbers) / words : $0.least }
  }
}

// MARK: - Long texts

extension ColumnFit {
  /// The same width shared so that the rows get as low as they can: room moves from one column to
  /// another, in steps, as long as that saves lines.
  private func lowered(_ start: [Double]) -> [Double] {
    let floors = self.floors
    let long = measures.indices.filter { measures[$0].isText && measures[$0].natural > Self.short }
    var (widths, cost) = (start, height(start))
    for step in [24.0, 8, 3] {
      while let better = bestMove(widths, cost, step, long, floors) {
        (widths, cost) = (better.widths, better.cost)
      }
    }
    return widths
  }

  private func bestMove(
    _ widths: [Double], _ cost: Double, _ step: Double, _ long: [Int], _ floors: [Double]
  ) -> (widths: [Double], cost: Double)? {
    var best: (widths: [Double], cost: Double)?
    for from in long where widths[from] - step >= floors[from] {
      for to in long where to != from {
        var moved = widths
        moved[from] -= step
        moved[to] += step
        let height = height(moved)
        if height < (best?.cost ?? cost) - 1e-6 { best = (moved, height) }
      }
    }
    return best
  }

  /// How many lines all rows take; a part of a last line counts a little, to show the way.
  private func height(_ widths: [Double]) -> Double {
    (0..<rowCount).reduce(0) { sum, row in
      let lines = measures.indices.map { measures[$0].lines(of: row, width: widths[$0]) }
      return sum + (lines.map { Double($0.count) + 0.05 * $0.last }.max() ?? 0)
    }
  }

  private var rowCount: Int { measures.map(\.cells.count).max() ?? 0 }

  /// Lines of a row, on average.
  func meanLines(_ widths: [Double]) -> Double {
    rowCount == 0 ? 0 : height(widths) / Double(rowCount)
  }
}
