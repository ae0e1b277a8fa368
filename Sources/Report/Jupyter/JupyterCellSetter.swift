import Core

/// Sets cells of an outline as cells of a notebook.
struct JupyterCellSetter {
  let outputs: JupyterOutputs
  let hidesSource: Bool
  private var blocks: MarkdownBlocks { outputs.blocks }

  init(outputs: JupyterOutputs, hidesSource: Bool) {
    self.outputs = outputs
    self.hidesSource = hidesSource
  }

  func cell(_ cell: JupyterOutline.Cell) throws -> JupyterCell {
    switch cell.content {
    case .opening(let section, let prose): return try opening(section, prose, id: cell.id)
    case .prose(let prose): return markdown(try blocks.prose(prose), cell)
    case .loose(.table(let table)):
      let parts = [
        try blocks.heading(of: table), try blocks.rows(of: table), try blocks.caption(of: table),
      ]
      return markdown(parts.joined(separator: "\n\n"), cell)
    case .loose(let block): return code("", try outputs.outputs(of: block), cell, isHidden: true)
    case .code(let source, let made):
      return code(source.code, try made.flatMap(outputs.outputs), cell, isHidden: hidesSource)
    }
  }

  /// The bibliography as a cell; none where nothing is cited.
  func references(_ entries: [Reference], id: String, level: Int) -> [JupyterCell] {
    guard !entries.isEmpty else { return [] }
    let heading = String(repeating: "#", count: level) + " References"
    let parts = [heading] + entries.map(blocks.entry)
    return [JupyterCell(id: id, kind: .markdown, source: parts.joined(separator: "\n\n"))]
  }

  private func opening(_ section: Section, _ prose: Prose?, id: String) throws -> JupyterCell {
    let marks = String(repeating: "#", count: blocks.depth + 1)
    let heading = "\(marks) \(blocks.escaped(section.title))"
    let text = try prose.map { "\n\n" + (try blocks.prose($0)) } ?? ""
    return JupyterCell(id: id, kind: .markdown, source: heading + text)
  }

  private func markdown(_ text: String, _ cell: JupyterOutline.Cell) -> JupyterCell {
    JupyterCell(id: cell.id, kind: .markdown, source: text, tags: cell.tags)
  }

  private func code(
    _ source: String, _ outputs: [JupyterOutput], _ cell: JupyterOutline.Cell, isHidden: Bool
  ) -> JupyterCell {
    JupyterCell(
      id: cell.id, kind: .code(outputs: outputs), source: source, tags: cell.tags,
      hidesSource: isHidden)
  }
}

extension JupyterOutline.Cell {
  /// The names of what the cell shows: `figure-ratio-curves`.
  fileprivate var tags: [String] { content.shown.map { "\($0.kind.rawValue)-\($0.id)" } }
}
