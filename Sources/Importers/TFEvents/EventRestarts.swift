import Core
import Results

/// Finds the restarts of a run in its event files: the first pass over them.
///
/// A writer says so with the status START of `SessionLog`. A file without one that goes back, in a series that an
/// earlier file tells too, is that of a run that was resumed at the file's first such step. Steps that go back
/// within a file are none: series may have steps of their own.
struct EventRestarts {
  private var restarts = Restarts()
  private var highest: [String: Int] = [:]
  private var budget = NameBudget()

  private init() {}

  /// The restarts in some files, in the order in which they were written; positions count their bytes.
  static func find(in files: [ImportFile]) throws -> Restarts {
    var scan = EventRestarts()
    var start = 0
    for file in files {
      try scan.read(file, from: start, isAlone: files.count == 1)
      start += file.size
    }
    return scan.restarts
  }

  private mutating func read(_ file: ImportFile, from start: Int, isAlone: Bool) throws {
    var steps: [String: (first: Int, highest: Int)] = [:]
    var saysStart = false
    try EventFile.forEach(in: file) { item in
      guard case .event(let event, let offset) = item else { return }
      if event.isStart {
        saysStart = true
        try note(event.step, at: start + offset, file, offset)
      }
      for value in event.values where !isAlone {
        if let known = steps[value.tag] {
          steps[value.tag] = (known.first, max(known.highest, event.step))
        } else if steps.count < EventFile.mostTags, budget.takes(value.tag.nameBytes) {
          steps[value.tag] = (event.step, event.step)
        }
      }
    }
    let back = steps.filter { tag, own in highest[tag].map { own.first < $0 } ?? false }
    if !saysStart, let first = back.values.map(\.first).min() {
      try note(first, at: start, file, 0)
    }
    highest.merge(steps.mapValues(\.highest)) { max($0, $1) }
  }

  private mutating func note(
    _ step: Int, at position: Int, _ file: ImportFile, _ offset: Int
  ) throws {
    guard !restarts.note(step: step, at: position) else { return }
    throw Fault(
      "the run has too many restarts", at: "\(file.path): byte \(offset)",
      expected: "\(Restarts.limit) at most")
  }
}
