/// The links inside of a notebook: they name cells, as JupyterLab and nbconvert understand them.
struct JupyterLinks: MarkdownLinks {
  private var cells: [CrossReference: String] = [:]
  private let cited: Set<String>
  private let referencesID: String
  let folder: String

  /// - Parameters:
  ///   - cells: the cells of the notebook
  ///   - cited: the keys that its bibliography has
  ///   - referencesID: the cell with the bibliography
  init(
    _ cells: [JupyterOutline.Cell], cited: [String], referencesID: String, folder: String
  ) {
    for cell in cells {
      for reference in cell.content.shown { self.cells[reference] = cell.id }
    }
    self.cited = Set(cited)
    self.referencesID = referencesID
    self.folder = folder
  }

  func address(of reference: CrossReference) -> String? { cells[reference].map(Self.address) }

  func address(ofCitation key: String) -> String? {
    cited.contains(key) ? Self.address(of: referencesID) : nil
  }

  static func address(of cell: String) -> String { "#cell-id=\(cell)" }
}
