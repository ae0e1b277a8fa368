import Core
import Foundation
import Results

/// Reads a training log, whatever the language of its lines: two passes, of which the first finds the restarts
/// and the second hands over the points that no restart made void.
struct StepLog<Format: StepLogFormat> {
  private let file: ImportFile
  private let run: String
  private var notes = ImportNotes()
  private var steps = SeriesSteps()
  private var points = 0

  /// - Throws: `Fault` where the log holds no value at all, among others.
  static func read(_ file: ImportFile, run: String, _ take: ImportSink) throws -> ImportSummary {
    var log = StepLog(file: file, run: run)
    let restarts = try log.restarts()
    log.notes = ImportNotes()
    let version = try log.forEachStep { line, place, log in
      if restarts.isValid(line.step, at: place.line) {
        try log.points(of: line, place, take)
      } else if !line.values.isEmpty {
        log.notes.add(
          "the run resumed from an earlier step: what it logged before at or above that step is left out",
          at: place.locator)
      }
    }
    guard log.points > 0 else { throw log.nothing() }
    return ImportSummary(version: version, warnings: log.notes.warnings)
  }

  private init(file: ImportFile, run: String) { (self.file, self.run) = (file, run) }

  private mutating func restarts() throws -> Restarts {
    var restarts = Restarts()
    var (trained, highest) = (-1, -1)
    try forEachStep { line, place, log in
      let isBack =
        switch line.kind {
        case .training: line.step < trained
        case .evaluation: false
        case .start: line.step <= highest
        }
      if isBack, !restarts.note(step: line.step, at: place.line) {
        throw log.tooMany("restarts", place)
      }
      switch line.kind {
      case .training: trained = line.step
      case .start: trained = -1
      case .evaluation: break
      }
      highest = max(highest, line.step)
    }
    return restarts
  }

  /// Hands over what each line says. A line is read when the next one has begun, since only the last one can be
  /// cut.
  /// - Returns: the format's version, as the lines show it.
  @discardableResult
  private mutating func forEachStep(
    _ body: (StepLine, LinePlace, inout StepLog) throws -> Void
  ) throws -> String {
    var format = Format()
    let isCut = try !file.endsWithNewline()
    var held: (plain: [UInt8], line: Int)?
    func tell(_ plain: [UInt8], _ line: Int) throws {
      let place = LinePlace(path: file.path, line: line)
      guard !plain.isEmpty, let said = try format.read(plain, at: place, &notes) else { return }
      try body(said, place, &self)
    }
    try file.forEachLine { bytes, line in
      if let known = held { try tell(known.plain, known.line) }
      held = Format.mayTell(bytes) ? (TerminalText.plain(bytes), line) : nil
    }
    if let known = held { try tell(isCut ? whole(known.plain) : known.plain, known.line) }
    return format.version
  }

  /// What can be trusted of a last line without its newline.
  private mutating func whole(_ plain: [UInt8]) -> [UInt8] {
    guard let ending = Format.ending else {
      notes.add("the file ends in the middle of a line: its last word is left out")
      return Self.withoutLastWord(plain)
    }
    if plain.last(where: { !Self.isSpace($0) }) == ending { return plain }
    notes.add("the file ends in the middle of a line, which is left out")
    return []
  }

