import Core
import Results

/// The step of the rows that Weights & Biases keeps: the training step where the run logged it, else `_step`.
enum WandbSteps {
  /// What counts the calls of `wandb.log`.
  static let calls = "_step"

  /// Ends a pass over a file whose answer is known.
  private struct Found: Error {}

  /// The name of the step in a table with this header: that of the first of `StepAxis.names` that has a value.
  static func axis(_ file: ImportFile, header: [String]) throws -> String? {
    let columns = StepAxis.names.compactMap { header.firstIndex(of: $0) }
    guard let best = columns.first else { return nil }
    var axis = StepAxis()
    try untilFound {
      try file.forEachCSVRecord { record in
        for index in columns where record.isWhole(index) && record.number(index).natural != nil {
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
        guard bytes.contains("global_step\"") || bytes.contains("\"iter\""),
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

  private static func untilFound(_ body: () throws -> Void) throws {
    do { try body() } catch is Found {}
  }
}

/// Which of the values that a run logged is its training step.
///
/// Trackers count their calls of `log`, and a trainer may call it several times in a step, or once in
/// many. Trainers that know their step log it beside the rest, under one of a few names.
struct StepAxis {
  /// In the order in which they count.
  static let names = ["train/global_step", "trainer/global_step", "global_step", "iter"]

  private var rank = Self.names.count

  /// Takes the name of a value that is a number.
  mutating func note(_ name: String) {
    if let place = Self.names.firstIndex(of: name), place < rank { rank = place }
  }

  /// The name of the value that is the step; nil where there is none.
  var name: String? { rank < Self.names.count ? Self.names[rank] : nil }
}
