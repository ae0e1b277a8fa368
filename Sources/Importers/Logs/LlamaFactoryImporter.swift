import Core
import Results

/// LLaMA-Factory's `trainer_log.jsonl`: an object per line, `{"current_steps": 10, "loss": 4.2, "lr": 5e-05, …}`.
///
/// The run has the name of the folder, or of the file before `trainer_log`. The step is `current_steps`. Epochs,
/// percentages, total steps and times are other names of the step, or tell about the clock, and are left out.
struct LlamaFactoryImporter: StepLogFormat {
  static let format = "llamafactory-log"
  static let title = "LLaMA-Factory trainer_log.jsonl"

  static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText
    return text.first == "{" && text.contains("\"current_steps\"")
      && text.contains("\"total_steps\"")
  }

  static let suffixes = ["trainer_log"]
  static let example = "`{\"current_steps\": 10, \"total_steps\": 100, \"loss\": 4.2}`"
  static let ending: UInt8? = UInt8(ascii: "}")
  private static let leftOut: Set<String> = [
    "current_steps", "total_steps", "epoch", "percentage", "elapsed_time", "remaining_time",
  ]

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool { line.contains { $0 > 0x20 } }

  func read(_ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes) throws -> StepLine? {
    let row = try plain.withUnsafeBytes {
      try JSONReader.read($0, at: place.path, line: place.line, limits: .init(depth: 128))
    }
    guard let step = row["current_steps"]?.natural else {
      throw Fault(
        "the line has no step", at: place.text,
        expected: "an object with current_steps, a whole number of at least 0",
        found: (row["current_steps"] ?? row).summary)
    }
    var values: [(series: String, cell: NumberCell)] = []
    row.forEachLeaf { name, value in
      guard !Self.leftOut.contains(name), !name.isEmpty, value.cell != .blank else { return }
      values.append((LogValue.series(name), value.cell))
    }
    let isTraining = row["loss"] != nil
    return StepLine(kind: isTraining ? .training : .evaluation, step: step, values: values)
  }
}
