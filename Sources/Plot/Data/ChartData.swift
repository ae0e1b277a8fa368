import Core

extension Chart {
  /// All plotted data as CSV: the columns `panel` and `layer`, then those of the frames. Marks of
  /// one panel that show the same frame share their rows, with `+` between their names.
  public func csv() throws -> String {
    let tables = dataTables
    var names: [String] = []
    for name in tables.flatMap(\.frame.names) where !names.contains(name) { names.append(name) }
    let rows = tables.flatMap { table in
      (0..<table.frame.rowCount).map { row in
        [table.panel, table.layer] + names.map { table.cell(row, $0) }
      }
    }
    return CSV.text(header: ["panel", "layer"] + names, rows: rows)
  }

  private var dataTables: [DataTable] {
    var tables: [DataTable] = []
    for (index, panel) in panels.enumerated() {
      let name = panel.title.isEmpty ? "\(index + 1)" : panel.title
      for mark in panel.marks {
        guard let frame = mark.frame else { continue }
        if let same = tables.firstIndex(where: { $0.index == index && $0.frame == frame }) {
          tables[same].layer += "+" + mark.kind
        } else {
          tables.append(DataTable(index: index, panel: name, layer: mark.kind, frame: frame))
        }
      }
    }
    return tables
  }
}

/// A frame of one panel, and the marks that show it.
private struct DataTable {
  let index: Int
  let panel: String
  var layer: String
  let frame: Frame

  func cell(_ row: Int, _ name: String) -> String {
    frame.names.firstIndex(of: name).map { frame.cell(row, $0) } ?? ""
  }
}
