import Core

/// A history as JSON lines: `{"train/loss": 4.2, "_step": 0, …}`.
enum WandbHistoryLines {
  /// Lines of objects that hold `_step`. A single line without the name of a history may as well be a
  /// summary.
  static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText
    guard text.first == "{", text.contains("\"_step\"") else { return false }
    if file.name.hasSuffix(".jsonl") { return true }
    return text.split(whereSeparator: \.isNewline).dropFirst().first?.hasPrefix("{") ?? false
  }

  static func read(
    _ file: ImportFile, run: String, _ rows: inout WandbRows,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    let isCut = try !file.endsWithNewline()
    // The fault of a line waits for the next line: the last one of a live file may be cut.
    var waiting: Fault?
    try file.forEachLine { bytes, line in
      if let waiting { throw waiting }
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      let row: JSONNode
      do {
        row = try JSONReader.read(
          bytes, at: file.path, line: line, limits: .init(depth: 128))
      } catch let fault as Fault {
        waiting = fault
        return
      }
      try points(row, line, run: run, path: file.path, &rows, take)
    }
    guard let waiting else { return }
    guard isCut else { throw waiting }
    rows.notes.add("the file ends in the middle of a line, which is left out")
  }

  private static func points(
    _ row: JSONNode, _ line: Int, run: String, path: String, _ rows: inout WandbRows,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    guard row.object != nil else {
      throw Fault(
        "the line is no row of a history", at: "\(path):\(line)", expected: "an object",
        found: row.summary)
    }
    guard let step = try step(row, at: "\(path):\(line)") else {
      rows.notes.add("rows without a step are left out", at: "line \(line)")
      return
    }
    try row.forEachLeaf { name, value in
      guard !name.hasPrefix("_") else { return }
      try rows.point(value.cell, run, name, step, "line \(line)", take)
    }
  }

  /// The step of a row or a summary; nil where it has none.
  static func step(_ row: JSONNode, at place: String) throws -> Int? {
    guard let value = row["_step"] else { return nil }
    guard let step = value.natural else {
      throw Fault(
        "_step is no whole number", at: place, expected: "0 or more", found: value.summary)
    }
    return step
  }
}
