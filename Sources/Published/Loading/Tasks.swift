import Core
import GRDB

/// What is known of a task that tables print.
public struct TaskInfo: Sendable, Hashable {
  /// The name in data files: `arc_challenge`.
  public let key: String
  /// The name in reports: `ARC-c`.
  public let display: String
  /// What it belongs to: `lm-eval`, `RULER`.
  public let suite: String
  /// How many items are scored, where that is known.
  public let items: Int?
  /// The accuracy (fraction) of guessing, where all items have equally many answers to choose
  /// from; nil where they differ, where answers are generated, and where it is not known.
  public let chance: Double?
  /// Where the number of items was read.
  public let source: String
}

extension TaskInfo: TableFact {
  static let header = ["key", "display", "suite", "items", "chance", "source"]
  static let table = "task"
  static let columns: [String] = header.dropLast() + ["source_text"]

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    self.init(
      key: try row.text("key"), display: try row.text("display"), suite: try row.text("suite"),
      items: try row.natural("items", atLeast: 1), chance: try row.decimal("chance")?.value,
      source: row["source"])
    if let chance, chance <= 0 || chance >= 1 {
      throw row.fault("chance", "is out of range", expected: "above 0 and below 1")
    }
    guard items == nil || !source.isEmpty else {
      throw row.fault("source", "is empty", expected: "where the number of items was read")
    }
  }

  var keys: [(column: String, key: [String])] { [("key", [key])] }

  func values() -> [(any DatabaseValueConvertible)?] {
    [key, display, suite, items, chance, source]
  }
}
