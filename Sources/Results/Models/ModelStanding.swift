import Core
import Published

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
