import Core
import Results

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
    self.file = file
    self.run = run
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

  func read(_ rows: inout CurveRows, _ take: (ImportRecord) throws -> Void) throws {
    WandbSteps.note(axis, &rows.notes)
    guard let list else { return try readLines(&rows, take) }
    for (index, row) in list.enumerated() {
      let place = "row \(index)"
      try points(row, place, "\(file.path): \(place)", &rows, take)
    }
  }

  private func readLines(
    _ rows: inout CurveRows, _ take: (ImportRecord) throws -> Void
  ) throws {
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
    _ take: (ImportRecord) throws -> Void
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
