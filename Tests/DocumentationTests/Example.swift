import Core
import Foundation

/// A piece of code that the documentation shows: run as it stands, with what it printed.
struct Example: Sendable, CustomStringConvertible {
  let name: String
  let body: @Sendable () throws -> Void

  init(_ name: String, _ body: @escaping @Sendable () throws -> Void) {
    self.name = name
    self.body = body
  }

  var description: String { name }

  /// What it prints.
  func output() throws -> String {
    let lines = Lines()
    try Lines.$current.withValue(lines) { try body() }
    return lines.text
  }
}

/// Collects what the examples of one test print.
final class Lines: @unchecked Sendable {
  @TaskLocal static var current: Lines?
  private var lines: [String] = []

  func add(_ line: String) { lines.append(line) }
  var text: String { lines.map { $0 + "\n" }.joined() }
}

/// In examples, printing is collected.
func print(_ text: String) { Lines.current?.add(text) }

/// A number with fixed decimals, as reports write it.
func fixed(_ value: Double, _ decimals: Int) -> String { NumberText.fixed(value, decimals) }
