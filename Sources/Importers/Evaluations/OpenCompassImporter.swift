import Core
import Published
import Results

/// The summary that OpenCompass writes: a row for each dataset and metric, a column for each model.
///
///     dataset,version,metric,mode,gla-340m-hf,gdn-340m-hf
///     lambada,217e11,accuracy,gen,38.12,-
enum OpenCompassImporter: ResultImporter {
  static let format = "opencompass"
  static let title = "OpenCompass summary (CSV)"

  private static let header = ["dataset", "version", "metric", "mode"]

  static func recognises(_ file: ImportFile) -> Bool {
    guard let found = file.csvHeader else { return false }
    return found.count > header.count && Array(found.prefix(header.count)) == header
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    var models: [String] = []
    var notes = ImportNotes()
    var count = 0
    try file.forEachCSVRecord { row in
      guard !models.isEmpty else {
        models = Array(try row.texts().dropFirst(header.count))
        return
      }
      for (index, model) in models.enumerated() {
        guard let record = try record(row, model, header.count + index, &notes) else { continue }
        count += 1
        try take(.score(record))
      }
    }
    guard count > 0 else {
      throw Fault("the summary has no scores", at: file.path, expected: "numbers below the models")
    }
    return ImportSummary(warnings: notes.warnings)
  }

  /// The score in a cell; a hyphen says that there is none.
  private static func record(
    _ row: CSVCursor, _ model: String, _ column: Int, _ notes: inout ImportNotes
  ) throws -> ScoreRecord? {
    let place = "line \(row.line)"
    let fields = try (0..<header.count).map { try row.text($0) }.map { $0 == "-" ? "" : $0 }
    guard !fields[0].isEmpty, !fields[2].isEmpty else {
      notes.add("rows without a dataset or a metric are left out", at: place)
      return nil
    }
    guard case .number(let value) = row.number(column) else {
      let text = try row.text(column)
      if text != "-", !text.isEmpty {
        notes.add("\(model.clipped): cells that are not numbers are left out", at: place)
      }
      return nil
    }
    let unit = notes.unit(
      unit(of: fields[2]), holding: value, of: "\(fields[0].clipped), \(fields[2].clipped)")
    return ScoreRecord(
      model: model, task: fields[0], metric: fields[2], filter: fields[3],
      taskVersion: fields[1].isEmpty ? nil : fields[1], value: value, unit: unit,
      locator: "\(place): column \(column + 1)")
  }

  /// OpenCompass counts shares in percent.
  private static func unit(of metric: String) -> MetricUnit {
    let name = metric.lowercased()
    let isShare = ["accuracy", "average", "pass@", "exact_match"].contains(where: name.contains)
    return isShare || ["acc", "em", "f1"].contains(name) ? .percent : .score
  }
}
