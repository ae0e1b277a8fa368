import Core
import Foundation

/// A CSV file whose header is as it must be.
struct Table {
  let rows: [TableRow]

  init(_ content: FileContent, header: [String]) throws {
    let (found, records) = try CSV.parse(content.data, path: content.path)
    guard found == header else {
      throw Fault(
        "the header is not the one of this kind of file", at: "\(content.path):1",
        expected: header.joined(separator: ","), found: found.joined(separator: ","),
        hint: Table.hint(found: found, expected: header))
    }
    let columns = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
    rows = records.map { TableRow(path: content.path, record: $0, columns: columns) }
    for row in rows { try row.checkSpaces() }
  }

  private static func hint(found: [String], expected: [String]) -> String {
    let missing = expected.filter { !found.contains($0) }
    let extra = found.filter { !expected.contains($0) }
    if let name = missing.first { return "the column \(name) is missing" }
    if let name = extra.first { return "the column \(name) is one too many" }
    return "the columns are in another order"
  }
}

/// One record of a table. Its errors name the file, the line and the column.
struct TableRow {
  let path: String
  private let record: CSVRecord
  private let columns: [String: Int]

  fileprivate init(path: String, record: CSVRecord, columns: [String: Int]) {
    self.path = path
    self.record = record
    self.columns = columns
  }

  var line: Int { record.line }
  /// `data/paper/table7.csv:4`
  var place: String { "\(path):\(line)" }

  /// The field of a column; the columns are those of the header that was asked for.
  subscript(column: String) -> String {
    guard let index = columns[column] else { preconditionFailure("no column \(column)") }
    return record.fields[index]
  }

  /// A fault at this row about one of its columns.
  func fault(
    _ column: String, _ problem: String, expected: String? = nil, hint: String? = nil
  ) -> Fault {
    let text = self[column]
    return Fault(
      "\(column) \(problem)", at: place, expected: expected,
      found: text.isEmpty ? "nothing" : text, hint: hint)
  }

  fileprivate func checkSpaces() throws {
    for (name, index) in columns.sorted(by: { $0.value < $1.value }) {
      let field = record.fields[index]
      guard field.first?.isWhitespace != true, field.last?.isWhitespace != true else {
        throw Fault("\(name) has a space at an end", at: place, found: "\"\(field)\"")
      }
    }
  }
}

extension TableRow {
  /// A field that must not be empty.
  func text(_ column: String) throws -> String {
    let text = self[column]
    guard !text.isEmpty else { throw fault(column, "is empty") }
    return text
  }

  /// A whole number of at least `least`, or nothing.
  func natural(_ column: String, atLeast least: Int = 0) throws -> Int? {
    let text = self[column]
    guard !text.isEmpty else { return nil }
    guard let number = StrictNumber.natural(text), number >= least else {
      throw fault(column, "is not a whole number", expected: "digits only, at least \(least)")
    }
    return number
  }

  /// A whole number of at least `least`.
  func requiredNatural(_ column: String, atLeast least: Int = 0) throws -> Int {
    _ = try text(column)
    return try natural(column, atLeast: least) ?? least
  }

  /// A decimal number and its printed decimals, or nothing.
  func decimal(_ column: String) throws -> (value: Double, decimals: Int)? {
    let text = self[column]
    guard !text.isEmpty else { return nil }
    guard let number = StrictNumber.decimal(text) else {
      throw fault(
        column, "is not a decimal number", expected: "digits, with a point where needed: 0.410",
        hint: "leave out what was not measured; NaN, inf, exponents and hexadecimal are refused")
    }
    return number
  }

  /// One of the raw values of `Choice`.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ column: String, of: Choice.Type
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: self[column]) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault(column, "is not one of the known words", expected: known)
    }
    return choice
  }

  /// A list with `;` between its items.
  func list(_ column: String) -> [String] {
    self[column].split(separator: ";").map(String.init)
  }

  /// Zero-based layer numbers with spaces between them, rising and below `total`.
  func layers(_ column: String, below total: Int) throws -> [Int]? {
    let text = self[column]
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { StrictNumber.natural(String($0)) }
    let isRising = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    guard numbers.count == parts.count, isRising, numbers.allSatisfy({ $0 < total }) else {
      throw fault(
        column, "is not a list of layers",
        expected: "rising zero-based layer numbers below \(total), with spaces between them")
    }
    return numbers
  }
}
