import Core
import Published
import Results

/// The rows of a tracker's table of runs.
struct RunsTable {
  private struct Row {
    let line: Int
    let model: String
    var cells: [(column: Int, value: Double)] = []
  }

  private let file: ImportFile
  private let layout: RunsTableLayout
  private var columns: RunsTableLayout.Columns?
  /// The names of all columns of values; those out of dictionaries follow those of the header.
  private var names: [String] = []
  private var places: [String: Int] = [:]
  private var rows: [Row] = []
  private var models: [String: Int] = [:]
  private var cellCount = 0
  private var budget = NameBudget()
  private(set) var notes = ImportNotes()
  /// More values than any table of runs has.
  private static let mostCells = 2_000_000
  /// The table is a row per run, so it is small; it is held whole, since a unit needs all of a column.
  private static let largest = 64 << 20

  static func read(
    _ file: ImportFile, _ layout: RunsTableLayout, _ take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    guard file.size <= largest else {
      throw Fault(
        "the table is too large", at: file.path, expected: "\(largest) bytes at most",
        found: "\(file.size)")
    }
    var table = RunsTable(file: file, layout: layout)
    try file.forEachCSVRecord { try table.add($0) }
    guard table.cellCount > 0 else { throw table.notes.nothingTaken(at: file.path) }
    try table.emit(take)
    return ImportSummary(warnings: table.notes.warnings)
  }

  private init(file: ImportFile, layout: RunsTableLayout) {
    self.file = file
    self.layout = layout
  }

  // MARK: Reading

  /// Takes the header or a row.
  private mutating func add(_ record: CSVCursor) throws {
    guard let columns else { return try readHeader(record) }
    let place = "line \(record.line)"
    if record.isCut {
      notes.add("the file ends in the middle of a line: its last value is left out", at: place)
    }
    // A name that is cut would be another run's.
    guard columns.names.allSatisfy(record.isWhole) else { return }
    rows.append(Row(line: record.line, model: try model(record, columns)))
    for index in columns.values where record.isWhole(index) {
      try addCell(record.number(index), index, record)
    }
    for index in columns.dictionaries where record.isWhole(index) {
      try addDictionary(try record.text(index), record)
    }
    if record.hasDecimalComma {
      notes.add("semicolons separate the fields, so commas in numbers are decimal commas")
    }
  }

  private mutating func readHeader(_ record: CSVCursor) throws {
    let header = try record.texts()
    let columns = layout.columns(header)
    guard !columns.names.isEmpty else {
      throw Fault(
        "the header is not that of a table of runs", at: "\(file.path):\(record.line)",
        expected: "the column \(layout.names[0])")
    }
    if columns.hasSettings { notes.add("the settings of the runs are left out") }
    names = notes.numbered(header, at: "line \(record.line)").map {
      $0.hasPrefix(layout.prefix) ? String($0.dropFirst(layout.prefix.count)) : $0
    }
    self.columns = columns
  }

  private mutating func addCell(_ cell: NumberCell, _ column: Int, _ record: CSVCursor) throws {
    guard let value = notes.number(cell, of: names[column], at: "line \(record.line)") else {
      return
    }
    cellCount += 1
    guard cellCount <= Self.mostCells else { throw tooMany("values", record) }
    rows[rows.count - 1].cells.append((column, value))
  }

  private mutating func addDictionary(_ text: String, _ record: CSVCursor) throws {
    guard !text.isEmpty else { return }
    guard let node = try? PythonLiteral.read(text, at: file.path, line: record.line),
      node.object != nil
    else {
      return notes.add(
        "summaries that are not a Python dictionary are left out", at: "line \(record.line)")
    }
    try node.forEachLeaf { name, value in
      guard !name.isEmpty, !name.hasPrefix("_") else { return }
      try addCell(value.cell, column(name, record), record)
    }
  }

  /// The column of a name out of a dictionary.
  private mutating func column(_ name: String, _ record: CSVCursor) throws -> Int {
    if let known = places[name] { return known }
    guard budget.takes(name.nameBytes) else { throw tooMany("names", record) }
    places[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The run's name; two runs of one name get their numbers, since names need not be unique there.
  private mutating func model(
    _ record: CSVCursor, _ columns: RunsTableLayout.Columns
  ) throws -> String {
    let place = "line \(record.line)"
    if let column = columns.state, case let state = try record.text(column),
      !["finished", ""].contains(state.lowercased())
    {
      notes.add("runs whose state is \(state.clipped): their values are not final", at: place)
    }
    let name = try columns.names.lazy.map(record.text).first { !$0.isEmpty } ?? ""
    let count = models[name, default: 0] + 1
    guard count > 1 || budget.takes(name.nameBytes) else { throw tooMany("names", record) }
    models[name] = count
    guard count > 1 else { return name }
    notes.add("runs of one name: the later ones are numbered", at: place)
    return "\(name) #\(count)"
  }

  private func tooMany(_ what: String, _ record: CSVCursor) -> Fault {
    Fault(
      "the table has too many \(what)", at: "\(file.path):\(record.line)",
      expected: "\(Self.mostCells) values and \(NameBudget.limit) bytes of names at most")
  }

  // MARK: Handing over

  /// Hands over all values, run by run. What lm-evaluation-harness logged are scores of its tasks.
  private mutating func emit(_ take: (ImportRecord) throws -> Void) throws {
    let all = Set(names)
    let isEvaluation = names.map { EvaluationName($0, among: all) != nil }
    let units = units(except: isEvaluation)
    for row in rows {
      for cell in row.cells where !isEvaluation[cell.column] {
        try take(
          .score(
            ScoreRecord(
              model: row.model, task: names[cell.column], metric: "value", value: cell.value,
              unit: units[cell.column], locator: "line \(row.line)")))
      }
      let logged = row.cells.filter { isEvaluation[$0.column] }.map {
        LoggedValue(name: names[$0.column], node: JSONNode(.number($0.value), line: row.line))
      }
      _ = try LoggedEvaluation(logged, among: all).scores(
        model: row.model, file, &notes, take)
    }
  }

  private mutating func units(except isEvaluation: [Bool]) -> [MetricUnit] {
    var values = names.map { _ in [Double]() }
    for row in rows {
      for cell in row.cells where !isEvaluation[cell.column] {
        values[cell.column].append(cell.value)
      }
    }
    return names.indices.map { column in
      let unit = NamedUnit.unit(names[column], holding: values[column])
      let expected = NamedUnit.unit(names[column])
      if unit != expected {
        notes.add(
          "\(names[column].clipped): a value is not \(expected.rule), so the column has no unit")
      }
      return unit
    }
  }
}
