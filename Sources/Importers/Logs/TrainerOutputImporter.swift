import Core
import Results

/// What the Trainer of Hugging Face's transformers prints: `{'loss': 4.2, 'learning_rate': 1e-05, 'epoch': 0.01}`.
///
/// The lines state no step, only an epoch, so the n-th line with a
/// loss is step n, and a warning says so; an evaluation is at the step of the last such line. Epochs are left out.
/// Progress bars are no source of steps: Python's buffers move them against the lines.
struct TrainerOutputImporter: StepLogFormat {
  static let format = "hf-trainer-output"
  static let title = "standard output of the Hugging Face Trainer"

  static let example = "`{'loss': 4.2, 'learning_rate': 1e-05, 'epoch': 0.01}`"
  static let ending: UInt8? = UInt8(ascii: "}")

  /// Lines with a loss so far.
  private var rows = 0
  private var epoch = -Double.infinity

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("{'") && line.contains("'epoch':")
  }

  mutating func read(
    _ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine? {
    guard let row = Self.row(plain) else { return nil }
    let isTraining = row.contains { $0.name == "loss" }
    if isTraining {
      try advance(row, place)
      rows += 1
    }
    notes.add(
      "the log states no steps: step n is the n-th line with a loss; trainer_state.json has the real steps"
    )
    let values = row.filter { $0.name != "epoch" }
    return StepLine(
      kind: isTraining ? .training : .evaluation, step: rows,
      values: values.map { ($0.name, $0.cell) })
  }

  private mutating func advance(
    _ row: [(name: String, cell: NumberCell)], _ place: LinePlace
  ) throws {
    guard let cell = row.first(where: { $0.name == "epoch" })?.cell, case .number(let now) = cell
    else { return }
    guard now >= epoch else {
      throw Fault(
        "the run was resumed from an earlier epoch, and the log states no steps", at: place.text,
        expected: "an epoch of at least \(epoch)", found: "\(now)",
        hint: "import trainer_state.json of the last checkpoint, which has the steps")
    }
    epoch = now
  }

  /// The names and values of a dictionary as Python prints it; nil where a line holds none with an epoch and a loss
  /// or a time. A progress bar may stand before it.
  private static func row(_ plain: [UInt8]) -> [(name: String, cell: NumberCell)]? {
    let text = String(decoding: plain, as: UTF8.self)
    guard let start = text.range(of: "{'"), let end = text.lastIndex(of: "}"),
      start.upperBound <= end
    else { return nil }
    let pairs = text[start.upperBound..<end].split(separator: ", '").compactMap { pair($0) }
    let names = pairs.map(\.name)
    let isRow = names.contains { ["loss", "train_runtime"].contains($0) || $0.hasPrefix("eval_") }
    return isRow && names.contains("epoch") ? pairs : nil
  }

  /// `loss': 4.2`, or `loss': '4.2'` as later versions print it.
  private static func pair(_ text: Substring) -> (name: String, cell: NumberCell)? {
    guard let quote = text.firstIndex(of: "'") else { return nil }
    let rest = text[quote...].dropFirst().drop { $0 == " " }
    guard rest.first == ":", quote > text.startIndex else { return nil }
    let value = rest.dropFirst().drop { $0 == " " }
    let isQuoted = value.count > 1 && value.first == "'" && value.last == "'"
    return (
      String(text[..<quote]), LogValue.number(isQuoted ? value.dropFirst().dropLast() : value)
    )
  }
}