  private static func withoutLastWord(_ plain: [UInt8]) -> [UInt8] {
    guard let end = plain.lastIndex(where: { !isSpace($0) }),
      let space = plain[..<end].lastIndex(where: isSpace)
    else { return [] }
    return Array(plain[..<space])
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  private mutating func points(of line: StepLine, _ place: LinePlace, _ take: ImportSink) throws {
    for (series, cell) in line.values {
      switch cell {
      case .number where series.isEmpty:
        notes.add("values without a name are left out", at: place.locator)
      case .number(let value):
        guard try admits(line.step, series, place) else {
          notes.add("steps that are not above the one before are left out", at: place.locator)
          continue
        }
        points += 1
        try take(.point(run, series, line.step, value, at: place.locator))
      case .missing:
        notes.add("\(series.clipped): no value (NaN, Inf or N/A)", at: place.locator)
      case .text, .blank:
        notes.add("\(series.clipped): values that are not numbers are left out", at: place.locator)
      }
    }
  }

  private mutating func admits(_ step: Int, _ series: String, _ place: LinePlace) throws -> Bool {
    if let answer = steps.admits(step, of: series) { return answer }
    throw tooMany("series", place)
  }

  // MARK: Faults

  private func nothing() -> Fault {
    notes.nothingTaken(at: file.path, expected: "lines such as \(Format.example)")
  }

  private func tooMany(_ what: String, _ place: LinePlace) -> Fault {
    let limit = what == "series" ? SeriesSteps.limit : Restarts.limit
    return Fault("the log has too many \(what)", at: place.text, expected: "\(limit) at most")
  }
}

/// What one line of a training log says of a step.
struct StepLine {
  enum Kind {
    /// Training reached the step. A step below the one before is a restart.
    case training
    /// The model was evaluated. This is no restart, whatever the step.
    case evaluation
    /// Training starts or resumes at the step; the line holds no value.
    case start
  }

  var kind = Kind.training
  var step: Int
  var values: [(series: String, cell: NumberCell)] = []
}

/// Where a line stands.
struct LinePlace {
  let path: String
  let line: Int

  /// For errors: `run.log:12`.
  var text: String { "\(path):\(line)" }
  /// For records and warnings: `line 12`.
  var locator: String { "line \(line)" }
}

/// A format of training logs: what each line says. It is imported by `StepLog`, and its run has the name of the
/// file or of its folder.
protocol StepLogFormat: ResultImporter {
  /// As it is before the first line.
  init()
  /// A line that holds a value, for the error about a log that has none.
  static var example: String { get }
  /// Whether a line may say something; most do not, and are not decoded.
  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool
  /// The last byte of every line, where there is one. A last line without its newline is taken if it ends so, and
  /// left out if it does not; where this is nil, it is taken without its last word.
  static var ending: UInt8? { get }
  /// Decodes a line without its colours; nil where it says nothing of a step.
  mutating func read(
    _ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine?
  /// Which of the format's variants the lines are.
  var version: String { get }
  /// What the names of such files end with, which is no part of the run's name.
  static var suffixes: [String] { get }
}

extension StepLogFormat {
  static var ending: UInt8? { nil }
  static var suffixes: [String] { [] }
  var version: String { "" }

  static func recognises(_ file: ImportFile) -> Bool { file.tells(in: Self()) }

  static func context(of file: ImportFile) -> String { file.runName(withoutSuffixes: suffixes) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    try StepLog<Self>.read(file, run: context(of: file), take)
  }
}

extension ImportFile {
  /// Whether one of the first lines tells a number of some step.
  func tells<Format: StepLogFormat>(in format: Format) -> Bool {
    guard head.first.map({ $0 != 0x00 }) ?? false else { return false }
    var (format, notes) = (format, ImportNotes())
    return head.split(separator: 0x0A).contains { line in
      let plain = line.withUnsafeBytes { Format.mayTell($0) ? TerminalText.plain($0) : [] }
      guard !plain.isEmpty else { return false }
      let said = try? format.read(plain, at: LinePlace(path: path, line: 1), &notes)
      return said?.values.contains { $0.cell.number != nil } ?? false
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes hold a text of two characters or more. Fastest where its last character is rare.
  func contains(_ text: StaticString) -> Bool {
    let text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard let start = baseAddress, let last = text.last else { return false }
    var index = text.count - 1
    while index < count, let found = memchr(start + index, Int32(last), count - index) {
      let end = start.distance(to: UnsafeRawPointer(found)) + 1
      if self[(end - text.count)..<end].elementsEqual(text) { return true }
      index = end
    }
    return false
  }
}
