import Core

/// Arguments of a model or of its generation, which are a text `pretrained=x,dtype=bfloat16`, the text of a
/// Python dictionary, or an object.
struct ModelArguments {
  /// Name and value, in the order of the file; no name stands twice.
  private(set) var pairs: [(name: String, value: String)] = []

  init(_ node: JSONNode?) {
    if let text = node?.string { add(text) }
    for member in node?.object?.members ?? [] { add(member.key, member.value.argumentText) }
  }

  init(_ text: String) { add(text) }

  private mutating func add(_ text: String) {
    var text = text.trimmed[...]
    let isDictionary = text.first == "{" && text.last == "}" && text.count > 1
    if isDictionary { text = text.dropFirst().dropLast() }
    for part in Self.split(text, at: ",") {
      let pair = Self.split(part, at: isDictionary ? ":" : "=", once: true)
      if pair.count == 2 { add(pair[0].trimmed.unquoted, pair[1].trimmed.unquoted) }
    }
  }

  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// `name=value,name=value` in order of name: one text for each set of arguments.
  var text: String {
    pairs.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }

  func leavingOut(_ names: Set<String>) -> ModelArguments {
    var rest = self
    rest.pairs.removeAll { names.contains($0.name) }
    return rest
  }

  /// More arguments than any model takes; the others do not count.
  private static let most = 256

  private mutating func add(_ name: String, _ value: String) {
    guard !name.isEmpty, !["", "None"].contains(value), pairs.count < Self.most, self[name] == nil
    else { return }
    pairs.append((name, value))
  }

  /// Splits where the separator stands outside of quotes and brackets.
  private static func split(
    _ text: Substring, at separator: Character, once: Bool = false
  ) -> [Substring] {
    var parts: [Substring] = []
    var (start, depth) = (text.startIndex, 0)
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      switch character {
      case quote: quote = nil
      case _ where quote != nil: break
      case "'", "\"": quote = character
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case separator where depth <= 0 && !(once && !parts.isEmpty):
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }
}

extension JSONNode {
  /// The value as it would stand on a command line of Python: `True`, `2048`, `{a: 1}`; empty for null.
  fileprivate var argumentText: String {
    switch value {
    case .null: ""
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .notFinite(let word): word.rawValue
    case .string(let text): text.trimmed.unquoted
    case .array(let items): "[\(items.map(\.argumentText).joined(separator: ", "))]"
    case .object(let object):
      "{\(object.members.map { "\($0.key): \($0.value.argumentText)" }.joined(separator: ", "))}"
    }
  }
}
