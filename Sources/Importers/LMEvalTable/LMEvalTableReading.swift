import Core
import Published
import Results

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
