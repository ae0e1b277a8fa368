import Core
import Results

/// Reads a training log, whatever the language of its lines: two passes, of which the first finds the restarts
/// and the second hands over the points that no restart made void.
struct StepLog<Grammar: StepLogGrammar> {
  private let file: ImportFile
  private let run: String
  private var notes = ImportNotes()
  private var steps = SeriesSteps()
  private var points = 0

  /// - Parameter grammar: as it is before the first line.
  /// - Throws: `Fault` where the log holds no value at all, among others.
  static func read(
    _ file: ImportFile, run: String, as grammar: Grammar, _ take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    var log = StepLog(file: file, run: run)
    let restarts = try log.restarts(grammar)
    log.notes = ImportNotes()
    let last = try log.forEachStep(grammar) { line, place, log in
      if restarts.isValid(line.step, at: place.line) {
        try log.points(of: line, place, take)
      } else if !line.values.isEmpty {
        log.notes.add(
          "the run resumed from an earlier step: what it logged before at or above that step is left out",
          at: place.locator)
      }
    }
    guard log.points > 0 else { throw log.nothing() }
    return ImportSummary(version: last.version, warnings: log.notes.warnings)
  }

  private init(file: ImportFile, run: String) {
    self.file = file
    self.run = run
  }

  private mutating func restarts(_ grammar: Grammar) throws -> Restarts {
    var restarts = Restarts()
    var (trained, highest) = (-1, -1)
    try forEachStep(grammar) { line, place, log in
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
  /// - Returns: the grammar as it is after the last line.
  @discardableResult
  private mutating func forEachStep(
    _ grammar: Grammar, _ body: (StepLine, LinePlace, inout StepLog) throws -> Void
  ) throws -> Grammar {
    var grammar = grammar
    let isCut = try !file.endsWithNewline()
    var held: (plain: [UInt8], line: Int)?
    func tell(_ plain: [UInt8], _ line: Int) throws {
      let place = LinePlace(path: file.path, line: line)
      guard !plain.isEmpty, let said = try grammar.read(plain, at: place, &notes) else { return }
      try body(said, place, &self)
    }
    try file.forEachLine { bytes, line in
      if let known = held { try tell(known.plain, known.line) }
      held = Grammar.mayTell(bytes) ? (TerminalText.plain(bytes), line) : nil
    }
    guard let known = held else { return grammar }
    try tell(isCut ? whole(known.plain) : known.plain, known.line)
    return grammar
  }

  /// What can be trusted of a last line without its newline.
  private mutating func whole(_ plain: [UInt8]) -> [UInt8] {
    guard let ending = Grammar.ending else {
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

  private mutating func points(
    of line: StepLine, _ place: LinePlace, _ take: (ImportRecord) throws -> Void
  ) throws {
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
        try take(
          .point(
            PointRecord(
              run: run, series: series, step: line.step, value: value, locator: place.locator)))
      case .missing:
        notes.add("\(series.clipped): no value (NaN, Inf or N/A)", at: place.locator)
      case .text, .blank:
        notes.add(
          "\(series.clipped): values that are not numbers are left out", at: place.locator)
      }
    }
  }

  private mutating func admits(_ step: Int, _ series: String, _ place: LinePlace) throws -> Bool {
    if let answer = steps.admits(step, of: series) { return answer }
    throw tooMany("series", place)
  }

  // MARK: Faults

  private func nothing() -> Fault {
    notes.nothingTaken(at: file.path, expected: "lines such as \(Grammar.example)")
  }

  private func tooMany(_ what: String, _ place: LinePlace) -> Fault {
    let limit = what == "series" ? SeriesSteps.limit : Restarts.limit
    return Fault("the log has too many \(what)", at: place.text, expected: "\(limit) at most")
  }
}
