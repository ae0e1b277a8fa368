/// A code cell, folded away.
enum HTMLSource {
  static func text(_ cell: SourceCell) -> String {
    """
    <details class="source"><summary>Source <code>\(HTMLText.escaped(cell.file)):\(cell.line)</code>\
    </summary>
    <pre tabindex="0"><code>\(code(cell.code))</code></pre>
    </details>
    """
  }

  /// Code in colours, by classes.
  static func code(_ code: String) -> String {
    SwiftHighlighter.lines(of: code).map { $0.map(token).joined() }.joined(separator: "\n")
  }

  private static func token(_ token: CodeToken) -> String {
    let text = HTMLText.escaped(token.text)
    guard token.kind != .plain else { return text }
    return "<span class=\"c-\(token.kind.rawValue)\">\(text)</span>"
  }
}
