import Foundation

/// A strict reader for the part of YAML that small files of settings and results use: block lists and
/// mappings, plain and quoted scalars, comments. Everything else (anchors, tags, block scalars, lists
/// and mappings between brackets, several documents) is refused, with the line.
public enum YAMLReader {
  static let deepest = 64

  /// - Throws: `Fault` at `path:line`.
  public static func read(_ data: Data, at path: String) throws -> JSONNode {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Fault("the file is not UTF-8", at: "\(path):1")
    }
    var parser = YAMLParser(lines: try YAMLLine.all(in: text, path), path: path)
    return try parser.document()
  }

  /// The value of a scalar on one line, without its key.
  public static func scalar(_ text: some StringProtocol, at path: String, line: Int) throws
    -> JSONNode
  {
    try YAMLScalar(String(text).trimmingCharacters(in: .whitespaces), path, line).node()
  }
}

/// A line with something on it.
private struct YAMLLine {
  var indent: Int
  var text: String
  let number: Int

  static func all(in text: String, _ path: String) throws -> [YAMLLine] {
    var lines: [YAMLLine] = []
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, part) in parts.enumerated() {
      let part = index == 0 && part.hasPrefix("\u{FEFF}") ? part.dropFirst() : part
      let content = part.drop { $0 == " " }
      guard let first = content.first, first != "#" else { continue }
      if first == "\t" {
        throw Fault("a tab stands where spaces indent a line", at: "\(path):\(index + 1)")
      }
      if lines.isEmpty, content == "---", content.count == part.count { continue }
      let trimmed = content.trimmingCharacters(in: .whitespaces)
      lines.append(YAMLLine(indent: part.count - content.count, text: trimmed, number: index + 1))
    }
    return lines
  }

  var isItem: Bool { text == "-" || text.hasPrefix("- ") }
}

private struct YAMLParser {
  var lines: [YAMLLine]
  let path: String
  var at = 0
  var depth = 0

  mutating func document() throws -> JSONNode {
    guard let first = lines.first else { return JSONNode(.null) }
    let node = try block(first.indent)
    guard at == lines.count else {
      throw fault("the line belongs to nothing above it", lines[at], expected: "the same indent")
    }
    return node
  }

  /// The list or mapping whose lines have this indent.
  private mutating func block(_ indent: Int) throws -> JSONNode {
    depth += 1
    defer { depth -= 1 }
    let line = lines[at]
    guard depth <= YAMLReader.deepest else { throw fault("YAML is nested too deeply", line) }
    if line.isItem { return try list(indent) }
    if try YAMLKey(line.text, path, line.number) != nil { return try mapping(indent) }
    at += 1
    return try scalar(line.text, line, below: indent)
  }

  private mutating func list(_ indent: Int) throws -> JSONNode {
    let start = lines[at].number
    var items: [JSONNode] = []
    while at < lines.count, lines[at].indent == indent, lines[at].isItem {
      let rest = lines[at].text.dropFirst().drop { $0 == " " }
      if rest.isEmpty || rest.hasPrefix("#") {
        at += 1
        items.append(try inner(above: indent) ?? JSONNode(.null, line: start))
      } else {
        lines[at].indent += lines[at].text.count - rest.count
        lines[at].text = String(rest)
        items.append(try block(lines[at].indent))
      }
    }
    return JSONNode(.array(items), line: start)
  }

  private mutating func mapping(_ indent: Int) throws -> JSONNode {
    let start = lines[at].number
    var object = JSONObject()
    while at < lines.count, lines[at].indent == indent, !lines[at].isItem {
      let line = lines[at]
      guard let key = try YAMLKey(line.text, path, line.number) else {
        throw fault("the line has no key", line, expected: "key: value")
      }
      at += 1
      guard object.append(key.name, try value(of: key, line, indent)) else {
        throw fault("a key stands twice", line)
      }
    }
    return JSONNode(.object(object), line: start)
  }

  private mutating func value(of key: YAMLKey, _ line: YAMLLine, _ indent: Int) throws -> JSONNode {
    guard key.rest.isEmpty || key.rest.hasPrefix("#") else {
      return try scalar(key.rest, line, below: indent)
    }
    if let node = try inner(above: indent) { return node }
    let isList = at < lines.count && lines[at].indent == indent && lines[at].isItem
    return isList ? try list(indent) : JSONNode(.null, line: line.number)
  }

  private mutating func inner(above indent: Int) throws -> JSONNode? {
    guard at < lines.count, lines[at].indent > indent else { return nil }
    return try block(lines[at].indent)
  }

  /// A scalar that may go on on the lines that are further in.
  private mutating func scalar(_ text: String, _ line: YAMLLine, below indent: Int) throws
    -> JSONNode
  {
    var text = text
    while at < lines.count, lines[at].indent > indent {
      text += " " + lines[at].text
      at += 1
    }
    return try YAMLScalar(text, path, line.number).node()
  }

