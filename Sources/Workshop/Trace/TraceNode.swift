import Core

/// A line of an explanation, with what stands under it.
public struct TraceNode: Sendable, Equatable {
  /// What it is: `value`, `cell`, `code`, `query`, `rows`, `file`, `source`, `row`, `note`.
  public var kind: String
  public var text: String
  public var children: [TraceNode]

  init(_ kind: String, _ text: String, _ children: [TraceNode] = []) {
    (self.kind, self.text, self.children) = (kind, text, children)
  }

  /// The lines of the tree, two spaces a level. Text out of files cannot steer the terminal.
  public var lines: [String] {
    let own = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { VisibleText.of(String($0)) }
    return own + children.flatMap(\.lines).map { "  " + $0 }
  }

  /// As JSON: kind, text, and what stands under it.
  public var json: JSONValue {
    .object([
      "kind": .string(kind), "text": .string(text), "children": .array(children.map(\.json)),
    ])
  }
}
