/// A table of the paper whose numbers are in `data/paper`, by its number in version 2.
public enum PaperTable: Int, Sendable, Hashable, CaseIterable {
  case two = 2
  case three = 3
  case four = 4
  case five = 5
  case six = 6
  case seven = 7

  /// The data file: `data/paper/table7.csv`.
  public var path: String { self == .four ? "data/costs.csv" : "data/paper/table\(rawValue).csv" }
  /// `Table 7`.
  public var title: String { "Table \(rawValue)" }
}
