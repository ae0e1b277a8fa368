import Core
import Foundation

/// The user's word on models that nothing else identifies: a CSV file with the columns
/// `model,family,scale,total_layers,attention_layers,ratio_label,ratio_convention`.
public struct ModelMapping: Sendable {
  static let header = [
    "model", "family", "scale", "total_layers", "attention_layers", "ratio_label",
    "ratio_convention",
  ]

  public let identities: [String: ModelIdentity]

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
    var identities: [String: ModelIdentity] = [:]
    for record in records {
      let place = "\(file.path):\(record.line)"
      let identity = try Self.identity(record.fields, at: place, families)
      guard identities.updateValue(identity, forKey: record.fields[0]) == nil else {
        throw Fault("the model is mapped twice", at: place, found: record.fields[0])
      }
    }
    self.identities = identities
  }

  private static func identity(
    _ fields: [String], at place: String, _ families: [Family]
  ) throws -> ModelIdentity {
    guard let family = families.first(where: { $0.isCalled(fields[1]) }) else {
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
    let identity = ModelIdentity(
      family: family.key, scale: fields[2], ratioLabel: fields[5], ratioConvention: convention,
      totalLayers: counts[0], attentionLayers: counts[1], origin: .mapping)
    guard identity.attentionFraction != nil else {
      throw Fault(
        "the row says neither how many layers are attention nor a ratio", at: place,
        expected: "total_layers and attention_layers, or a ratio such as 3:1, pure or full")
    }
    return identity
  }

  private static func count(_ text: String, at place: String) throws -> Int? {
    guard !text.isEmpty else { return nil }
    guard let number = StrictNumber.natural(text) else {
      throw Fault("this is no number of layers", at: place, found: text)
    }
    return number
  }
}
