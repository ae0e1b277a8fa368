import Canvas

/// How much room a column of a table wants.
struct ColumnMeasure {
  /// Width without wrapping, and that of the widest part which does not wrap, in points.
  var natural = 1.0
  var least = 1.0
  var isText = false
  /// The width of each cell without wrapping, in points.
  var cells: [Double] = []

  /// Longer words than this (paths, mostly) may be broken, in points.
  private static let longestWord = 80.0

  /// Takes in a cell.
  mutating func hold(_ runs: [TextRun], wraps: Bool) throws {
    let width = try Self.width(runs)
    cells.append(width)
    natural = max(natural, width)
    guard wraps, let style = runs.first?.style else { return least = max(least, width) }
    for word in runs.map(\.text).joined().split(separator: " ") {
      least = max(least, min(Self.longestWord, try Self.width([TextRun(String(word), style)])))
    }
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
