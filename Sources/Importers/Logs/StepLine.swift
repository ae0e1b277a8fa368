import Core
import Foundation
import Results

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

/// How one tool writes its log: what a line says.
protocol StepLogGrammar {
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
}

extension StepLogGrammar {
  static var ending: UInt8? { nil }
  var version: String { "" }
}

extension ImportFile {
  /// Whether one of the first lines tells a number of some step.
  func tells(in grammar: some StepLogGrammar) -> Bool {
    guard head.first.map({ $0 != 0x00 }) ?? false else { return false }
    var (grammar, notes) = (grammar, ImportNotes())
    return head.split(separator: 0x0A).contains { line in
      let plain = line.withUnsafeBytes { bytes in
        type(of: grammar).mayTell(bytes) ? TerminalText.plain(bytes) : []
      }
      guard !plain.isEmpty else { return false }
      let said = try? grammar.read(plain, at: LinePlace(path: path, line: 1), &notes)
      return said?.values.contains { if case .number = $0.cell { true } else { false } } ?? false
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
