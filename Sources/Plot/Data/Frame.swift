import Core

/// A small table of the data that a layer of a chart shows: named columns of one length.
///
/// A missing number is an explicit `nil`; NaN and infinity are refused.
public struct Frame: Sendable, Hashable {
  /// The values of a column.
  public enum Column: Sendable, Hashable {
    case text([String])
    case numbers([Double?])

    var count: Int {
      switch self {
      case .text(let values): values.count
      case .numbers(let values): values.count
      }
    }
  }

  /// Column names, in order.
  public let names: [String]
  /// Rows in each column.
  public let rowCount: Int
  let columns: [Column]

  /// A table: `try Frame(["fraction": .numbers([0, 0.25]), "family": .text(["GLA", "GLA"])])`.
  /// - Throws: `Fault` for a name used twice, columns of different lengths, NaN or infinity.
  public init(_ columns: KeyValuePairs<String, Column>) throws {
    try self.init(columns: columns.map { ($0.key, $0.value) })
  }

  /// A table from a list of names and columns.
  /// - Throws: as `init(_:)`.
  init(columns: [(name: String, column: Column)]) throws {
    names = columns.map(\.name)
    self.columns = columns.map(\.column)
    rowCount = columns.first?.column.count ?? 0
    for (index, name) in names.enumerated() {
      try Self.check(self.columns[index], name, rows: rowCount)
      guard names.firstIndex(of: name) == index else {
        throw Fault("two columns have the same name", found: name)
      }
    }
  }

  private static func check(_ column: Column, _ name: String, rows: Int) throws {
    guard column.count == rows else {
      throw Fault(
        "columns have different lengths", at: "column '\(name)'", expected: "\(rows) rows",
        found: "\(column.count) rows")
    }
    guard case .numbers(let values) = column else { return }
    for (row, value) in values.enumerated() where value?.isFinite == false {
      throw Fault(
        "the value is not finite", at: "column '\(name)', row \(row + 1)",
        expected: "a number, or nil for a missing one", found: "\(value ?? .nan)")
    }
  }
}

// MARK: - Reading

extension Frame {
  /// A column of numbers.
  public func numbers(_ name: String) throws -> [Double?] {
    guard case .numbers(let values) = try column(name) else {
      throw Fault("column '\(name)' holds text", expected: "numbers")
    }
    return values
  }

  /// A column of text.
  public func text(_ name: String) throws -> [String] {
    guard case .text(let values) = try column(name) else {
      throw Fault("column '\(name)' holds numbers", expected: "text")
    }
    return values
  }

  /// The different texts of a column, in the order in which they first appear.
  public func distinct(_ name: String) throws -> [String] {
    var seen: Set<String> = []
    return try text(name).filter { seen.insert($0).inserted }
  }

  /// The rows in which a column of text holds a value that `condition` accepts.
  public func rows(of name: String, where condition: (String) -> Bool) throws -> Frame {
    let kept = try text(name).enumerated().filter { condition($0.element) }.map(\.offset)
    let columns = columns.map { column -> Column in
      switch column {
      case .text(let values): .text(kept.map { values[$0] })
      case .numbers(let values): .numbers(kept.map { values[$0] })
      }
    }
    return try Frame(columns: zip(names, columns).map { ($0, $1) })
  }

  func column(_ name: String) throws -> Column {
    guard let index = names.firstIndex(of: name) else {
      throw Fault(
        "column '\(name)' is missing", expected: "one of \(names.joined(separator: ", "))")
    }
    return columns[index]
  }
}

extension Frame {
  /// A cell as CSV has it; a missing number is an empty field.
  func cell(_ row: Int, _ column: Int) -> String {
    switch columns[column] {
    case .text(let values): values[row]
    case .numbers(let values): values[row].map(NumberText.exact) ?? ""
    }
  }
}

/// One value of a frame, as an axis receives it.
public enum Datum: Sendable, Hashable {
  case number(Double)
  case text(String)
}

extension Datum: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let value): NumberText.exact(value)
    case .text(let text): text
    }
  }
}
