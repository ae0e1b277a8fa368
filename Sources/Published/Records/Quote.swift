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
