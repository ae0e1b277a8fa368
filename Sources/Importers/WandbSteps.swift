import Core
import Foundation
import Results

/// The step of the rows that Weights & Biases keeps: the training step where the run logged it, else `_step`.
enum WandbSteps {
  /// What counts the calls of `wandb.log`.
  static let calls = "_step"

  /// The names that are a training step, best first, in quotes as JSON has them.
  private static let quoted = StepAxis.names.map { Array("\"\($0)\"".utf8) }

  /// Ends a pass over a file whose answer is known.
  private struct Found: Error {}

  /// The name of the step in a table with this header: that of the first of `StepAxis.names` that has a value.
  static func axis(_ file: ImportFile, header: [String]) throws -> String? {
    let columns = StepAxis.names.compactMap { header.firstIndex(of: $0) }
    guard let best = columns.first else { return nil }
    var axis = StepAxis()
    try untilFound {
      try file.forEachCSVRecord { record in
        for index in columns where record.isWhole(index) && natural(record.number(index)) {
          axis.note(header[index])
        }
        if axis.name == header[best] { throw Found() }
      }
    }
    return axis.name
  }

  /// The same for lines of JSON. Only lines in which a name stands are read.
  static func axis(ofLines file: ImportFile) throws -> String? {
    var axis = StepAxis()
    try untilFound {
      try file.forEachLine { bytes, line in
        let known = axis.name.flatMap { StepAxis.names.firstIndex(of: $0) } ?? StepAxis.names.count
        guard holds(bytes, quoted.prefix(known)),
          let row = try? JSONReader.read(
            bytes, at: file.path, line: line, limits: .init(depth: 128))
        else { return }
        note(row, &axis)
        if axis.name == StepAxis.names.first { throw Found() }
      }
    }
    return axis.name
  }

  /// The same for rows that are in memory.
  static func axis(of rows: [JSONNode]) -> String? {
    var axis = StepAxis()
    for row in rows { note(row, &axis) }
    return axis.name
  }

  /// Says that no training step was logged, where that is so.
  static func note(_ axis: String?, _ notes: inout ImportNotes) {
    guard axis == nil else { return }
    notes.add(
      "the step is _step, which counts calls of wandb.log: no row has "
        + StepAxis.names.joined(separator: ", "))
  }

  private static func note(_ row: JSONNode, _ axis: inout StepAxis) {
    for name in StepAxis.names where row[name]?.natural != nil { axis.note(name) }
  }

  private static func natural(_ cell: NumberCell) -> Bool {
    if case .number(let value) = cell { NumberCell.natural(value) != nil } else { false }
  }

  private static func untilFound(_ body: () throws -> Void) throws {
    do { try body() } catch is Found {}
  }

  /// Whether one of the words stands in the bytes; each begins with a quote.
  private static func holds(_ bytes: UnsafeRawBufferPointer, _ words: ArraySlice<[UInt8]>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    var index = 0
    while index < bytes.count, let found = memchr(start + index, 0x22, bytes.count - index) {
      let quote = start.distance(to: UnsafeRawPointer(found))
      for word in words where word.count <= bytes.count - quote {
        if memcmp(start + quote, word, word.count) == 0 { return true }
      }
      index = quote + 1
    }
    return false
  }
}
