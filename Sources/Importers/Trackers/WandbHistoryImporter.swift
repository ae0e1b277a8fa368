import Core
import Results

/// A run's history as Weights & Biases exports it: points of all series by step.
///
/// Three forms. A CSV has a column `_step` somewhere; cells are blank where a row did not log that series. A
/// chart's export names its columns `run - series` and has one column per run. JSON has one object per row, in
/// lines or in a list. The step is the training step that the run logged (`StepAxis`), else `_step`. Names that
/// begin with `_` are the logger's own (time, runtime) and are left out, and so are values that are not numbers,
/// with a warning for each name.
enum WandbHistoryImporter: ResultImporter {
  static let format = "wandb-history"
  static let title = "Weights & Biases run history (CSV or JSON)"

  static func recognises(_ file: ImportFile) -> Bool {
    WandbHistoryRows.recognises(file) || (file.csvHeader.map(fits) ?? false)
  }

  static func context(of file: ImportFile) -> String {
    file.csvHeader.flatMap(WandbChart.init) == nil ? run(file) : ""
  }

  private static func run(_ file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["wandb-history", "history", "wandb_export"])
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let isJSON = WandbHistoryRows.recognises(file)
    let json = isJSON ? try WandbHistoryRows(file, run: run(file)) : nil
    let axis = isJSON ? nil : try WandbSteps.axis(file, header: file.csvHeader ?? [])
    let rows = try CurveRows.read(file.path) { rows in
      if let json { return try json.read(&rows, take) }
      try rows.take(table: file, take) { try columns($0, axis: axis, run: run(file), &$1) }
    }
    return try rows.summary(json?.version ?? "csv")
  }

  /// Whether a header is that of a history or of a chart.
  static func fits(_ header: [String]) -> Bool {
    guard header.count > 1, !WandbRunsTableImporter.fits(header) else { return false }
    return header.contains(WandbSteps.calls) || WandbChart(header) != nil
  }

  /// Which columns are series, and of which runs.
  /// - Parameters:
  ///   - axis: the column that is the training step; nil where the header is that of a chart or has none.
  ///   - run: what the run is called where the header does not name it.
  private static func columns(
    _ record: CSVCursor, axis: String?, run: String, _ notes: inout ImportNotes
  ) throws -> CurveColumns {
    let header = try record.texts()
    if let chart = WandbChart(header) {
      return try chart.columns(at: "\(record.path):\(record.line)", &notes)
    }
    guard let step = header.firstIndex(of: axis ?? WandbSteps.calls) else {
      throw Fault(
        "the header has no column of steps", at: "\(record.path):\(record.line)",
        expected: WandbSteps.calls)
    }
    WandbSteps.note(axis, &notes)
    let names = notes.numbered(header, at: "line \(record.line)")
    let series = names.indices.filter {
      $0 != step && !names[$0].isEmpty && !names[$0].hasPrefix("_")
    }
    return CurveColumns(
      step: step,
      series: series.map { CurveColumns.Series(index: $0, run: run, name: names[$0]) },
      otherSteps: axis == nil ? StepAxis.names.compactMap { header.firstIndex(of: $0) } : [])
  }
}

/// A history as JSON: `{"train/loss": 4.2, "_step": 0, …}`, an object per line, or a list of them.
struct WandbHistoryRows {
  /// Objects that hold `_step`. A single line without the name of a history may as well be a summary.
  static func recognises(_ file: ImportFile) -> Bool {
    if isList(file) { return true }
    let text = file.headText
    guard text.first == "{", text.contains("\"_step\"") else { return false }
    if file.name.hasSuffix(".jsonl") { return true }
    return text.split(whereSeparator: \.isNewline).dropFirst().first?.hasPrefix("{") ?? false
  }

  private static func isList(_ file: ImportFile) -> Bool {
    file.head.first { !Self.spaces.contains($0) } == UInt8(ascii: "[")
      && JSONKeyScan(file.head).top.contains(WandbSteps.calls)
  }

