import Core
import Results

/// A table of losses: `# step loss grad_norm`, then a line of numbers a step.
enum LossTable {
  /// The columns, where the first lines name them.
  static func header(_ file: ImportFile) -> [String]? {
    for line in file.headText.split(whereSeparator: \.isNewline).prefix(100) {
      guard line.hasPrefix("#") else { return nil }
      let words = line.dropFirst().split(separator: " ").map(String.init)
      if words.count > 1, words[0] == "step", words.contains("loss") { return words }
    }
    return nil
  }

  static func read(
    _ file: ImportFile, run: String, columns: [String], _ take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    guard Set(columns).count == columns.count else {
      throw Fault(
        "the header names a column twice", at: file.path, found: columns.joined(separator: " "))
    }
    var table = Rows(path: file.path, run: run, columns: columns.map(TrainingLogValue.series))
    let isCut = try !file.endsWithNewline()
    var held: (bytes: [UInt8], line: Int)?
    try file.forEachLine { bytes, line in
      if let known = held { try table.take(known.bytes, known.line, isCut: false, take) }
      held = (Array(bytes), line)
    }
    if let known = held { try table.take(known.bytes, known.line, isCut: isCut, take) }
    return ImportSummary(version: "table", warnings: table.notes.warnings)
  }

  private struct Rows {
    let path: String
    let run: String
    let columns: [String]
    var notes = ImportNotes()
    var last = -1

    mutating func take(
      _ bytes: [UInt8], _ line: Int, isCut: Bool, _ take: (ImportRecord) throws -> Void
    ) throws {
      var words = bytes.split { $0 == 0x20 || $0 == 0x09 }
      guard let first = words.first, first.first != 0x23 else { return }
      if isCut {
        notes.add("the file ends in the middle of a line: its last value is left out")
        words.removeLast()
        if words.isEmpty { return }
      }
      guard words.count == columns.count || isCut && words.count < columns.count else {
        throw Fault(
          "the row has the wrong number of values", at: "\(path):\(line)",
          expected: columns.joined(separator: " "), found: "\(words.count)")
      }
      let step = try step(first, line)
      for (name, word) in zip(columns, words).dropFirst() {
        try point(name, word, step, line, take)
      }
    }

    private mutating func step(_ word: ArraySlice<UInt8>, _ line: Int) throws -> Int {
      guard let step = TrainingLogValue.step(word), step > last else {
        throw Fault(
          "the step is not above the one before", at: "\(path):\(line)",
          expected: "a whole number above \(last)",
          found: String(decoding: word.prefix(60), as: UTF8.self))
      }
      last = step
      return step
    }

    private mutating func point(
      _ name: String, _ word: ArraySlice<UInt8>, _ step: Int, _ line: Int,
      _ take: (ImportRecord) throws -> Void
    ) throws {
      switch TrainingLogValue.number(word) {
      case .number(let value):
        try take(
          .point(
            PointRecord(run: run, series: name, step: step, value: value, locator: "line \(line)")))
      case .missing: notes.add("\(name): no value (NaN, Inf or N/A)", at: "line \(line)")
      case .blank, .text:
        throw Fault(
          "\(name) is not a number", at: "\(path):\(line)",
          found: String(decoding: word.prefix(60), as: UTF8.self))
      }
    }
  }
}
