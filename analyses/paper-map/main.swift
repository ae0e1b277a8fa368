import Core
import Notebook
import Report

// %% [markdown]
// # The paper, item by item
//
// **{{table:exhibits}} maps every figure and table of the paper to what this report has for it**, under
// the numbers of both versions, which print the same values [@wang2025systematic].

// %%
let notebook = try Notebook.open()
/// An item of the paper with one of the report's for it.
let rows = try notebook.store.exhibits().flatMap { exhibit in
  exhibit.items.map { (exhibit: exhibit, item: $0) }
}
/// A link to an item of the report: `figure:ID` or `table:ID`.
func link(_ item: String) throws -> Table.Cell {
  let parts = item.split(separator: ":").map(String.init)
  guard parts.count == 2, let kind = CrossReference.Kind(rawValue: parts[0]) else {
    throw Fault("this is not an item of a report", at: "data/paper/exhibits.csv", found: item)
  }
  return .reference(CrossReference(kind: kind, id: parts[1]))
}
try notebook.show(
  Table(
    rows, id: "exhibits", title: "Where each figure and table of the paper is",
    caption: "An item in two parts has two rows.", from: { $0.exhibit }
  ) {
    Column("second version", .words) { $0.exhibit.v2 }
    Column("first version", .words) { $0.exhibit.v1 }
    Column("what", .words) { $0.exhibit.title }
    Column("here", align: .left) { try link($0.item) }
    Column("not covered, and why", .words, missing: "covered") {
      $0.exhibit.note.isEmpty ? nil : $0.exhibit.note
    }
  })

// %%
try notebook.finish()