  private static let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]

  private let file: ImportFile
  private let run: String
  /// The rows of a list; nil where each line is a row.
  private let list: [JSONNode]?
  private let axis: String?

  init(_ file: ImportFile, run: String) throws {
    (self.file, self.run) = (file, run)
    guard Self.isList(file) else {
      (list, axis) = (nil, try WandbSteps.axis(ofLines: file))
      return
    }
    let node = try file.json()
    guard let rows = node.array else {
      throw Fault("this is not a history", at: file.path, expected: "a list", found: node.summary)
    }
    (list, axis) = (rows, WandbSteps.axis(of: rows))
  }

  var version: String { list == nil ? "jsonl" : "json" }

  func read(_ rows: inout CurveRows, _ take: ImportSink) throws {
    WandbSteps.note(axis, &rows.notes)
    guard let list else { return try readLines(&rows, take) }
    for (index, row) in list.enumerated() {
      let place = "row \(index)"
      try points(row, place, "\(file.path): \(place)", &rows, take)
    }
  }

  private func readLines(_ rows: inout CurveRows, _ take: ImportSink) throws {
    let isCut = try !file.endsWithNewline()
    // The fault of a line waits for the next line: the last one of a live file may be cut.
    var waiting: Fault?
    try file.forEachLine { bytes, line in
      if let waiting { throw waiting }
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      let row: JSONNode
      do {
        row = try JSONReader.read(bytes, at: file.path, line: line, limits: .init(depth: 128))
      } catch let fault as Fault {
        waiting = fault
        return
      }
      try points(row, "line \(line)", "\(file.path):\(line)", &rows, take)
    }
    guard let waiting else { return }
    guard isCut else { throw waiting }
    rows.notes.add("the file ends in the middle of a line, which is left out")
  }

  private func points(
    _ row: JSONNode, _ place: String, _ location: String, _ rows: inout CurveRows,
    _ take: ImportSink
  ) throws {
    guard row.object != nil else {
      throw Fault(
        "this is not a row of a history", at: location, expected: "an object", found: row.summary)
    }
    let step = axis ?? WandbSteps.calls
    guard let step = rows.step(row[step]?.cell ?? .blank, at: place) else { return }
    try row.forEachLeaf { name, value in
      guard !name.hasPrefix("_"), name != axis else { return }
      try rows.point(value.cell, run, name, step, place, take)
    }
  }
}

/// The header of a chart's export: an axis, and columns `run - series`, each with its range in `__MIN` and `__MAX`.
struct WandbChart {
  private struct Part: Hashable {
    let run: String
    let series: String
  }

  private let header: [String]
  private let axis: Int
  private let parts: [Part?]

  /// Nil where the header is not that of a chart.
  init?(_ header: [String]) {
    let axis = header.firstIndex(of: WandbSteps.calls) ?? header.firstIndex(of: Self.calls) ?? 0
    guard header.count > 1 else { return nil }
    let parts = header.map(Self.part)
    guard header.indices.allSatisfy({ ($0 == axis) != (parts[$0] != nil) }) else { return nil }
    let isStep = [WandbSteps.calls, Self.calls].contains(header[axis]) || Self.isStep(header[axis])
    guard isStep || header.contains(where: Self.isRange) else { return nil }
    (self.header, self.axis, self.parts) = (header, axis, parts)
  }

  /// What a chart calls `_step`.
  private static let calls = "Step"
  private static let steps: Set<String> = ["step", "steps", "iter", "iteration", "iterations"]

  /// - Throws: `Fault` where the axis gives no steps.
  func columns(at place: String, _ notes: inout ImportNotes) throws -> CurveColumns {
    let name = header[axis]
    let isTokens = Self.words(name).contains { $0 == "tokens" || $0 == "token" }
    guard isTokens || Self.isStep(name) else { throw Self.noSteps(name, at: place) }
    if isTokens { notes.add("the steps are counts of tokens, and the series are named after them") }
    if name == Self.calls || name == WandbSteps.calls {
      notes.add("the step is the chart's \(name), which counts calls of wandb.log")
    }
    var counts: [Part: Int] = [:]
    var series: [CurveColumns.Series] = []
    for index in header.indices {
      guard let part = parts[index], isTaken(part, &notes) else { continue }
      let count = counts[part, default: 0] + 1
      counts[part] = count
      if count > 1 { notes.add("runs of one name: the later ones are numbered") }
      series.append(
        CurveColumns.Series(
          index: index, run: count > 1 ? "\(part.run) #\(count)" : part.run,
          name: isTokens ? "\(part.series) by \(name)" : part.series))
    }
    return CurveColumns(step: axis, series: series)
  }

  private func isTaken(_ part: Part, _ notes: inout ImportNotes) -> Bool {
    if Self.isRange(part.series) {
      notes.add("the columns __MIN and __MAX, a chart's ranges, are left out")
      return false
    }
    return !part.series.hasPrefix("_")
  }

  private static func isRange(_ name: String) -> Bool {
    name.hasSuffix("__MIN") || name.hasSuffix("__MAX")
  }

  private static func isStep(_ name: String) -> Bool {
    words(name).last.map(steps.contains) ?? false
  }

  private static func words(_ name: String) -> [String] {
    name.lowercased().split { "/._- ".contains($0) }.map(String.init)
  }

  private static func noSteps(_ axis: String, at place: String) -> Fault {
    Fault(
      "the chart's horizontal axis gives no steps", at: place,
      expected: "Step, a training step such as train/global_step, or a count of tokens",
      found: axis.clipped,
      hint: "set the chart's x axis to Step and export it again, or export the run's history")
  }

  /// A run's name may hold ` - `; a series hardly does.
  private static func part(_ name: String) -> Part? {
    let bytes = Array(name.utf8)
    guard bytes.count > 4 else { return nil }
    let start = (1...bytes.count - 4).last { Array(bytes[$0..<$0 + 3]) == [0x20, 0x2D, 0x20] }
    guard let start else { return nil }
    return Part(
      run: String(decoding: bytes[..<start], as: UTF8.self),
      series: String(decoding: bytes[(start + 3)...], as: UTF8.self))
  }
}
