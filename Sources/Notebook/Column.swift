import Canvas
import Core
import Published
import Report

/// A column of a table over rows: its header, how its cells look, and what each row has there.
///
///     Column("family", .name) { $0.family.display }
///     Column("gain", "+.3", missing: "one run") { $0.gain }
public struct Column<Row> {
  let head: Table.Column
  let cell: (Row, [String]) throws -> Table.Cell

  /// - Parameters:
  ///   - look: a format of numbers, `.name`, `.words` or `.formula`
  ///   - alignment: left for words and right for numbers, unless stated
  ///   - missing: the reason for a cell without a value
  ///   - value: what a row has there
  public init<Value: CellValue>(
    _ header: String, _ look: CellLook = .plain, align: Table.Alignment? = nil,
    missing: String = "", _ value: @escaping (Row) throws -> Value?
  ) {
    head = Table.Column(header, align ?? look.alignment)
    cell = { row, sources in
      try value(row)?.cell(look, sources) ?? .missing(reason: missing)
    }
  }
}

/// How the cells of a column look.
public enum CellLook: ExpressibleByStringLiteral {
  /// Numbers as they are printed, or without digits after the point.
  case plain
  case number(ValueFormat)
  /// Words whose numerals are names that the data knows: families, ratios.
  case name
  /// Words whose numerals come from the row's sources.
  case words
  /// A formula.
  case formula

  public init(stringLiteral text: String) { self = .number(ValueFormat(stringLiteral: text)) }

  var alignment: Table.Alignment {
    switch self {
    case .plain, .number: .right
    case .name, .words, .formula: .left
    }
  }

  var format: ValueFormat { if case .number(let format) = self { format } else { .whole } }
}

/// What a row can have in a column.
public protocol CellValue {
  /// - Parameter sources: those of the row, for a value that carries none itself
  func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell
}

extension Double: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    .number(text: look.format.text(self), value: self, sources: sources)
  }
}

extension Int: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    Double(self).cell(look, sources)
  }
}

extension String: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    switch look {
    case .words: .quoted(PrintableText.of(self), sources: sources)
    case .formula: .formula(self)
    case .plain, .number, .name: .text(self)
    }
  }
}

extension Bool: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    .text(self ? "yes" : "no")
  }
}

extension Sourced: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    value.cell(look, self.sources.isEmpty ? sources : self.sources)
  }
}

/// As printed, or with a format.
extension Observation: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    if case .plain = look { return .observed(self) }
    return value.cell(look, [provenance])
  }
}

/// Shown with both ends, as wide as it is.
extension Ends: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    .number(text: look.format.text(from: low, to: high), value: high - low, sources: sources)
  }
}

extension SourcedEnds: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell {
    ends.cell(look, self.sources)
  }
}

extension Table.Cell: CellValue {
  public func cell(_ look: CellLook, _ sources: [String]) -> Table.Cell { self }

  /// `3 of 4`
  public static func share(_ part: Int, of whole: Int, from sources: any HasSources) -> Table.Cell {
    .number(text: "\(part) of \(whole)", value: Double(part), sources: sources.sources)
  }
}

@resultBuilder public enum ColumnBuilder<Row> {
  public typealias Element = Column<Row>

  public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
  public static func buildExpression(_ columns: [Column<Row>]) -> [Column<Row>] { columns }
  public static func buildBlock(_ parts: [Column<Row>]...) -> [Column<Row>] { parts.flatMap { $0 } }
  public static func buildArray(_ parts: [[Column<Row>]]) -> [Column<Row>] { parts.flatMap { $0 } }
}

extension Table {
  /// A table of rows by columns. Cells name the sources that their values carry; for those that carry none,
  /// the row's.
  /// - Parameter from: where a row comes from, if it does not know itself
  public init<Row>(
    _ rows: some Sequence<Row>, id: String, title: String, caption: String,
    from sources: ((Row) -> any HasSources)? = nil,
    @ColumnBuilder<Row> columns: () throws -> [ColumnBuilder<Row>.Element]
  ) throws {
    let columns = try columns()
    self.init(
      id: id, title: title, caption: caption, columns: columns.map(\.head),
      rows: try rows.map { row in
        let own = sources?(row) ?? (row as? any HasSources)
        return try columns.map { try $0.cell(row, own?.sources ?? []) }
      })
  }
}
