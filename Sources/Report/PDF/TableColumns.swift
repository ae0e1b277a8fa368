import Canvas

/// The widths of a table's columns, measured from what is in them.
struct TableColumns {
  /// Space between columns, in points.
  static let gap = 12.0
  let style: TextStyle
  /// In points.
  let widths: [Double]

  /// Points from the left of the table to each column.
  var lefts: [Double] {
    widths.indices.map { index in widths[..<index].reduce(0) { $0 + $1 + Self.gap } }
  }

  /// The table's width in points.
  var total: Double { widths.reduce(0, +) + Self.gap * Double(max(0, widths.count - 1)) }

  /// Columns for `table` within `width` points: as wide as their content where there is room;
  /// else heads of numbers wrap, then the widest texts; then the type is smaller, and at last
  /// words are broken.
  init(_ table: Table, width: Double) throws {
    let room = width - Self.gap * Double(max(0, table.columns.count - 1))
    let normal = try Self.measures(table, PageStyle.small)
    let isDense = normal.reduce(0) { $0 + $1.least } > room
    let measures = isDense ? try Self.measures(table, PageStyle.dense) : normal
    style = isDense ? PageStyle.dense : PageStyle.small
    widths = Self.fit(measures, in: room)
  }

  fileprivate struct Measure {
    /// Width without wrapping, and that of the widest part which does not wrap, in points.
    var natural = 1.0
    var least = 1.0
    var isText = false
  }

  private static func measures(_ table: Table, _ style: TextStyle) throws -> [Measure] {
    let figures = style.with(tabularFigures: true)
    return try table.columns.enumerated().map { index, column in
      var measure = Measure()
      try measure.hold(header: column.header, style.with(weight: .semibold))
      for row in table.rows where row.indices.contains(index) {
        let isText = row[index].isWords
        measure.isText = measure.isText || isText
        try measure.hold(row[index].shown, figures, wraps: isText)
      }
      return measure
    }
  }

  private static func fit(_ measures: [Measure], in room: Double) -> [Double] {
    func widths(_ cap: Double) -> [Double] {
      measures.map { $0.isText ? max($0.least, min($0.natural, cap)) : $0.least }
    }
    let natural = measures.map(\.natural)
    if natural.reduce(0, +) <= room { return natural }
    let least = measures.reduce(0) { $0 + $1.least }
    if least > room { return squeezed(measures, in: room) }
    var (low, high) = (0.0, room)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if widths(middle).reduce(0, +) <= room { low = middle } else { high = middle }
    }
    return widths(low)
  }
}

extension TableColumns {
  /// Less than the least: columns of numbers keep theirs, and words are broken.
  private static func squeezed(_ measures: [Measure], in room: Double) -> [Double] {
    let numbers = measures.filter { !$0.isText }.reduce(0) { $0 + $1.least }
    let words = measures.filter(\.isText).reduce(0) { $0 + $1.least }
    guard words > 0, numbers < room else {
      return measures.map { $0.least * room / (numbers + words) }
    }
    return measures.map { $0.isText ? $0.least * (room - numbers) / words : $0.least }
  }
}

extension Table.Cell {
  /// Words and formulas may take several lines; numbers never.
  fileprivate var isWords: Bool {
    switch self {
    case .text, .formula: true
    case .number, .missing: false
    }
  }
}

extension TableColumns.Measure {
  /// Longer words than this (paths, mostly) may be broken, in points.
  private static let longestWord = 80.0

  fileprivate mutating func hold(_ text: String, _ style: TextStyle, wraps: Bool) throws {
    let width = try Self.width(text, style)
    natural = max(natural, width)
    guard wraps else { return least = max(least, width) }
    for word in text.split(separator: " ") {
      least = max(least, min(Self.longestWord, try Self.width(String(word), style)))
    }
  }

  /// A head may take two lines, cut where they are shortest.
  fileprivate mutating func hold(header: String, _ style: TextStyle) throws {
    natural = max(natural, try Self.width(header, style))
    let words = header.split(separator: " ")
    let cuts = try (1..<max(2, words.count)).map { cut in
      let lines = [words.prefix(cut), words.dropFirst(cut)].map { $0.joined(separator: " ") }
      return try lines.map { try Self.width($0, style) }.max() ?? 0
    }
    least = max(least, cuts.min() ?? 0)
  }

  /// With a little to spare, so that rounding never wraps a text in its own width.
  private static func width(_ text: String, _ style: TextStyle) throws -> Double {
    text.isEmpty ? 0 : try TextLayout([TextRun(text, style)]).size.width + 0.25
  }
}
