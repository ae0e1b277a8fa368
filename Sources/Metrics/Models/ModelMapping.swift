import Core
import Foundation

/// The user's word on models that nothing else identifies: a CSV file with the columns
/// `model,family,scale,total_layers,attention_layers,ratio_label,ratio_convention`.
///
/// A row without a family says nothing: `interleave list results --mapping` prints such rows for
/// people to fill in.
public struct ModelMapping: Sendable {
  public static let header = [
    "model", "family", "scale", "total_layers", "attention_layers", "ratio_label",
    "ratio_convention",
  ]

  /// What the file says of each model, in the file's order.
  public let statements: [(model: String, statement: ModelStatement)]

  /// - Throws: `Fault` with file and line for an unknown family, a repeated model, counts that do
  ///   not fit each other, or a row that says neither layers nor ratio.
  public init(file: URL, families: [Family]) throws {
    guard let data = try? Data(contentsOf: file) else {
      throw Fault("the mapping file cannot be read", at: file.path)
    }
    let (found, records) = try CSV.parse(data, path: file.path)
    guard found == Self.header else {
      throw Fault(
        "the header is not that of a mapping file", at: "\(file.path):1",
        expected: Self.header.joined(separator: ","), found: found.joined(separator: ","))
    }
    var seen: Set<String> = []
    var statements: [(model: String, statement: ModelStatement)] = []
    for record in records where !record.fields[1].isEmpty {
      let place = "\(file.path):\(record.line)"
      let statement = try Self.statement(record.fields, at: place, families)
      guard seen.insert(record.fields[0]).inserted else {
        throw Fault("the model is mapped twice", at: place, found: record.fields[0])
      }
      statements.append((record.fields[0], statement))
    }
    self.statements = statements
  }

  private static func statement(
    _ fields: [String], at place: String, _ families: [Family]
  ) throws -> ModelStatement {
    guard let family = families.first(where: { $0.answers(to: fields[1]) }) else {
      throw Fault(
        "unknown family", at: place, expected: families.map(\.key).joined(separator: ", "),
        found: fields[1])
    }
    let counts = try [fields[3], fields[4]].map { try count($0, at: place) }
    if let total = counts[0], let attention = counts[1], attention > total || total == 0 {
      throw Fault("more attention layers than layers", at: place, found: "\(attention) of \(total)")
    }
    guard let convention = RatioConvention(rawValue: fields[6].isEmpty ? "one-in-r" : fields[6])
    else {
      throw Fault(
        "unknown convention", at: place,
        expected: RatioConvention.allCases.map(\.rawValue).joined(separator: ", "),
        found: fields[6])
    }
    let statement = ModelStatement(
      .mapping, at: place, family: family.key, scale: fields[2], ratioLabel: fields[5],
      ratioConvention: convention, totalLayers: counts[0], attentionLayers: counts[1])
    guard let fraction = statement.attentionFraction else {
      throw Fault(
        "the row says neither how many layers are attention nor a ratio", at: place,
        expected: "total_layers and attention_layers, or a ratio such as 3:1, pure or full")
    }
    guard fraction <= 1 else {
      throw Fault(
        "the ratio says more attention than there are layers", at: place, found: fields[5])
    }
    return statement
  }

  private static func count(_ text: String, at place: String) throws -> Int? {
    guard !text.isEmpty else { return nil }
    guard let number = StrictNumber.natural(text) else {
      throw Fault("this is no number of layers", at: place, found: text)
    }
    return number
  }
}
