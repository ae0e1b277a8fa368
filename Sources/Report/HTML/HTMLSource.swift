/// A code cell, folded away.
enum HTMLSource {
  static func text(_ cell: SourceCell) -> String {
    """
    <details class="source"><summary>Source <code>\(HTMLText.escaped(cell.file)):\(cell.line)</code>\
    </summary>
    <pre tabindex="0"><code>\(HTMLText.escaped(cell.code))</code></pre>
    </details>
    """
  }
}
