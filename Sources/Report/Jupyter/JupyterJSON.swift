import Core

/// JSON laid out as Jupyter lays out its files: keys sorted, an indentation of one space, an item a
/// line, so that a notebook that is opened and saved again shows no difference.
enum JupyterJSON {
  static func text(_ value: JSONValue) -> String {
    var writer = Writer()
    writer.write(value, indent: 0)
    return writer.text
  }

  /// A text as the list of its lines, each with its line feed.
  static func lines(_ text: String) -> JSONValue {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
    lines[lines.count - 1].removeLast()
    if lines.last == "" { lines.removeLast() }
    return .array(lines.map { .string(String($0)) })
  }

  private struct Writer {
    var text = ""

    mutating func write(_ value: JSONValue, indent: Int) {
      switch value {
      case .null: text += "null"
      case .bool(let bool): text += bool ? "true" : "false"
      case .integer(let number): text += "\(number)"
      case .number(let number): text += "\(number)"
      case .string(let string): quote(string)
      case .array(let items):
        group("[", "]", items, indent) { $0.write($1, indent: indent + 1) }
      case .object(let fields):
        let sorted = fields.sorted {
          $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars)
        }
        group("{", "}", sorted, indent) {
          $0.quote($1.key)
          $0.text += ": "
          $0.write($1.value, indent: indent + 1)
        }
      }
    }

    private mutating func group<Item>(
      _ open: String, _ close: String, _ items: [Item], _ indent: Int,
      _ write: (inout Writer, Item) -> Void
    ) {
      text += open
      for (index, item) in items.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += String(repeating: " ", count: indent + 1)
        write(&self, item)
      }
      if !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
      text += close
    }

    private mutating func quote(_ string: String) {
      text += "\""
      var rest = string[...]
      while let place = rest.utf8.firstIndex(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
        text += rest[..<place]
        text += Self.escaped(string.unicodeScalars[place])
        rest = rest[string.utf8.index(after: place)...]
      }
      text += rest
      text += "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
      switch scalar {
      case "\"": return #"\""#
      case "\\": return #"\\"#
      case "\n": return #"\n"#
      case "\r": return #"\r"#
      case "\t": return #"\t"#
      case "\u{8}": return #"\b"#
      case "\u{C}": return #"\f"#
      default:
        let digits = String(scalar.value, radix: 16)
        return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
