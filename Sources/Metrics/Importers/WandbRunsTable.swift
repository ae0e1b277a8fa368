import Core

/// The rows of a table of runs.
struct WandbRunsTable {
  private struct Cell {
    let line: Int
    let model: String
    let column: Int
    let value: Double
  }

  let path: String
  private(set) var notes = ImportNotes()
  private var header: [String] = []
  private var nameColumn = 0
  private var stateColumn = 0
  private var cells: [Cell] = []
  private var names: [String: Int] = [:]
  private var budget = NameBudget()
  /// More values than any table of runs has.
  private static let mostCells = 2_000_000

  init(path: String) { self.path = path }

  /// Takes the header or a row.
  mutating func add(_ record: CSVCursor) throws {
    guard !header.isEmpty else { return try readHeader(record) }
    let model = try model(record)
    guard cells.count <= Self.mostCells else { throw tooMany("values", record) }
    for column in header.indices where !isAbout(column) {
      if record.isCut, column == record.count - 1 {
        notes.add(
          "the file ends in the middle of a line: its last value is left out",
          at: "line \(record.line)")
        continue
      }
      let name = ImportNotes.short(header[column])
      switch record.number(column) {
      case .number(let value):
        cells.append(Cell(line: record.line, model: model, column: column, value: value))
      case .missing:
        notes.add("\(name): values that are not finite are left out", at: "line \(record.line)")
      case .text:
        notes.add("\(name): values that are no numbers are left out", at: "line \(record.line)")
      case .blank: break
      }
    }
  }

  /// Hands over all values, run by run.
  mutating func emit(_ take: (ImportRecord) throws -> Void) throws {
    var values = header.map { _ in [Double]() }
    for cell in cells { values[cell.column].append(cell.value) }
    let units = header.indices.map { unit($0, values[$0]) }
    for cell in cells {
      try take(
        .score(
          ScoreRecord(
            model: cell.model, task: header[cell.column], metric: "value", value: cell.value,
            unit: units[cell.column], locator: "line \(cell.line)")))
    }
  }

  private mutating func unit(_ column: Int, _ values: [Double]) -> MetricUnit {
    let name = header[column]
    let unit = NamedUnit.unit(name, holding: values)
    let expected = NamedUnit.unit(name)
    if unit != expected {
      notes.add(
        "\(ImportNotes.short(name)): a value is not \(expected.rule), so the column has no unit")
    }
    return unit
  }

  private mutating func readHeader(_ record: CSVCursor) throws {
    header = try record.texts()
    guard let name = header.firstIndex(of: "Name"), let state = header.firstIndex(of: "State")
    else {
      throw Fault(
        "the header is not that of a table of runs", at: "\(path):\(record.line)",
        expected: "the columns Name and State")
    }
    (nameColumn, stateColumn) = (name, state)
    var seen: Set<String> = []
    if let twice = header.first(where: { !$0.isEmpty && !seen.insert($0).inserted }) {
      throw Fault(
        "the header names a column twice", at: "\(path):\(record.line)",
        found: ImportNotes.short(twice))
    }
  }

  /// Whether a column tells about the run's row itself.
  private func isAbout(_ column: Int) -> Bool {
    header[column].isEmpty || header[column].hasPrefix("_") || Self.about.contains(header[column])
  }

  /// The run's name; two runs of one name get their numbers, since names need not be unique there.
  private mutating func model(_ record: CSVCursor) throws -> String {
    let name = try record.text(nameColumn)
    let state = try record.text(stateColumn)
    if state.lowercased() != "finished" {
      notes.add(
        "runs whose state is \(ImportNotes.short(state)): their values are not final",
        at: "line \(record.line)")
    }
    let count = names[name, default: 0] + 1
    guard count > 1 || budget.takes(name.nameBytes) else { throw tooMany("names", record) }
    names[name] = count
    guard count > 1 else { return name }
    notes.add("runs of one name: the later ones are numbered", at: "line \(record.line)")
    return "\(name) #\(count)"
  }

  private func tooMany(_ what: String, _ record: CSVCursor) -> Fault {
    Fault(
      "the table has too many \(what)", at: "\(path):\(record.line)",
      expected: "\(Self.mostCells) values and \(NameBudget.limit) bytes of names at most")
  }

  private static let about: Set<String> = [
    "Name", "State", "Notes", "User", "Tags", "Created", "Updated", "End Time", "Runtime", "Sweep",
    "ID", "Agent", "Hostname", "Host", "Commit", "Group", "Job Type", "Description", "GPU Type",
    "GPU Count", "CPU Count", "Python Version", "OS", "Command",
  ]
}
