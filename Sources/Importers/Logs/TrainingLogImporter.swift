import Core
import Foundation
import Results

/// Logs of training runs: torchtitan's and flame's console output, and tables of losses.
///
/// A line such as `step: 10  loss: 4.2  grad_norm: 1.2  memory: 9.46GiB(65%)  tps: 12,345` gives a
/// point for each of its numbers. Lines of validation get `validation/` before their names. flame tells
/// learning rate and norm of the gradient on a line of their own behind it. Where several processes
/// write one log, the first to tell a loss is heard. Where a run was resumed from an earlier step, what the log
/// said before at or above that step is left out.
struct TrainingLogImporter: StepLogFormat {
  static let format = "training-log"
  static let title = "torchtitan or flame training log, or a table of losses"

  static func recognises(_ file: ImportFile) -> Bool {
    if LossTable.header(file) != nil { return true }
    guard file.head.first.map({ $0 != 0x7B && $0 != 0x00 }) ?? false else { return false }
    let text = file.headText
    if text.contains("[titan]") { return true }
    return text.split(whereSeparator: \.isNewline).contains {
      $0.contains("step:") && $0.contains("loss:") && !$0.contains("\"") && tellsLoss($0)
    }
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    if let header = LossTable.header(file) {
      return try LossTable.read(file, run: context(of: file), columns: header, take)
    }
    try refuseDiff(file)
    return try StepLog<Self>.read(file, run: context(of: file), take)
  }

  /// Whether a line has a step that is a number and a loss: `step:125/1750 val_loss:4.6` has neither.
  private static func tellsLoss(_ line: Substring) -> Bool {
    let plain = Array(line.utf8).withUnsafeBytes(TerminalText.plain)
    guard let words = TrainingLogLine(plain, from: "step") else { return false }
    return words.step != nil && words.loss != nil
  }

  private static func refuseDiff(_ file: ImportFile) throws {
    let text = String(decoding: file.head.withUnsafeBytes(TerminalText.plain), as: UTF8.self)
    guard let first = text.split(whereSeparator: \.isNewline).first else { return }
    guard first.hasPrefix("diff --git ") || first.hasPrefix("--- ") else { return }
    throw diff(at: "\(file.path):1")
  }

  // MARK: The lines of torchtitan's and flame's logs

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
    guard LogValue.cell(loss) != .text else {
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
    fields.map { (prefix + LogValue.series($0.name), LogValue.cell($0)) }
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

  private static func diff(at place: String) -> Fault {
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

/// One line of a log without its colours, in words.
struct TrainingLogLine {
  /// A name with the text that stands behind it: `tps: 12,345`.
  struct Field {
    let name: String
    let value: ArraySlice<UInt8>
  }

  /// Which process wrote it: `[rank0]`; empty where the line does not say.
  let speaker: ArraySlice<UInt8>
  /// Whether the line begins as those of a diff do.
  let isDiff: Bool
  /// The fields from `start` on.
  let fields: [Field]
  /// The word before the first field: `validate`.
  let before: String

  /// - Parameters:
  ///   - plain: the line without colours.
  ///   - start: the name of the field that has to be there: `step`.
  /// - Returns: nil where the line has no such field.
  init?(_ plain: [UInt8], from start: String) {
    let words = Self.words(plain)
    let name = Array(start.utf8) + [0x3A]
    guard let first = words.firstIndex(where: { $0.starts(with: name) }) else { return nil }
    before = first > 0 ? String(decoding: words[first - 1], as: UTF8.self) : ""
    speaker = Self.speaker(plain)
    isDiff = plain.first.map { $0 == 0x2B || $0 == 0x2D } ?? false
    fields = Self.fields(words[first...])
  }

  /// The number in the first field, where that is a step.
  var step: Int? { fields.first.flatMap { LogValue.step($0.value) } }
  var loss: Field? { fields.first { $0.name == "loss" } }

  private static func words(_ plain: [UInt8]) -> [ArraySlice<UInt8>] {
    plain.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  /// Which process wrote a line: `[rank0]`, or `0: [rank0]` as srun has it; empty where it does not say.
  static func speaker(_ plain: [UInt8]) -> ArraySlice<UInt8> {
    let words = words(plain)
    guard let first = words.first else { return [] }
    let isTask =
      first.count > 1 && first.last == 0x3A
      && first.dropLast().allSatisfy { (0x30...0x39).contains($0) }
    guard isTask else { return rank(first) }
    let end = words.count > 1 ? rank(words[1]).endIndex : 0
    return plain[first.startIndex..<max(first.endIndex, end)]
  }

  private static func rank(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard word.first == 0x5B, let end = word.firstIndex(of: 0x5D), end + 1 < word.endIndex,
      word[end + 1] == 0x3A
    else { return [] }
    return word[...end]
  }

  private static func fields(_ words: ArraySlice<ArraySlice<UInt8>>) -> [Field] {
    var fields: [Field] = []
    var name: String?
    for word in words {
      if let known = name {
        fields.append(Field(name: known, value: word))
        name = nil
      } else if let colon = word.firstIndex(of: 0x3A), isName(word[..<colon]) {
        let text = String(decoding: word[..<colon], as: UTF8.self)
        let value = word[(colon + 1)...]
        if value.isEmpty { name = text } else { fields.append(Field(name: text, value: value)) }
      }
    }
    return fields
  }

  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, bytes.count <= 80, isLetter(first) else { return false }
    return bytes.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2F || $0 == 0x2E
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
  }
}

/// Terminal colours.
enum TerminalText {
  /// The bytes of `line` without escape sequences.
  static func plain(_ line: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      if line[index] == 0x1B {
        index = end(line, of: index)
      } else {
        out.append(line[index])
        index += 1
      }
    }
    return out
  }

  /// The index behind the escape sequence at `start`: `ESC [ … letter`, `ESC ] … BEL`, or two bytes.
  private static func end(_ line: UnsafeRawBufferPointer, of start: Int) -> Int {
    guard start + 1 < line.count else { return line.count }
    var index = start + 2
    switch line[start + 1] {
    case 0x5B:
      while index < line.count, !(0x40...0x7E).contains(line[index]) { index += 1 }
    case 0x5D:
      while index < line.count, line[index] != 0x07 { index += 1 }
    default: return index
    }
    return min(index + 1, line.count)
  }
}

/// A table of losses: `# step loss grad_norm`, then one line of numbers per step.
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
    _ file: ImportFile, run: String, columns: [String], _ take: ImportSink
  ) throws -> ImportSummary {
    guard Set(columns).count == columns.count else {
      throw Fault(
        "the header names a column twice", at: file.path, found: columns.joined(separator: " "))
    }
    var table = Rows(path: file.path, run: run, columns: columns.map(LogValue.series))
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

    mutating func take(_ bytes: [UInt8], _ line: Int, isCut: Bool, _ take: ImportSink) throws {
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
      guard let step = LogValue.step(word), step > last else {
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
      _ take: ImportSink
    ) throws {
      switch LogValue.number(word) {
      case .number(let value):
        try take(.point(run, name, step, value, at: "line \(line)"))
      case .missing: notes.add("\(name): no value (NaN, Inf or N/A)", at: "line \(line)")
      case .blank, .text:
        throw Fault(
          "\(name) is not a number", at: "\(path):\(line)",
          found: String(decoding: word.prefix(60), as: UTF8.self))
      }
    }
  }
}
