import Canvas

/// How much room a column of a table wants.
struct ColumnMeasure {
  /// Width without wrapping, and that of the widest part which does not wrap, in points.
  var natural = 1.0
  var least = 1.0
  var isText = false
  /// The widths of the words of each cell, in points; one width for what does not wrap.
  private(set) var cells: [[Double]] = []
  /// Between words, in points.
  private var space = 0.0

  /// Longer words than this (paths, mostly) may be broken, in points.
  private static let longestWord = 80.0

  /// Takes in a cell.
  mutating func hold(_ runs: [TextRun], wraps: Bool) throws {
    let width = try Self.width(runs)
    natural = max(natural, width)
    guard wraps, let style = runs.first?.style else {
      cells.append([width])
      return least = max(least, width)
    }
    space =
      try TextLayout([TextRun("n n", style)]).size.width
      - 2 * TextLayout([TextRun("n", style)]).size.width
    let words = try runs.map(\.text).joined().split(separator: " ").map {
      try Self.width([TextRun(String($0), style)])
    }
    cells.append(words)
    least = max(least, min(Self.longestWord, words.max() ?? 0))
  }

  /// How many lines a cell takes in a column of `width` points, and how full the last one is, as a
  /// share; words are set one after the other, as text is.
  func lines(of row: Int, width: Double) -> (count: Int, last: Double) {
    guard cells.indices.contains(row) else { return (1, 0) }
    var (count, x) = (1, 0.0)
    for word in cells[row] {
      let start = x == 0 ? 0 : x + space
      if start + word > width + 0.25 && x > 0 {
        (count, x) = (count + 1, word)
      } else {
        x = start + word
      }
      while x > width + 0.25 { (count, x) = (count + 1, x - width) }
    }
    return (count, min(1, x / max(width, 1)))
  }

  /// Takes in a head, which may take two lines, cut where they are shortest.
  mutating func hold(header: String, _ style: TextStyle) throws {
    natural = max(natural, try Self.width([TextRun(header, style)]))
    let words = header.split(separator: " ")
    let cuts = try (1..<max(2, words.count)).map { cut in
      let lines = [words.prefix(cut), words.dropFirst(cut)].map { $0.joined(separator: " ") }
      return try lines.map { try Self.width([TextRun($0, style)]) }.max() ?? 0
    }
    least = max(least, cuts.min() ?? 0)
  }

  /// With a little to spare, so that rounding never wraps a text in its own width.
  private static func width(_ runs: [TextRun]) throws -> Double {
    runs.allSatisfy(\.text.isEmpty) ? 0 : try TextLayout(runs).size.width + 0.25
  }
}
