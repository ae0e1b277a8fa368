import Core
import Results

/// What the columns of a table of curves hold.
struct CurveColumns {
  struct Series {
    let index: Int
    let run: String
    let name: String
  }

  /// The column of steps.
  let step: Int
  var series: [Series]
  /// Columns that might be the step in a longer file.
  var otherSteps: [Int] = []
  /// The column that names the run of a row; blank cells leave it as it is.
  var run: Int?
  /// The column that stands before the names of a row's series: `train` or `validation`, or the series itself
  /// where the values stand in one column.
  var prefix: Int?

  /// Whether a row that the file ends in has all that says where its values belong.
  func isPlaced(_ record: CSVCursor) -> Bool {
    ([step] + otherSteps + [run, prefix].compactMap { $0 }).allSatisfy(record.isWhole)
  }
}

/// The rows of a table of curves or of lines of a history: which steps have been, how many values were handed
/// over, and what is left out.
///
/// A run that was resumed tells some steps twice, and the later telling is the truth. So the rows are read twice: the
/// survey finds where a series goes back to an earlier step.
struct CurveRows {
  let path: String
  var notes = ImportNotes()
  private let isSurvey: Bool
  private var steps = SeriesSteps()
  private var restarts: [String: Restarts]
  /// The number of the row.
  private var row = 0
  private var count = 0

  /// Reads the rows twice.
  static func read(_ path: String, _ pass: (inout CurveRows) throws -> Void) throws -> CurveRows {
    var survey = CurveRows(path: path, isSurvey: true, restarts: [:])
    try pass(&survey)
    var rows = CurveRows(path: path, isSurvey: false, restarts: survey.restarts)
    try pass(&rows)
    return rows
  }

  private init(path: String, isSurvey: Bool, restarts: [String: Restarts]) {
    (self.path, self.isSurvey, self.restarts) = (path, isSurvey, restarts)
  }

  /// What the file gave.
  /// - Throws: `Fault` with the reasons where it gave nothing.
  func summary(_ version: String = "") throws -> ImportSummary {
    guard count > 0 else { throw notes.nothingTaken(at: path) }
    return ImportSummary(version: version, warnings: notes.warnings)
  }

  /// Takes a table.
  /// - Parameter columns: what its header says
  mutating func take(
    table file: ImportFile, _ take: ImportSink,
    columns: (CSVCursor, inout ImportNotes) throws -> CurveColumns
  ) throws {
    var known: CurveColumns?
    try file.forEachCSVRecord { record in
      if let known {
        try self.take(record, known, take)
      } else {
        known = try columns(record, &notes)
      }
    }
  }

  /// Takes a row of a table.
  private mutating func take(
    _ record: CSVCursor, _ columns: CurveColumns, _ take: ImportSink
  ) throws {
    let place = "line \(record.line)"
    if record.isCut {
      notes.add("the file ends in the middle of a line: its last value is left out", at: place)
    }
    guard columns.isPlaced(record), let step = step(record.number(columns.step), at: place) else {
      return
    }
    let run = try text(columns.run, record)
    let prefix = try text(columns.prefix, record)
    for column in columns.series where record.isWhole(column.index) {
      let cell = record.number(column.index)
      guard cell != .blank else { continue }
      let names = [prefix ?? "", column.name].filter { !$0.isEmpty }
      try point(cell, run ?? column.run, names.joined(separator: "/"), step, place, take)
    }
    if record.hasDecimalComma {
      notes.add("semicolons separate the fields, so commas in numbers are decimal commas")
    }
  }

  /// The text of a column, where there is one and the cell is not blank.
  private func text(_ column: Int?, _ record: CSVCursor) throws -> String? {
    guard let column else { return nil }
    let text = try record.text(column)
    return text.isEmpty ? nil : text
  }

  /// The step in a cell; nil, with a note, where the row has none.
  mutating func step(_ cell: NumberCell, at place: String) -> Int? {
    row += 1
    if cell == .blank {
      notes.add("rows without a step are left out", at: place)
      return nil
    }
    if let step = cell.natural { return step }
    notes.add("rows whose step is not a whole number of at least 0 are left out", at: place)
    return nil
  }

  /// Hands over a value, or notes why not.
  mutating func point(
    _ cell: NumberCell, _ run: String, _ series: String, _ step: Int, _ place: String,
    _ take: ImportSink
  ) throws {
    guard let value = notes.number(cell, of: series, at: place) else { return }
    guard !isSurvey else { return try survey(value, run, series, step, place) }
    guard try admits(step, value, run, series, place) else { return }
    count += 1
    try take(.point(run, series, step, value, at: place))
  }

  private mutating func survey(
    _ value: Double, _ run: String, _ series: String, _ step: Int, _ place: String
  ) throws {
    guard let isBack = steps.goesBack(to: step, of: series, run: run) else { throw tooMany(place) }
    guard isBack else { return }
    guard restarts[run, default: Restarts()].note(step: step, at: row) else { throw tooMany(place) }
  }

  /// Whether a value is new, and of the branch that the run went on with.
  private mutating func admits(
    _ step: Int, _ value: Double, _ run: String, _ series: String, _ place: String
  ) throws -> Bool {
    guard restarts[run]?.isValid(step, at: row) ?? true else {
      notes.add(
        "the run went back to an earlier step: what it logged before of later steps is left out",
        at: place)
      return false
    }
    guard let isAbove = steps.admits(step, value, of: series, run: run) else {
      throw tooMany(place)
    }
    if !isAbove, !steps.repeats(step, value, of: series, run: run) {
      notes.add("\(series.clipped): a second value at one step is left out", at: place)
    }
    return isAbove
  }

  private func tooMany(_ place: String) -> Fault {
    Fault(
      "the file has too many series or restarts", at: "\(path): \(place)",
      expected: "\(SeriesSteps.limit) series at most")
  }
}

extension ImportNotes {
  /// The names of columns, each once: later columns of one name get a number.
  mutating func numbered(_ header: [String], at place: String) -> [String] {
    var counts: [String: Int] = [:]
    return header.map { name in
      let count = counts[name, default: 0] + 1
      counts[name] = count
      guard count > 1, !name.isEmpty, !name.hasPrefix("_") else { return name }
      add(
        "\(name.clipped): the header names it more than once; later columns are numbered", at: place
      )
      return "\(name) #\(count)"
    }
  }
}

/// Where a run went back to an earlier step, because it was resumed from a checkpoint.
///
/// What a file says before a restart of the steps at or above it belongs to a branch that was given up. A
/// first pass over a file notes the restarts; the second asks which points are still valid. Positions are line
/// numbers or byte offsets. Only restarts that are lower than all later ones are kept.
struct Restarts {
  /// More restarts than any run has.
  static let limit = 1 << 20

  /// Positions and steps both rise.
  private var marks: [(position: Int, step: Int)] = []

  /// Notes that what was said before `position` is void from `step` on. Positions have to rise.
  /// - Returns: false where there are too many restarts to keep in mind.
  mutating func note(step: Int, at position: Int) -> Bool {
    while let last = marks.last, last.step >= step { marks.removeLast() }
    guard marks.count < Self.limit else { return false }
    marks.append((position, step))
    return true
  }

  /// Whether no later restart made void what stands at `position`.
  func isValid(_ step: Int, at position: Int) -> Bool {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].position > position { high = middle } else { low = middle + 1 }
    }
    return low == marks.count || step < marks[low].step
  }
}
