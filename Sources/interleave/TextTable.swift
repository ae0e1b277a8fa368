import Core

/// Columns of text for a terminal, two spaces apart. Control characters are shown, never sent.
enum TextTable {
  static func render(header: [String], rows: [[String]]) -> String {
    let lines = ([header] + rows).map { $0.map { VisibleText.of($0) } }
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }.joined()
  }

  /// A line of text with its control characters shown, so that none of them reaches the terminal.
  static func visible(_ text: String) -> String { VisibleText.of(text) }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
