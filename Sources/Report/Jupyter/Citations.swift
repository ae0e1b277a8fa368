/// Which entries of the bibliography a part of the report cites.
enum Citations {
  static func keys(in cells: [JupyterOutline.Cell]) throws -> Set<String> {
    var keys: Set<String> = []
    for prose in cells.flatMap(\.content.blocks).flatMap(templates) {
      try ProseResolver.forEachMark(in: prose) { mark, _ in
        if case .citation(let key) = mark { keys.insert(key) }
      }
    }
    return keys
  }

  /// The words of a block that may hold marks.
  private static func templates(_ block: Block) -> [Prose] {
    switch block {
    case .prose(let prose): [prose]
    case .figure(let figure): [Prose(figure.caption, file: "figure \(figure.id)", line: 1)]
    case .table(let table):
      [table.title, table.caption].map { Prose($0, file: "table \(table.id)", line: 1) }
    case .source: []
    case .explorer(let explorer):
      [explorer.title, explorer.caption].map {
        Prose($0, file: "explorer \(explorer.id)", line: 1)
      }
    }
  }
}
