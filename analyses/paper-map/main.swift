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
let exhibits = try notebook.store.exhibits()

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
    id: "exhibits", title: "Where each figure and table of the paper is",
    caption: "An item in two parts has two rows.",
    columns: [
      Table.Column("second version", .left), Table.Column("first version", .left),
      Table.Column("what", .left), Table.Column("here", .left),
      Table.Column("not covered, and why", .left),
    ],
    rows: try exhibits.flatMap { exhibit in
      try exhibit.items.map { item in
        [
          .quoted(exhibit.v2, sources: [exhibit.provenance]),
          .quoted(exhibit.v1, sources: [exhibit.provenance]),
          .quoted(exhibit.title, sources: [exhibit.provenance]), try link(item),
          exhibit.note.isEmpty
            ? .missing(reason: "covered") : .quoted(exhibit.note, sources: [exhibit.provenance]),
        ]
      }
    }))

// %%
try notebook.finish()
