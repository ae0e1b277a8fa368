import Core
import Foundation
import Report

/// A notebook's source, read as Jupytext's percent format: `// %% [markdown]` opens a cell of
/// prose in comments, `// %%` a cell of code.
public struct PercentSource: Sendable, Equatable {
  public enum Kind: String, Codable, Sendable { case markdown, code }

  public struct Cell: Sendable, Equatable {
    public var kind: Kind
    /// The line of the `// %%` marker.
    public var markerLine: Int
    /// The cell's text: prose without its comment marks, or code; no blank lines at either end.
    public var text: String
    /// The line of the text's first character.
    public var textLine: Int
    /// The last line that belongs to the cell.
    public var lastLine: Int
    /// What prose depends on.
    public var condition: Condition?
  }

  /// `if=hasRuns` or `if=!hasRuns` behind a marker: prose that a code cell shows or leaves out.
  public struct Condition: Sendable, Equatable {
    public var name: String
    public var isNegated: Bool
  }

  public var cells: [Cell]
  /// The formats that marks give values: `+.3` for `{{gain:+.3}}`, in prose and in the texts of code.
  public var formats: [String: ValueFormat]
  /// What stands before the first cell: imports. Jupytext reads it as a code cell.
  public var preamble: String

  /// - Parameters:
  ///   - source: the text of `main.swift`
  ///   - path: what errors call it
  public init(_ source: String, path: String) throws {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let markers = lines.indices.filter { Self.kind(ofMarker: lines[$0]) != nil }
    guard !markers.isEmpty else {
      throw Fault(
        "the notebook has no cells", at: path, expected: "lines that begin with // %%",
        hint: "see analyses/ratio-curves/main.swift for the format")
    }
    preamble = Self.text(of: lines[..<markers[0]]).text.joined(separator: "\n")
    formats = try Self.formats(in: lines, path: path)
    let ends = markers.dropFirst() + [lines.count]
    cells = try zip(markers, ends).map { start, end in
      try Self.cell(lines, from: start, to: end, path: path)
    }
  }

  /// The code cell that holds `line`.
  public func codeCell(at line: Int) -> Int? {
    cells.firstIndex { $0.kind == .code && ($0.markerLine...$0.lastLine).contains(line) }
  }

  private static func kind(ofMarker line: String) -> Kind? {
    guard line == "// %%" || line.hasPrefix("// %% ") else { return nil }
    return line.contains("[markdown]") || line.contains("[md]") ? .markdown : .code
  }

  private static func cell(_ lines: [String], from start: Int, to end: Int, path: String) throws
    -> Cell
  {
    let kind = kind(ofMarker: lines[start]) ?? .code
    var body = Array(lines[(start + 1)..<end])
    if kind == .markdown {
      body = try body.enumerated().map { offset, line in
        try uncommented(line, at: "\(path):\(start + 2 + offset)")
      }
    }
    let (text, leading) = Self.text(of: body[...])
    return Cell(
      kind: kind, markerLine: start + 1, text: text.joined(separator: "\n"),
      textLine: start + 2 + leading, lastLine: end,
      condition: try condition(of: lines[start], at: "\(path):\(start + 1)"))
  }

  private static func condition(of marker: String, at place: String) throws -> Condition? {
    guard let word = marker.split(separator: " ").first(where: { $0.hasPrefix("if=") }) else {
      return nil
    }
    guard kind(ofMarker: marker) == .markdown else {
      throw Fault("a code cell has a condition", at: place, hint: "write an if in the cell")
    }
    let name = word.dropFirst(3)
    return Condition(name: String(name.trimmingPrefix("!")), isNegated: name.hasPrefix("!"))
  }

  /// A value looks the same wherever it is named.
  private static func formats(in lines: [String], path: String) throws -> [String: ValueFormat] {
    var formats: [String: ValueFormat] = [:]
    for (place, line) in lines.enumerated() where line.contains("{{") {
      for match in line.matches(of: /\{\{([^{}:\\]+):([^{}:\\]+)\}\}/) {
        let name = String(match.1)
        guard let format = ValueFormat(match.2) else { continue }
        if let earlier = formats.updateValue(format, forKey: name), earlier != format {
          throw Fault(
            "a value has two formats", at: "\(path):\(place + 1)", found: "\(match.0)",
            hint: "bind it a second time under a name of its own")
        }
      }
    }
    return formats
  }

  /// The lines without blank ones at either end, and how many were cut at the beginning.
  private static func text(of lines: ArraySlice<String>) -> (
    text: ArraySlice<String>, leading: Int
  ) {
    let isBlank = { (line: String) in line.allSatisfy(\.isWhitespace) }
    let leading = lines.prefix(while: isBlank).count
    let trailing = lines.reversed().prefix(while: isBlank).count
    return (lines.dropFirst(leading).dropLast(min(trailing, lines.count - leading)), leading)
  }

  private static func uncommented(_ line: String, at place: String) throws -> String {
    if line.hasPrefix("// ") { return String(line.dropFirst(3)) }
    if line == "//" || line.allSatisfy(\.isWhitespace) { return "" }
    throw Fault(
      "a markdown cell holds a line that is not a comment", at: place, expected: "// prose",
      found: line, hint: "open a code cell with // %%")
  }
}
