import Canvas

/// The widths of a table's columns, measured from what is in them.
struct TableColumns {
  /// Space between columns, in points.
  static let gap = 12.0
  /// A table takes the margin's room where that leaves at most this share of its lines.
  private static let worthwhile = 0.8
  /// Rows that are higher than this on average even then, in lines, are set in smaller type.
  private static let mostLines = 6.0
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
  /// else heads of numbers wrap, then long texts, so that the table gets low. Where `wide` points
  /// save lines or words are too long, the table gets these; where that does not help, the type
  /// is smaller; at last words are broken.
  /// - Parameter runs: what a cell shows in a style.
  init(
    _ table: Table, width: Double, wide: Double,
    runs: (Table.Cell, TextStyle) throws -> [TextRun]
  ) throws {
    let gaps = Self.gap * Double(max(0, table.columns.count - 1))
    let measures = try Self.measures(table, PageStyle.small, runs)
    let least = measures.reduce(0) { $0 + $1.least }
    let (narrow, broad) = (
      ColumnFit(measures, in: width - gaps), ColumnFit(measures, in: wide - gaps)
    )
    let (narrowWidths, broadWidths) = (narrow.widths(), broad.widths())
    let (narrowLines, broadLines) = (narrow.meanLines(narrowWidths), broad.meanLines(broadWidths))
    if least <= width - gaps, broadLines > Self.worthwhile * narrowLines {
      (style, widths) = (PageStyle.small, narrowWidths)
      return
    }
    if least <= wide - gaps, broadLines <= Self.mostLines {
      (style, widths) = (PageStyle.small, broadWidths)
      return
    }
    style = PageStyle.dense
    let dense = try Self.measures(table, PageStyle.dense, runs)
    widths = ColumnFit(dense, in: wide - gaps).widths()
  }

  private static func measures(
    _ table: Table, _ style: TextStyle, _ runs: (Table.Cell, TextStyle) throws -> [TextRun]
  ) throws -> [ColumnMeasure] {
    let figures = style.with(tabularFigures: true)
    return try table.columns.enumerated().map { index, column in
      var measure = ColumnMeasure()
      try measure.hold(header: column.header, style.with(weight: .semibold))
      for row in table.rows where row.indices.contains(index) {
        let isText = row[index].isWords
        measure.isText = measure.isText || isText
        try measure.hold(try runs(row[index], figures), wraps: isText)
      }
      return measure
    }
  }
}
