import Core
import GRDB

/// A number that a sentence of the paper quotes.
public struct Quote: Sendable, Hashable {
  /// Unique: `recall-advantage`.
  public let id: String
  /// Where the sentence stands: a section of version 2, or a figure.
  public let section: String
  /// The words around the number, as the paper says it: `2–5 points`.
  public let text: String
  /// What is quantified.
  public let quantity: String
  /// The smallest number that the sentence allows; nil where it sets none.
  public var low: Double?
  /// The largest; equal to `low` for a single number.
  public var high: Double?
  /// One unit of the last quoted digit: 0.01 for `2–5 points`.
  public let resolution: Double
  /// The unit of the numbers, one of `units`.
  public let unit: String
  /// The data file.
  public let path: String
  /// The line in it.
  public let line: Int

  /// The words for units: shares and accuracies are fractions, factors and r of r:1 ratios.
  public static let units = [
    "fraction", "ratio", "layers", "tokens", "models", "tasks", "features",
  ]

  /// `data/paper/quotes.csv:4`
  public var provenance: String { "\(path):\(line)" }
}

extension Quote: TableFact {
  static let header = ["id", "section", "text", "quantity", "low", "high", "unit"]
  static let table = "quote"
  static let columns = header + ["resolution"]

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    let ends = (low: try row.decimal("low"), high: try row.decimal("high"))
    guard let decimals = [ends.low, ends.high].compactMap({ $0?.decimals }).max() else {
      throw row.fault("low", "and high are both empty", expected: "the quoted number")
    }
    if let low = ends.low?.value, let high = ends.high?.value, low > high {
      throw row.fault("high", "is below low", expected: "\(low) or more")
    }
    guard Quote.units.contains(row["unit"]) else {
      throw row.fault(
        "unit", "is not one of the known words", expected: Quote.units.joined(separator: ", "))
    }
    self.init(
      id: try row.text("id"), section: try row.text("section"), text: try row.text("text"),
      quantity: try row.text("quantity"), low: ends.low?.value, high: ends.high?.value,
      resolution: DeterministicMath.pow(10, -Double(decimals)), unit: row["unit"],
      path: row.path, line: row.line)
  }

  var keys: [(column: String, key: [String])] { [("id", [id])] }

  func values() -> [(any DatabaseValueConvertible)?] {
    [id, section, text, quantity, low, high, unit, resolution]
  }
}
