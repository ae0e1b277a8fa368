/// A run of prose, parsed. Formats differ in how they show one, never in what it is.
public indirect enum Inline: Sendable, Equatable {
  case text(String)
  case emphasis([Inline])
  case strong([Inline])
  case code(String)
  case link([Inline], target: String)
  /// A bound value, by name.
  case value(String)
  /// A figure or table, by kind and name.
  case crossReference(CrossReference)
  /// A bibliography entry, by key.
  case citation(String)
  /// Mathematics.
  case formula(MathFormula)
  case lineBreak
}

/// What `{{figure:id}}` and `{{table:id}}` point to.
public struct CrossReference: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable { case figure, table }
  public let kind: Kind
  public let id: String

  /// The figure or table with this name.
  public init(kind: Kind, id: String) {
    self.kind = kind
    self.id = id
  }

  /// As prose writes it: `figure:id`.
  public var name: String { "\(kind.rawValue):\(id)" }
}

/// A block of prose, parsed.
public indirect enum ProseBlock: Sendable, Equatable {
  case heading(level: Int, [Inline])
  case paragraph([Inline])
  case list(ordered: Bool, items: [[ProseBlock]])
  case quote([ProseBlock])
  case code(String)
  case rule
}
