import Core
import Published

/// What a model of somebody's results is: which mixer its linear layers are, how large it is, and
/// how much of its stack is full attention. Only models of which this is known take part in fits
/// along the ratio.
public struct ModelIdentity: Sendable, Hashable {
  /// The key of the family of its linear layers; of full attention, `Transformer`.
  public let family: String
  /// The size class: `340M`, `1.3B`; empty where nothing says.
  public let scale: String
  /// Attention layers over all layers.
  public let attentionFraction: Double
  /// All layers and the full-attention layers, where they were counted.
  public let totalLayers: Int?
  public let attentionLayers: Int?
  /// Who says so, in the order of `ModelStatement.Origin`.
  public let origins: [ModelStatement.Origin]
  /// Where it is said, without names.
  public let places: [String]

  /// The ratio as the released checkpoints label it: `pure`, `full`, `3:1` for one attention layer in
  /// three; where the layers do not divide, `5 of 24`.
  public var ratioLabel: String {
    if attentionFraction == 0 { return RatioLabel.pure.description }
    if attentionFraction == 1 { return RatioLabel.full.description }
    let r = (1 / attentionFraction).rounded()
    if abs(1 / attentionFraction - r) < 1e-6 { return RatioLabel.ratio(r).description }
    if let attentionLayers, let totalLayers { return "\(attentionLayers) of \(totalLayers)" }
    return "\(NumberText.fixed(attentionFraction, 3)) of all"
  }
}

extension ModelIdentity {
  /// What a run of our own is.
  package init(family: String, scale: String, attentionLayers: Int, totalLayers: Int) {
    (self.family, self.scale) = (family, scale)
    attentionFraction = Double(attentionLayers) / Double(totalLayers)
    (self.totalLayers, self.attentionLayers) = (totalLayers, attentionLayers)
    (origins, places) = ([.record], [])
  }

  /// The identity as the model that fits and claims know.
  package func model(named name: String) -> Model {
    Model(
      name: name, family: family, scale: scale, parameters: nil, tokens: nil,
      layers: LayerCount(
        total: totalLayers, attention: attentionLayers, indices: nil, status: nil,
        statedFraction: attentionFraction),
      ratioLabel: ratioLabel, ratioConvention: .oneInR)
  }
}

/// Whether it is known what a model is.
public enum ModelStanding: Sendable, Hashable {
  case identified(ModelIdentity)
  /// It is not, for this reason.
  case unidentified(String)

  public var identity: ModelIdentity? {
    if case .identified(let identity) = self { identity } else { nil }
  }

  /// Makes up its mind from a model's name and what was stored about it.
  ///
  /// A mapping is the user's word and stands alone. Without one, all statements have to agree on
  /// the family, the scale and the share of attention as far as they speak of them; where they do
  /// not, nothing is decided.
  public init(name: String, statements: [ModelStatement], families: [Family]) {
    let mapped = statements.filter { $0.origin == .mapping }
    let own = ModelStatement(name: name, families: families).map { [$0] } ?? []
    let heard = mapped.isEmpty ? own + statements : mapped
    do {
      self = .identified(try ModelIdentity(heard, families))
    } catch let reason as Undecided {
      self = .unidentified(reason.text)
    } catch {
      self = .unidentified("\(error)")
    }
  }
}

/// Why statements make no identity.
private struct Undecided: Error {
  let text: String
}

extension ModelIdentity {
  fileprivate init(_ statements: [ModelStatement], _ families: [Family]) throws {
    guard !statements.isEmpty else { throw Undecided(text: "nothing says what it is") }
    if let caveat = statements.map(\.caveat).first(where: { !$0.isEmpty }) {
      throw Undecided(text: caveat)
    }
    let keys = try statements.map { try $0.key(families) }
    family = try Self.one(keys, "family") ?? ""
    scale = try Self.one(statements.map(\.scale).filter { !$0.isEmpty }, "scale") ?? ""
    let known = statements.filter { $0.attentionFraction != nil }
    guard let first = known.first, let fraction = first.attentionFraction else {
      throw Undecided(text: "nothing says how many of its layers are full attention")
    }
    guard (0...1).contains(fraction) else {
      throw Undecided(text: "\(first.speaker) says \(first.amount), more than there are")
    }
    if let other = known.first(where: { abs(($0.attentionFraction ?? 0) - fraction) > 1e-6 }) {
      throw Undecided(
        text: "\(first.speaker) says \(first.amount), \(other.speaker) says \(other.amount)")
    }
    let counted = statements.first { $0.totalLayers != nil && $0.attentionLayers != nil }
    (totalLayers, attentionLayers) = (counted?.totalLayers, counted?.attentionLayers)
    attentionFraction = counted?.attentionFraction ?? fraction
    origins = ModelStatement.Origin.allCases.filter { origin in
      statements.contains { $0.origin == origin }
    }
    places = statements.map(\.place).filter { !$0.isEmpty }
  }

  private static func one(_ values: [String], _ what: String) throws -> String? {
    if let other = values.first(where: { $0 != values[0] }) {
      throw Undecided(text: "its \(what) is said to be \(values[0]) and \(other)")
    }
    return values.first
  }
}

extension ModelStatement {
  /// Who speaks, in words.
  fileprivate var speaker: String {
    switch origin {
    case .name: "its name"
    case .record: "its record"
    case .configuration, .mapping: place
    }
  }

  /// The family's key.
  fileprivate func key(_ families: [Family]) throws -> String {
    if let found = families.first(where: { $0.answers(to: family) }) { return found.key }
    // The user may name families of their own.
    if origin == .mapping { return family }
    throw Undecided(
      text: "data/families.csv has no family \(family.clipped); a mapping file may name it")
  }
}
