import Core
import Foundation
import Results

/// The lines of torchtitan's and flame's logs.
struct TrainingLog: StepLogGrammar {
  static let example = "`step: 10  loss: 4.2  grad_norm: 1.2`"

  /// The process that is heard: the first to tell a loss.
  private var speaker: ArraySlice<UInt8>?
  /// The step whose second line may come.
  private var open: Int?
  private(set) var version = ""

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("step:") || line.contains("gnorm:") || line.contains("Training starts at step")
  }

  mutating func read(
    _ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine? {
    if let words = TrainingLogLine(plain, from: "step") {
      return try metrics(words, place, &notes)
    }
    if let words = TrainingLogLine(plain, from: "lr") {
      return secondLine(words, place, &notes)
    }
    return start(plain)
  }

  /// `step: 10  loss: 4.2 …`. A line that tells no loss is some other line.
  private mutating func metrics(
    _ words: TrainingLogLine, _ place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine? {
    guard let loss = words.loss, let step = words.step else { return nil }
    if words.isDiff { throw Self.diff(at: place.text) }
    guard TrainingLogValue.cell(loss) != .text else {
      throw Self.loss(String(decoding: loss.value.prefix(60), as: UTF8.self), place.text)
    }
    guard hears(words, place, &notes) else { return nil }
    let isValidation = words.before == "validate"
    if !isValidation { open = step }
    return StepLine(
      kind: isValidation ? .evaluation : .training, step: step,
      values: values(words.fields.dropFirst(), prefix: isValidation ? "validation/" : ""))
  }

  /// flame's `lr: 3.0000e-04 gnorm:  0.50 [elapsed<eta]`.
  private mutating func secondLine(
    _ words: TrainingLogLine, _ place: LinePlace, _ notes: inout ImportNotes
  ) -> StepLine? {
    guard words.fields.contains(where: { $0.name == "gnorm" }), hears(words, place, &notes)
    else { return nil }
    guard let step = open else {
      notes.add("lines of lr and gnorm without their step are left out", at: place.locator)
      return nil
    }
    open = nil
    version = "flame"
    let fields = words.fields.filter { ["lr", "gnorm"].contains($0.name) }
    return StepLine(step: step, values: values(fields[...], prefix: ""))
  }

  /// `Training starts at step 21.`, which also the log of a run that is resumed says.
  private func start(_ plain: [UInt8]) -> StepLine? {
    guard let speaker, speaker == TrainingLogLine.speaker(plain) else { return nil }
    let text = String(decoding: plain, as: UTF8.self)
    guard let mark = text.range(of: "Training starts at step ") else { return nil }
    let digits = text[mark.upperBound...].prefix { $0.isASCII && ($0.isNumber || $0 == ",") }
    let number = digits.filter { $0 != "," }
    return Int(number).map { StepLine(kind: .start, step: $0) }
  }

  private func values(
    _ fields: ArraySlice<TrainingLogLine.Field>, prefix: String
  ) -> [(series: String, cell: NumberCell)] {
    fields.map { (prefix + TrainingLogValue.series($0.name), TrainingLogValue.cell($0)) }
  }

  /// Whether this line's process is the one that is heard.
  private mutating func hears(
    _ words: TrainingLogLine, _ place: LinePlace, _ notes: inout ImportNotes
  ) -> Bool {
    if let speaker, speaker != words.speaker {
      notes.add("other processes' lines are left out", at: place.locator)
      return false
    }
    if speaker == nil { speaker = words.speaker }
    if version.isEmpty { version = "torchtitan" }
    return true
  }

  // MARK: Faults

  static func diff(at place: String) -> Fault {
    Fault(
      "this is a diff of two logs", at: place, expected: "the log of one run",
      hint: "each line tells values of two runs; import the two logs instead")
  }

  private static func loss(_ found: String, _ place: String) -> Fault {
    Fault(
      "loss is not a number", at: place, expected: "a number, nan or inf", found: found,
      hint: "a diff of two logs has two losses a line; import the log of one run")
  }
}
