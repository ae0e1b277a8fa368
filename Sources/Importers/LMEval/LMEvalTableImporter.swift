import Core
import Published
import Results

/// The table that lm-evaluation-harness prints at the end, as people paste it into notes and model cards.
///
///     hf (pretrained=org/model), gen_kwargs: (None), limit: None, num_fewshot: None, batch_size: 8
///     |Tasks|Version|Filter|n-shot|Metric|   |Value |   |Stderr|
///     |-----|------:|------|-----:|------|---|-----:|---|-----:|
///     |piqa |      1|none  |     0|acc   |↑  |0.6251|±  |0.0113|
enum LMEvalTableImporter: ResultImporter {
  static let format = "lm-eval-table"
  static let title = "lm-evaluation-harness table (Markdown)"

  static func recognises(_ file: ImportFile) -> Bool {
    guard ["md", "markdown", "txt"].contains(file.url.pathExtension.lowercased()) else {
      return false
    }
    return file.headText.split(whereSeparator: \.isNewline).contains {
      LMEvalTableColumns(line: $0) != nil
    }
  }

  /// The path's name of the model: not every table stands below a line that names it.
  static func context(of file: ImportFile) -> String { model(of: file) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    guard file.size <= largest else {
      throw Fault(
        "the file is too large for a table of results", at: file.path,
        expected: "\(largest) bytes at most", found: "\(file.size)")
    }
    var reading = LMEvalTableReading(fallback: model(of: file))
    try file.forEachLine(atMost: 1 << 20) { bytes, line in
      if let record = reading.record(String(decoding: bytes, as: UTF8.self), line: line) {
        try take(.score(record))
      }
    }
    guard reading.count > 0 else {
      throw Fault(
        "the table has no values", at: file.path,
        expected: "rows such as |piqa|1|none|0|acc|↑|0.6251|±|0.0113|")
    }
    return ImportSummary(warnings: reading.notes.warnings)
  }

  private static let largest = 64 << 20

  private static func model(of file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["results", "readme"])
  }
}

/// One pass over lines with tables among them.
struct LMEvalTableReading {
  /// The model of tables without a line that names one.
  private let fallback: String
  /// What the line above the table says.
  private var header: LMEvalTableHeader?
  private var columns: LMEvalTableColumns?
  /// The cells of the last row in columns whose repetitions are left blank.
  private var task = ""
  private var version = ""
  /// The values of the model so far: groups are printed a second time below the tasks.
  private var printed: [ResultKey: Double] = [:]
  private var budget = NameBudget()
  private(set) var count = 0
  private(set) var notes = ImportNotes()

  init(fallback: String) { self.fallback = fallback }

  /// The value of a row; nil for lines that hold none.
  mutating func record(_ text: String, line: Int) -> ScoreRecord? {
    if let header = LMEvalTableHeader(text) {
      (self.header, columns, printed) = (header, nil, [:])
      return nil
    }
    if let columns = LMEvalTableColumns(line: text) {
      (self.columns, task, version) = (columns, "", "")
      return nil
    }
    guard let columns, let cells = LMEvalTableColumns.cells(text), cells.count > columns.last else {
      columns = nil
      return nil
    }
    guard !cells.allSatisfy(Self.isRule) else { return nil }
    return record(cells, columns, line)
  }

  private static func isRule(_ cell: String) -> Bool {
    !cell.isEmpty && cell.allSatisfy { $0 == "-" || $0 == ":" }
  }

  private mutating func record(
    _ cells: [String], _ columns: LMEvalTableColumns, _ line: Int
  ) -> ScoreRecord? {
    takeTask(cells[columns.task], cells[columns.version], line)
    let metric = cells[columns.metric]
    let place = "line \(line)"
    guard !task.isEmpty, !metric.isEmpty else {
      notes.add("rows without a task or a metric are left out", at: place)
      return nil
    }
    guard case .number(let value) = NumberCell(cells[columns.value]) else {
      notes.add("rows without a value are left out", at: place)
      return nil
    }
    if LMEvalMetric.isLength(metric), value == LMEvalMetric.notRun {
      notes.add("lengths that were not run (-1) are left out", at: place)
      return nil
    }
    let record = score(metric, value, cells, columns, place)
    return isNew(record, place) ? record : nil
  }

  /// A blank cell repeats the one above; a subtask is printed with a hyphen.
  private mutating func takeTask(_ name: String, _ version: String, _ line: Int) {
    guard !name.isEmpty else { return }
    let isSubtask = name.hasPrefix("- ")
    if isSubtask {
      notes.add(
        "subtasks are printed under short names, which may differ from their tasks' own",
        at: "line \(line)")
    }
    (task, self.version) = (isSubtask ? name.dropFirst(2).trimmed : name, version)
  }

