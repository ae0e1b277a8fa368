import Core
import Foundation

/// What has been read of a training log.
struct TrainingLog {
  private let path: String
  private let run: String
  private var notes = ImportNotes()
  private var steps = SeriesSteps()
  private var speaker: ArraySlice<UInt8>?
  /// The step whose second line may come.
  private var open: Int?
  private var era = ""

  init(path: String, run: String) {
    self.path = path
    self.run = run
  }

  var summary: ImportSummary {
    var notes = notes
    if speaker == nil { notes.add("no line tells the loss of a step") }
    return ImportSummary(version: era, warnings: notes.warnings)
  }

  /// Whether a line may tell something; most do not, and are not looked at more closely.
  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let start = line.baseAddress else { return false }
    var index = 0
    while index < line.count, let found = memchr(start + index, 0x3A, line.count - index) {
      let colon = start.distance(to: UnsafeRawPointer(found))
      for word in [step, norm] where colon >= word.count {
        if line[(colon - word.count)..<colon].elementsEqual(word) { return true }
      }
      index = colon + 1
    }
    return false
  }

  private static let step = Array("step".utf8)
  private static let norm = Array("gnorm".utf8)

  mutating func take(
    _ plain: [UInt8], line: Int, isCut: Bool, _ take: (ImportRecord) throws -> Void
  ) throws {
    if isCut { notes.add("the file ends in the middle of a line: its last word is left out") }
    if let words = TrainingLogLine(plain, from: "step", isCut: isCut) {
      try metrics(words, line, take)
    } else if let words = TrainingLogLine(plain, from: "lr", isCut: isCut) {
      try secondLine(words, line, take)
    }
  }

  /// `step: 10  loss: 4.2 …`. A line that tells no loss is some other line.
  private mutating func metrics(
    _ words: TrainingLogLine, _ line: Int, _ take: (ImportRecord) throws -> Void
  ) throws {
    guard let loss = words.fields.first(where: { $0.name == "loss" }),
      let first = words.fields.first, let step = TrainingLogValue.step(first.value)
    else { return }
    if words.isDiff { throw Self.diff(at: "\(path):\(line)") }
    guard TrainingLogValue.cell(loss) != .text else {
      throw Self.loss(String(decoding: loss.value.prefix(60), as: UTF8.self), "\(path):\(line)")
    }
    guard hears(words, line) else { return }
    let isValidation = words.before == "validate"
    let prefix = isValidation ? "validation/" : ""
    if !isValidation { open = step }
    try points(words.fields.dropFirst(), step, prefix, line, take)
  }

  /// flame's `lr: 3.0000e-04 gnorm:  0.50 [elapsed<eta]`.
  private mutating func secondLine(
    _ words: TrainingLogLine, _ line: Int, _ take: (ImportRecord) throws -> Void
  ) throws {
    guard words.fields.contains(where: { $0.name == "gnorm" }), hears(words, line) else { return }
    guard let step = open else {
      notes.add("lines of lr and gnorm without their step are left out", at: "line \(line)")
      return
    }
    open = nil
    era = "flame"
    let fields = words.fields.filter { ["lr", "gnorm"].contains($0.name) }
    try points(fields[...], step, "", line, take)
  }

  /// Whether this line's process is the one that is heard.
  private mutating func hears(_ words: TrainingLogLine, _ line: Int) -> Bool {
    if let speaker, speaker != words.speaker {
      notes.add("other processes' lines are left out", at: "line \(line)")
      return false
    }
    if speaker == nil { speaker = words.speaker }
    if era.isEmpty { era = "torchtitan" }
    return true
  }

  private mutating func points(
    _ fields: ArraySlice<TrainingLogLine.Field>, _ step: Int, _ prefix: String, _ line: Int,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    for field in fields {
      let series = prefix + TrainingLogValue.series(field.name)
      let place = "line \(line)"
      switch TrainingLogValue.cell(field) {
      case .number(let value):
        guard try admits(step, series, line) else {
          notes.add("steps that are not above the one before are left out", at: place)
          continue
        }
        try take(
          .point(PointRecord(run: run, series: series, step: step, value: value, locator: place)))
      case .missing: notes.add("\(series): no value (NaN, Inf or N/A)", at: place)
      case .text, .blank: notes.add("\(series): values that are no numbers are left out", at: place)
      }
    }
  }

  private mutating func admits(_ step: Int, _ series: String, _ line: Int) throws -> Bool {
    if let answer = steps.admits(step, of: series) { return answer }
    throw Fault(
      "the log has too many series", at: "\(path):\(line)",
      expected: "\(SeriesSteps.limit) at most")
  }

  // MARK: Faults

  static func diff(at place: String) -> Fault {
    Fault(
      "this is a diff of two logs", at: place, expected: "the log of one run",
      hint: "each line tells values of two runs; import the two logs instead")
  }

  private static func loss(_ found: String, _ place: String) -> Fault {
    Fault(
      "loss is no number", at: place, expected: "a number, nan or inf", found: found,
      hint: "a diff of two logs has two losses a line; import the log of one run")
  }
}
