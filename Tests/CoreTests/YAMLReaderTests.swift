import Core
import Foundation
import Testing

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws -> JSONNode {
    try YAMLReader.read(Data(text.utf8), at: "a.yaml")
  }

  private func json(_ text: String) throws -> JSONNode {
    try JSONReader.read(Data(text.utf8), at: "a.json")
  }

  /// The same values, whatever their lines.
  private func text(_ node: JSONNode) -> String {
    switch node.value {
    case .object(let object):
      "{" + object.members.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    case .array(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .string(let value): "\"\(value)\""
    default: node.summary
    }
  }

  @Test(arguments: [
    ("a: 1\nb:\n  c: x y\n  d:\n  - 1\n  - 2.5\n", #"{"a": 1, "b": {"c": "x y", "d": [1, 2.5]}}"#),
    ("- a: 1\n  b: 2\n-\n  a: 3\n- x\n-\n", #"[{"a": 1, "b": 2}, {"a": 3}, "x", null]"#),
    ("- - 1\n  - 2\n- []\n- {}\n", "[[1, 2], [], {}]"),
    ("---\n# c\na: 'it''s' # c\n\nb: \"\\u00e9\\n\\\"\"\n", #"{"a": "it's", "b": "é\n\""}"#),
    (
      "a: x#y\nb: http://h/p?q=1#f\n'c d': ~\n",
      ##"{"a": "x#y", "b": "http://h/p?q=1#f", "c d": null}"##
    ),
    (
      "a: true\nb: .nan\nc: 1e3\nd: 2025-01-15\ne: 1.2.3\nf: .5\n",
      #"{"a": true, "b": NaN, "c": 1000.0, "d": "2025-01-15", "e": "1.2.3", "f": 0.5}"#
    ),
    ("a: one\n  two\n  three\nb: 'x\n  y'\n", #"{"a": "one two three", "b": "x y"}"#),
    ("a: 1\r\nb: 2\r\n", #"{"a": 1, "b": 2}"#), ("\u{FEFF}a: 1", #"{"a": 1}"#), ("", "null"),
    ("just words\n", #""just words""#),
  ])
  func whatItReads(_ yaml: String, _ expected: String) throws {
    #expect(try text(read(yaml)) == text(json(expected)))
  }

  @Test(arguments: [
    ("a: [1, 2]\n", 1), ("a: {b: 1}\n", 1), ("x: 1\na: &b 1\n", 2), ("a: *b\n", 1),
    ("a: !t x\n", 1),
    ("a: |\n  text\n", 1), ("a: >\n  text\n", 1), ("? a\n: b\n", 1), ("a: 1\na: 2\n", 2),
    ("a:\n\tb: 1\n", 2), ("a: \"x\n", 1), ("a: 'x' y\n", 1), ("a: \"\\q\"\n", 1),
    ("a:\n    b: 1\n  c: 2\n", 3), ("a: 1\n- b\n", 2), ("a: 1\nb\n", 2), ("a: @x\n", 1),
  ])
  func whatItRefuses(_ yaml: String, _ line: Int) {
    let error = #expect(throws: Fault.self) { try read(yaml) }
    #expect(error?.location == "a.yaml:\(line)", "\(yaml): \(error?.description ?? "")")
  }

  @Test func nestingHasAnEnd() {
    let deep = String(repeating: "- ", count: 100_000) + "x"
    #expect(throws: Fault.self) { try read(deep) }
  }

  @Test func valuesKnowTheirLines() throws {
    let node = try read("a: 1\nb:\n  - x: 2\n")
    #expect(node.object?["b"]?.line == 3)
    #expect(node.object?["b"]?.array?[0].object?["x"]?.line == 3)
  }
}
