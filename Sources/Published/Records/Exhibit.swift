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
