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

extension TableRow {
  /// The ratio label, in one of the forms that have a meaning under a convention.
  func ratio() throws -> RatioLabel {
    guard let ratio = RatioLabel(self["ratio_label"]) else {
      throw fault(
        "ratio_label", "is not a ratio", expected: "24:1, 24-1, pure or full",
        hint: "a file whose labels are free text takes the ratio_convention \"stated\"")
    }
    return ratio
  }

  /// Throws unless `attention` of `total` layers is what `ratio` means under `convention`.
  ///
  /// Where the convention gives no whole number, both of its neighbours pass.
  func check(
    attention: Int, of total: Int, against ratio: RatioLabel, _ convention: RatioConvention
  ) throws {
    guard let fraction = convention.attentionFraction(of: ratio) else { return }
    let exact = fraction * Double(total)
    let slack = abs(exact - exact.rounded()) < 1e-9 ? 1e-9 : 1
    guard abs(Double(attention) - exact) < slack else {
      throw fault(
        "attention_layers", "does not go with the ratio",
        expected: "\(ratio) under \(convention.rawValue): "
          + "\(exact.rounded(.down) == exact ? "\(Int(clamping: exact))" : "about \(exact)") of \(total)",
        hint: "check the label, the counts and the file's ratio_convention")
    }
  }
}

/// A short mark of every line of every sealed file, so that a file with another hash can be told
/// which of its lines changed.
///
/// `lines.txt` has one line a file: its path, a space, and four hexadecimal digits for each of its
/// lines, the first of the line's SHA-256. It helps to find a change; what decides is the hash.
struct LineMarks: Equatable {
  static let fileName = "lines.txt"
  private static let digits = 4

  /// Marks by file, in the order of the manifest.
  private(set) var files: [(file: String, marks: [String])] = []

  static func == (a: LineMarks, b: LineMarks) -> Bool { a.text == b.text }

  init(_ files: [(file: String, data: Data)]) {
    self.files = files.map { ($0.file, Self.marks(of: $0.data)) }
  }

  /// Reads `lines.txt`. A line that is no such line is passed over: the marks are only a help.
  init(text: String) {
    files = text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count == 2 else { return nil }
      return (String(parts[0]), Self.cut(String(parts[1])))
    }
  }

  var text: String { files.map { "\($0.file) \($0.marks.joined())\n" }.joined() }

  /// What became of the lines of a file since it was sealed.
  struct Change: Equatable {
    /// Lines of the file as it is now that were not there, counted from 1.
    var new: [Int]
    /// Lines of the sealed file that are gone.
    var gone: [Int]
  }

  /// - Returns: `nil` where the file was never sealed, or no mark tells the difference.
  func change(of file: String, to data: Data) -> Change? {
    guard let sealed = files.first(where: { $0.file == file })?.marks else { return nil }
    let difference = Self.marks(of: data).difference(from: sealed)
    let change = Change(
      new: difference.insertions.map { Self.line(of: $0) },
      gone: difference.removals.map { Self.line(of: $0) })
    return change.new.isEmpty && change.gone.isEmpty ? nil : change
  }

  private static func line(of change: CollectionDifference<String>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset + 1
    }
  }

  private static func marks(of data: Data) -> [String] {
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(Digest.sha256(Data($0)).prefix(digits)) }
  }

  private static func cut(_ text: String) -> [String] {
    stride(from: 0, to: text.utf8.count, by: digits).map { start in
      let from = text.utf8.index(text.startIndex, offsetBy: start)
      return String(text[from...].prefix(digits))
    }
  }
}

extension LineMarks.Change {
  /// The line to look at first: a changed one, else the place of a missing one.
  var first: Int { new.first ?? gone.first ?? 1 }

  /// `changed: line 4`, `missing: line 26`.
  var words: String {
    let changed = new.filter(gone.contains)
    let parts = [
      ("changed", changed), ("new", new.filter { !gone.contains($0) }),
      ("missing", gone.filter { !new.contains($0) }),
    ]
    return parts.filter { !$0.1.isEmpty }.map { kind, lines in
      let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
      return "\(kind): line \(shown)\(lines.count > 5 ? " and \(lines.count - 5) more" : "")"
    }.joined(separator: "; ")
  }
}
