import Core
import Results

/// Which columns of a history's CSV are series, and of which runs.
struct WandbHistoryColumns {
  let columns: CurveColumns

  /// Whether a header is that of a history or of a chart.
  static func fits(_ header: [String]) -> Bool {
    guard header.count > 1, !WandbRunsTableImporter.fits(header) else { return false }
    return header.contains(WandbSteps.calls) || WandbChart(header) != nil
  }

  /// - Parameters:
  ///   - axis: the column that is the training step; nil where the header is that of a chart or has none.
  ///   - run: what the run is called where the header does not name it.
  init(_ record: CSVCursor, axis: String?, run: String, _ notes: inout ImportNotes) throws {
    let header = try record.texts()
    let place = "line \(record.line)"
    if let chart = WandbChart(header) {
      columns = try chart.columns(at: "\(record.path):\(record.line)", &notes)
      return
    }
    guard let step = header.firstIndex(of: axis ?? WandbSteps.calls) else {
      throw Fault(
        "the header has no column of steps", at: "\(record.path):\(record.line)",
        expected: WandbSteps.calls)
    }
    WandbSteps.note(axis, &notes)
    let names = notes.numbered(header, at: place)
    columns = CurveColumns(
      step: step,
      series: names.indices.compactMap { index in
        guard index != step, !names[index].isEmpty, !names[index].hasPrefix("_") else { return nil }
        return CurveColumns.Series(index: index, run: run, name: names[index])
      },
      otherSteps: axis == nil ? StepAxis.names.compactMap { header.firstIndex(of: $0) } : [])
  }
}
