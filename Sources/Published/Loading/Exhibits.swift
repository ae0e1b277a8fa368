import Core
import GRDB
import Storage

/// A figure or table of the paper, and what covers it in the report.
public struct Exhibit: Sendable, Hashable {
  /// The name in version 2: `Figure 3`.
  public let v2: String
  /// The name in version 1: `Figure 5`.
  public let v1: String
  /// What it shows.
  public let title: String
  /// The report's items for it, as `figure:ID` or `table:ID`.
  public let items: [String]
  /// What the report does not cover, and why; may be empty.
  public let note: String
  /// `data/paper/exhibits.csv:4`
  public let provenance: String
}

extension Exhibit: TableFact {
  static let header = ["v2", "v1", "title", "items", "note"]
  static let table = "exhibit"
  static let columns = header

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    guard try row.exhibitKind("v1") == row.exhibitKind("v2") else {
      throw row.fault("v1", "is of another kind than v2", expected: "a \(row["v2"].prefix(5))")
    }
    let note = row["note"]
    self.init(
      v2: row["v2"], v1: row["v1"], title: try row.text("title"),
      items: try row.reportItems(orNote: note), note: note, provenance: row.place)
  }

  var keys: [(column: String, key: [String])] { [("v2", [v2]), ("v1", [v1])] }

  func values() throws -> [(any DatabaseValueConvertible)?] {
    [v2, v1, title, try jsonText(items), note]
  }
}

extension TableRow {
  /// The first word of `Figure 3` or `Table 3`.
  fileprivate func exhibitKind(_ column: String) throws -> Substring {
    let words = self[column].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, ["Figure", "Table"].contains(words[0]),
      let number = StrictNumber.natural(String(words[1])), number > 0
    else { throw fault(column, "names no exhibit", expected: "Figure or Table and a number") }
    return words[0]
  }

  /// What covers an exhibit; where nothing does, the note has to say why.
  fileprivate func reportItems(orNote note: String) throws -> [String] {
    let items = list("items")
    let hasGoodItems = items.allSatisfy { item in
      ["figure:", "table:"].contains { item.hasPrefix($0) && item.count > $0.count }
    }
    guard hasGoodItems else {
      throw fault("items", "is not a list of report items", expected: "figure:ID;table:ID")
    }
    guard !items.isEmpty || !note.isEmpty else {
      throw fault("items", "is empty", expected: "report items, or a note that says why none")
    }
    return items
  }
}
