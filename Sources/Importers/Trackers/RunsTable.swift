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
  /// The table has one row per run, so it is small. It is held whole, since a unit needs all of a column.
  private static let largest = 64 << 20

  static func read(
    _ file: ImportFile, _ layout: RunsTableLayout, _ take: ImportSink
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
    (self.file, self.layout) = (file, layout)
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
  private mutating func emit(_ take: ImportSink) throws {
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
        (name: names[$0.column], node: JSONNode(.number($0.value), line: row.line))
      }
      _ = try LoggedEvaluation(logged, among: all).scores(model: row.model, file, &notes, take)
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

/// The table of runs of a Weights & Biases project: one row per run, with the run's configuration and its last values
/// in columns. The web interface exports it, and so do scripts that flatten `api.runs()`, with names in lower case or
/// with the summary as a Python dictionary in one cell.
///
/// Each column of numbers is a task, with the metric `value`. The table does not say which columns are settings and
/// which are results, so all of them are kept; a dictionary of settings is left out. A column takes its unit from its
/// name if all of its values are possible in that unit.
enum WandbRunsTableImporter: ResultImporter {
  static let format = "wandb-runs"
  static let title = "Weights & Biases table of runs (CSV)"

  static func recognises(_ file: ImportFile) -> Bool {
    guard let header = file.csvHeader else { return false }
    let isExport = header.contains("Name") && file.name.hasPrefix("wandb_export")
    return fits(header) || isExport && !MLflowRunsTableImporter.fits(header)
  }

  static func fits(_ header: [String]) -> Bool {
    guard header.count > 1, !MLflowRunsTableImporter.fits(header) else { return false }
    return header.contains("Name") && !webColumns.isDisjoint(with: header)
      || header.contains("name") && !apiColumns.isDisjoint(with: header)
  }

  private static let webColumns: Set<String> = [
    "State", "Created", "Runtime", "Sweep", "Job Type", "Agent",
  ]
  private static let apiColumns: Set<String> = [
    "state", "created_at", "summary", "summary_metrics",
  ]

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    try RunsTable.read(file, .wandb, take)
  }
}

/// The table of runs of MLflow: what its page downloads as `runs.csv`, and what `mlflow.search_runs` returns, saved as
/// CSV. Its columns are read as those of the table of Weights & Biases.
///
/// The page does not say which columns are parameters and which are metrics, so all numbers are kept. `search_runs`
/// does (`metrics.loss`, `params.lr`), and only its metrics are taken.
enum MLflowRunsTableImporter: ResultImporter {
  static let format = "mlflow-runs"
  static let title = "MLflow table of runs (CSV)"

  static func recognises(_ file: ImportFile) -> Bool { file.csvHeader.map(fits) ?? false }

  static func fits(_ header: [String]) -> Bool {
    let isOfPage =
      header.contains("Run ID")
      && ["Start Time", "Status", "Duration"].contains(where: header.contains)
    return isOfPage || ["run_id", "experiment_id", "artifact_uri"].allSatisfy(header.contains)
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    try RunsTable.read(file, .mlflow, take)
  }
}

/// What a tracker calls the columns of its tables of runs.
struct RunsTableLayout: Sendable {
  /// Columns that name the run, best first; a blank cell leaves it to the next.
  let names: [String]
  /// Columns that tell whether the run is finished.
  let states: [String]
  /// Columns about the run itself, in lower case.
  let about: Set<String>
  /// What the names of results begin with, where the table says which columns are results.
  var prefix = ""
  /// Columns that hold a Python dictionary of results.
  var dictionaries: [String] = []
  /// Columns that hold a Python dictionary of settings.
  var settings: [String] = []

  /// Which columns of a header are what.
  func columns(_ header: [String]) -> Columns {
    let isMarked = !prefix.isEmpty && header.contains { $0.hasPrefix(prefix) }
    let hasDictionary = dictionaries.contains(where: header.contains)
    var columns = Columns(
      names: names.compactMap { header.firstIndex(of: $0) },
      state: states.lazy.compactMap { header.firstIndex(of: $0) }.first,
      hasSettings: isMarked || hasDictionary)
    for (index, name) in header.enumerated() {
      if hasDictionary, dictionaries.contains(name) {
        columns.dictionaries.append(index)
      } else if isMarked ? name.hasPrefix(prefix) : isValue(name, hasDictionary) {
        columns.values.append(index)
      }
    }
    return columns
  }

  private func isValue(_ name: String, _ hasDictionary: Bool) -> Bool {
    !name.isEmpty && !name.hasPrefix("_") && !about.contains(name.lowercased())
      && !names.contains(name) && !(hasDictionary && settings.contains(name))
  }

  struct Columns {
    var names: [Int] = []
    var state: Int?
    /// Whether the table tells settings from results, so that the settings are left out.
    var hasSettings = false
    var values: [Int] = []
    var dictionaries: [Int] = []
  }
}

extension RunsTableLayout {
  static let wandb = RunsTableLayout(
    names: ["Name", "name", "display_name", "run_name", "ID", "id", "run_id"],
    states: ["State", "state"],
    about: [
      "name", "state", "notes", "user", "tags", "created", "updated", "end time", "runtime",
      "sweep", "id", "agent", "hostname", "host", "commit", "group", "job type", "description",
      "gpu type", "gpu count", "cpu count", "python version", "os", "command", "created_at",
      "updated_at", "heartbeat_at", "job_type", "display_name", "run_name", "run_id", "sweep_id",
      "entity", "project", "url", "path", "username", "unnamed: 0",
    ],
    dictionaries: ["summary", "summary_metrics"], settings: ["config", "system_metrics"])

  /// The page's download and what `mlflow.search_runs` returns.
  static let mlflow = RunsTableLayout(
    names: ["Name", "Run Name", "tags.mlflow.runName", "run_name", "Run ID", "run_id"],
    states: ["Status", "status"],
    about: [
      "start time", "end time", "duration", "run id", "name", "run name", "source type",
      "source name", "source", "user", "status", "version", "models", "dataset", "created",
      "experiment id", "experiment name", "run_id", "experiment_id", "status", "artifact_uri",
      "start_time", "end_time", "unnamed: 0",
    ],
    prefix: "metrics.")
}