  private mutating func score(
    _ metric: String, _ value: Double, _ cells: [String], _ columns: LMEvalTableColumns,
    _ place: String
  ) -> ScoreRecord {
    let unit = LMEvalMetric.checked(value, metric: metric, task: task, notes: &notes)
    if header == nil {
      notes.add(
        "no line above the table names the model; the name is the path's: \(fallback.clipped)")
    }
    let shots = columns.shots.flatMap { StrictNumber.natural(cells[$0]) }
    return ScoreRecord(
      model: header?.model ?? fallback, task: task, metric: LMEvalMetric.name(metric),
      filter: columns.filter.map { cells[$0] } ?? "", shots: shots ?? header?.shots,
      taskVersion: ["", "N/A"].contains(version) ? nil : version,
      settings: header?.settings ?? .none, value: value, unit: unit,
      standardError: standardError(cells[columns.standardError], value, unit, place),
      higherIsBetter: columns.arrow.flatMap { ["↑": true, "↓": false][cells[$0]] }, locator: place)
  }

  private mutating func standardError(
    _ cell: String, _ value: Double, _ unit: MetricUnit, _ place: String
  ) -> Double? {
    guard case .number(let error) = NumberCell(cell), error >= 0 else { return nil }
    return notes.standardError(error, of: value, unit, "\(place), Stderr")
  }

  /// Whether the model's tables have not told this value before.
  private mutating func isNew(_ record: ScoreRecord, _ place: String) -> Bool {
    let key = ResultKey(record)
    if printed[key] == record.value { return false }
    if printed[key] == nil, budget.takes(key.nameBytes) { printed[key] = record.value }
    count += 1
    return true
  }
}

/// The line that the harness prints above its table: the model, its arguments and how it was evaluated.
struct LMEvalTableHeader {
  let model: String
  let settings: EvaluationSettings
  let shots: Int?

  /// `hf (pretrained=x), gen_kwargs: (None), limit: None, num_fewshot: 0, batch_size: 8`; nil for other lines.
  init?(_ line: String) {
    let marks = ["), gen_kwargs: (", "), limit: "]
    guard let start = line.firstRange(of: " ("),
      let end = marks.lazy.compactMap({ line[start.upperBound...].firstRange(of: $0) }).first,
      line.contains("num_fewshot: ")
    else { return nil }
    let arguments = ModelArguments(String(line[start.upperBound..<end.lowerBound]))
    guard let model = LMEvalModelName.named(by: arguments) else { return nil }
    self.model = model
    shots = Self.field("num_fewshot: ", line).flatMap { StrictNumber.natural($0) }
    var said: [String: String] = [:]
    LMEvalSettings.add(arguments, to: &said)
    said[EvaluationSettings.limit] = Self.field("limit: ", line).flatMap(Self.limit)
    let generation = Self.generation(line)
    if !generation.isEmpty { said["gen_kwargs"] = LMEvalSettings.short(generation) }
    settings = EvaluationSettings(said)
  }

  /// What follows a name, up to the next comma; nil where it is None.
  private static func field(_ name: String, _ line: String) -> String? {
    guard let range = line.ranges(of: name).last else { return nil }
    let text = line[range.upperBound...].prefix { $0 != "," }.trimmed
    return ["", "None"].contains(text) ? nil : text
  }

  /// In the words of a results file, where `10.0` is `10`.
  private static func limit(_ text: String) -> String? {
    guard case .number(let value) = NumberCell(text) else { return LMEvalSettings.short(text) }
    return LMEvalSettings.limit(JSONNode(.number(value)))
  }

  private static func generation(_ line: String) -> String {
    guard let start = line.firstRange(of: "gen_kwargs: ("),
      let end = line[start.upperBound...].firstRange(of: "), limit: ")
    else { return "" }
    return ModelArguments(String(line[start.upperBound..<end.lowerBound])).text
  }
}

/// Which column of a printed table holds what.
struct LMEvalTableColumns {
  let task: Int
  let version: Int
  let filter: Int?
  let shots: Int?
  let metric: Int
  let value: Int
  let standardError: Int
  /// The column of the arrow, which has no name.
  let arrow: Int?

  /// The columns that a header names; nil for any other line.
  init?(line: some StringProtocol) {
    guard let cells = Self.cells(line) else { return nil }
    func place(_ names: String...) -> Int? { cells.firstIndex { names.contains($0) } }
    guard let task = place("Tasks", "Task", "Groups"), let version = place("Version"),
      let metric = place("Metric"), let value = place("Value"), let error = place("Stderr")
    else { return nil }
    (self.task, self.version, self.metric) = (task, version, metric)
    (self.value, standardError) = (value, error)
    filter = place("Filter")
    shots = place("n-shot")
    arrow = cells.indices.first { $0 > metric && $0 < value && cells[$0].isEmpty }
  }

  /// The last column.
  var last: Int { max(task, version, metric, value, standardError) }

  /// The cells of a line `|a|b|`, without the blanks around them; nil where it is not a row.
  static func cells(_ line: some StringProtocol) -> [String]? {
    let text = line.trimmed
    guard text.first == "|", text.last == "|", text.count > 1 else { return nil }
    return text.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
      .map(\.trimmed)
  }
}
