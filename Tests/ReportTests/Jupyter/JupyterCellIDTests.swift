import Core
import Foundation
import Testing

@testable import Report

@Suite struct JupyterCellIDTests {
  /// An edit changes what it touches: other cells keep their ids.
  @Test func idsStayWhereOtherCellsChange() throws {
    let before = try ids(of: JupyterFixture.document())
    let edited = try JupyterFixture.document { document in
      guard case .source(var cell) = document.sections[0].blocks[1] else { return }
      cell.code += "\n\nlet more = 2"
      document.sections[0].blocks[1] = .source(cell)
      document.sections[0].blocks.insert(
        .prose(Prose("## New\n\nMore.", file: "a.swift", line: 9)), at: 2)
      document.sections[0].title = "Other words"
      document.values[0].text = "0.2"
      document.sections = document.sections.map(Self.moved)
    }
    #expect(try ids(of: edited).filter { $0 != "curves-new" } == before)
  }

  /// A section whose lines all stand further down.
  private static func moved(_ section: Report.Section) -> Report.Section {
    var section = section
    section.blocks = section.blocks.map { block in
      switch block {
      case .prose(var prose):
        prose.line += 40
        return .prose(prose)
      case .source(var cell):
        cell.line += 40
        return .source(cell)
      case .figure, .table, .explorer: return block
      }
    }
    return section
  }

  @Test func anAnalysisHasTheIdsOfTheReport() throws {
    let document = try JupyterFixture.document()
    let all = try ids(of: document)
    for (id, notebook) in try JupyterWriter(document).analyses() {
      let own = notebook.cells.map(\.id).filter { $0 != "\(id)-references" }
      #expect(own == all.filter { own.contains($0) })
    }
  }

  @Test func idsAreValidAndUnique() {
    var ids = JupyterCellIDs()
    let long = String(repeating: "long-", count: 30)
    let wishes = ["a", "a", "a-2", "", "é b", "x_y-Z9", long + "1", long + "2", long + "1"]
    let taken = wishes.map { ids.take($0) }
    #expect(taken.prefix(6) == ["a", "a-2", "a-2-2", "cell", "--b", "x_y-Z9"])
    #expect(Set(taken).count == wishes.count)
    #expect(taken.allSatisfy { $0.wholeMatch(of: /[a-zA-Z0-9_-]{1,64}/) != nil })
  }

  @Test func slugsAreOfTheWordsAsTyped() {
    #expect(
      JupyterCellIDs.slug("## What *the* {{paper.name}} prints: α, 3:1")
        == "what-the-paper-name-prints-3-1")
  }

  private func ids(of document: Document) throws -> [String] {
    try JupyterWriter(document).report().cells.map(\.id)
  }
}
