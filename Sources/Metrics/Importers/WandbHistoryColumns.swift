import Core

/// Which columns of a history's CSV are series, and of which runs.
struct WandbHistoryColumns {
  struct Series {
    let index: Int
    let run: String
    let name: String
  }

  let step: Int
  let series: [Series]

  /// Whether a header is that of a history.
  static func fits(_ header: [String]) -> Bool {
    guard header.count > 1, let step = stepColumn(header) else { return false }
    let isRunsTable = WandbRunsTableImporter.fits(header)
    return !isRunsTable && (stepNames.contains(header[step]) || isChart(header, step))
  }

  /// - Throws: `Fault` where a name occurs twice, so that nobody knows which column is meant.
  init(_ record: CSVCursor, run: String, _ notes: inout ImportNotes) throws {
    let header = try record.texts()
    guard let step = Self.stepColumn(header) else {
      throw Fault(
        "the header has no column of steps", at: "\(record.path):\(record.line)",
        expected: "_step or Step")
    }
    if let twice = Self.repeated(header) {
      throw Fault(
        "the header names a column twice", at: "\(record.path):\(record.line)",
        found: ImportNotes.short(twice))
    }
    let isChart = Self.isChart(header, step)
    self.step = step
    series = header.indices.filter { $0 != step }.compactMap { index in
      let name = header[index]
      let parts = isChart ? Self.parts(name) : nil
      let series = parts?.series ?? name
      guard !series.isEmpty, !series.hasPrefix("_") else { return nil }
      if isChart, series.hasSuffix("__MIN") || series.hasSuffix("__MAX") {
        notes.add("the columns __MIN and __MAX, a chart's ranges, are left out")
        return nil
      }
      return Series(index: index, run: parts?.run ?? run, name: series)
    }
  }

  private static let stepNames = ["_step", "Step"]
  private static let axisNames = ["global_step", "trainer/global_step", "train/global_step"]

  /// `_step` before `Step` before the step that a chart may have as its axis, in the first column.
  private static func stepColumn(_ header: [String]) -> Int? {
    for name in stepNames {
      if let index = header.firstIndex(of: name) { return index }
    }
    guard let first = header.first, axisNames.contains(first) else { return nil }
    return 0
  }

  /// Whether all columns but the step are `run - series`.
  private static func isChart(_ header: [String], _ step: Int) -> Bool {
    header.count > 1 && header.indices.allSatisfy { $0 == step || parts(header[$0]) != nil }
  }

  /// A run's name may hold ` - `; a series hardly does.
  private static func parts(_ name: String) -> (run: String, series: String)? {
    let bytes = Array(name.utf8)
    guard bytes.count > 4 else { return nil }
    let start = (1...bytes.count - 4).last { Array(bytes[$0..<$0 + 3]) == [0x20, 0x2D, 0x20] }
    guard let start else { return nil }
    return (
      String(decoding: bytes[..<start], as: UTF8.self),
      String(decoding: bytes[(start + 3)...], as: UTF8.self)
    )
  }

  private static func repeated(_ header: [String]) -> String? {
    var seen: Set<String> = []
    return header.first { !$0.isEmpty && !seen.insert($0).inserted }
  }
}
