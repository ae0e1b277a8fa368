import Foundation

/// A page of the documentation, with the examples in it.
struct Page {
  /// An example as the page shows it.
  struct Shown {
    var name: String
    var code: String
    /// The block of text behind the code: what it prints.
    var output: String?
  }

  let text: String
  let examples: [Shown]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  init(_ path: String) throws {
    text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    let pattern =
      /<!-- example: (?<name>[a-z-]+) -->\n```swift\n(?<code>(?s).*?)```(\n\n```text\n(?<output>(?s).*?)```)?/
    examples = text.matches(of: pattern).map {
      Shown(
        name: String($0.output.name), code: String($0.output.code),
        output: $0.output.output.map(String.init))
    }
  }

  /// The code between `// example: name` and `// end` in a source file of the examples, without the
  /// indent of the function around it.
  static func source(of name: String, in file: String) throws -> String? {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Examples/\(file)")
    let text = try String(contentsOf: url, encoding: .utf8)
    guard let start = text.range(of: "// example: \(name)\n"),
      let end = text.range(of: "    // end\n", range: start.upperBound..<text.endIndex)
    else { return nil }
    return text[start.upperBound..<end.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }.joined(separator: "\n")
  }
}

extension Page {
  /// A piece of code that the page takes from a file.
  struct Excerpt {
    var file: String
    var code: String
  }

  /// The pieces behind `<!-- from: file -->`.
  var excerpts: [Excerpt] {
    let pattern = /<!-- from: (?<file>\S+) -->\n```swift\n(?<code>(?s).*?)```/
    return text.matches(of: pattern).map {
      Excerpt(file: String($0.output.file), code: String($0.output.code))
    }
  }
}