  private func fault(_ what: String, _ line: YAMLLine, expected: String? = nil) -> Fault {
    Fault(
      what, at: "\(path):\(line.number)", expected: expected, found: String(line.text.prefix(60)))
  }
}

/// The key before a colon.
private struct YAMLKey {
  let name: String
  /// What is behind the colon.
  let rest: String

  /// Nil where the text has no key.
  init?(_ text: String, _ path: String, _ line: Int) throws {
    if let quote = text.first, quote == "\"" || quote == "'" {
      var scalar = YAMLScalar(text, path, line)
      guard let quoted = try scalar.quoted(), scalar.rest.hasPrefix(":") else { return nil }
      name = quoted
      rest = String(scalar.rest.dropFirst().drop { $0 == " " })
      return
    }
    guard let colon = text.range(of: ": ")?.lowerBound ?? Self.lastColon(text) else { return nil }
    name = text[..<colon].trimmingCharacters(in: .whitespaces)
    rest = String(text[text.index(after: colon)...].drop { $0 == " " })
    guard !name.isEmpty, !name.contains(" #") else { return nil }
    try YAMLScalar(name, path, line).refuseOtherKinds()
  }

  private static func lastColon(_ text: String) -> String.Index? {
    text.hasSuffix(":") ? text.index(before: text.endIndex) : nil
  }
}

/// A scalar as it is written.
private struct YAMLScalar {
  /// What has not been read yet.
  private(set) var rest: Substring
  private let path: String
  private let line: Int

  init(_ text: String, _ path: String, _ line: Int) {
    rest = text[...]
    (self.path, self.line) = (path, line)
  }

  func node() throws -> JSONNode {
    var copy = self
    if let text = try copy.quoted() {
      let after = copy.rest.drop { $0 == " " }
      guard after.isEmpty || after.hasPrefix("#") else {
        throw fault("text follows a closing quote", expected: nil)
      }
      return JSONNode(.string(text), line: line)
    }
    return JSONNode(try plain(), line: line)
  }

  /// Takes a quoted text; nil where it is not quoted.
  mutating func quoted() throws -> String? {
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    rest.removeFirst()
    var text = ""
    while let next = rest.popFirst() {
      if next == "\\", quote == "\"" {
        text.unicodeScalars.append(try escaped())
      } else if next != quote {
        text.append(next)
      } else if quote == "'", rest.first == "'" {
        text.append(rest.removeFirst())
      } else {
        return text
      }
    }
    throw fault("a quote is not closed", expected: nil)
  }

  private mutating func escaped() throws -> Unicode.Scalar {
    let known: [Character: Unicode.Scalar] = [
      "\"": "\"", "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", "0": "\0", " ": " ",
      "b": "\u{8}", "f": "\u{C}",
    ]
    let digits: [Character: Int] = ["x": 2, "u": 4, "U": 8]
    guard let next = rest.popFirst() else { throw fault("a quote is not closed", expected: nil) }
    if let scalar = known[next] { return scalar }
    let code = rest.prefix(digits[next] ?? 0)
    guard let count = digits[next], code.utf8.count == count, let value = UInt32(code, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw fault("an escape is not known", expected: "\\n, \\t, \\u and the like") }
    rest.removeFirst(count)
    return scalar
  }

  private func plain() throws -> JSONNode.Value {
    let text = (rest.range(of: " #").map { rest[..<$0.lowerBound] } ?? rest)
      .trimmingCharacters(in: .whitespaces)
    switch text {
    case "[]": return .array([])
    case "{}": return .object(JSONObject())
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .notFinite(.nan)
    case ".inf", "+.inf": return .notFinite(.infinity)
    case "-.inf": return .notFinite(.negativeInfinity)
    default: break
    }
    try YAMLScalar(text, path, line).refuseOtherKinds()
    let number = /[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]+\./
    guard text.wholeMatch(of: number) != nil else { return .string(text) }
    if let whole = Int(text) { return .integer(whole) }
    return Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? .string(text)
  }

  /// - Throws: `Fault` where the text begins as something that this reader does not read.
  func refuseOtherKinds() throws {
    let isOther = rest.first.map { "{}[]&*!|>%@`,".contains($0) } ?? false
    guard isOther || rest.hasPrefix("? ") else { return }
    throw fault(
      "this kind of YAML is not read",
      expected: "plain or quoted text, lists with \"- \" and mappings with \"key: \"")
  }

  private func fault(_ what: String, expected: String?) -> Fault {
    Fault(what, at: "\(path):\(line)", expected: expected, found: String(rest.prefix(60)))
  }
}
