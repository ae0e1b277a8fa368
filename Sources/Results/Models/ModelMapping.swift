import Core
import Foundation
import Published

/// The user's word on models that nothing else identifies: a CSV file with the columns
/// `model,family,scale,total_layers,attention_layers,ratio_label,ratio_convention`.
///
/// A family that data/families.csv does not have is one of the user's own. A row without a family says nothing: `interleave list results --mapping` prints such rows for
/// people to fill in.
public struct ModelMapping: Sendable {
  public static let header = [
    "model", "family", "scale", "total_layers", "attention_layers", "ratio_label",
    "ratio_convention",
  ]

  /// What the file says of each model, in the file's order.
  public let statements: [(model: String, statement: ModelStatement)]

  /// Families that data/families.csv does not have, each once, in the file's order.
  public let ownFamilies: [String]

  /// - Throws: `Fault` with file and line for a family whose name cannot be one, a repeated model, counts that
  ///   do not fit each other, or a row that says neither layers nor ratio.
  public init(file: URL, families: [Family]) throws {
    let data = try InputFile.data(at: file)
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
    var known: Set<String> = []
    ownFamilies = statements.map(\.statement.family).filter { name in
      !families.contains { $0.key == name } && known.insert(name).inserted
    }
  }

  /// The key of a known family, or the name of one of the user's own.
  private static func family(
    _ text: String, at place: String, _ families: [Family]
  ) throws -> String {
    if let family = families.first(where: { $0.answers(to: text) }) { return family.key }
    guard text.count <= 40, text.contains(where: \.isLetter),
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw Fault(
        "the name of the family cannot be one", at: place,
        expected: "a family of data/families.csv, or a name of 40 characters at most",
        found: text.clipped)
    }
    return text
  }

  private static func statement(
    _ fields: [String], at place: String, _ families: [Family]
  ) throws -> ModelStatement {
    let family = try family(fields[1], at: place, families)
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
      .mapping, at: place, family: family, scale: fields[2], ratioLabel: fields[5],
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
    guard let number = StrictNumber.natural(text), number <= ConfigStack.mostLayers else {
      throw Fault(
        "the number of layers cannot be read", at: place,
        expected: "a whole number up to \(ConfigStack.mostLayers)", found: text.clipped)
    }
    return number
  }
}
