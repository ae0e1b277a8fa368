import Core

/// A run of prose, parsed. Formats differ in how they show one, never in what it is.
public indirect enum Inline: Sendable, Equatable {
  case text(String)
  case emphasis([Inline])
  case strong([Inline])
  case code(String)
  case link([Inline], target: String)
  /// A bound value, by name; its format is chosen where it is bound.
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

/// The notebook's own marks in running text: `{{value}}`, `{{value:+.3}}`, `{{figure:id}}`, `{{table:id}}`,
/// `[@reference]`.
enum InlineMarks {
  /// `text` cut into plain text and marks.
  static func split(_ text: String, at place: String) throws -> [Inline] {
    var result: [Inline] = []
    var rest = Substring(text)
    while let mark = nextMark(in: rest) {
      let before = rest[..<mark.start]
      if !before.isEmpty { result.append(.text(String(before))) }
      let body = rest[mark.start...].dropFirst(mark.opening.count)
      guard let end = body.firstRange(of: mark.closing) else {
        throw Fault(
          "a mark is not closed", at: place, expected: mark.closing,
          found: String(rest[mark.start...].prefix(30)))
      }
      let name = body[..<end.lowerBound].trimmingPrefix { $0 == " " }
      result.append(try inline(opening: mark.opening, name: String(name), at: place))
      rest = body[end.upperBound...]
    }
    if !rest.isEmpty { result.append(.text(String(rest))) }
    return result
  }

  private static let marks = [(opening: "{{", closing: "}}"), (opening: "[@", closing: "]")]

  private static func nextMark(in text: Substring) -> (
    start: Substring.Index, opening: String, closing: String
  )? {
    marks.compactMap { mark in
      text.firstRange(of: mark.opening).map { ($0.lowerBound, mark.opening, mark.closing) }
    }.min { $0.0 < $1.0 }
  }

  private static func inline(opening: String, name: String, at place: String) throws -> Inline {
    if opening == "[@" { return .citation(name) }
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return .value(name) }
    if let kind = CrossReference.Kind(rawValue: parts[0]) {
      return .crossReference(CrossReference(kind: kind, id: parts[1]))
    }
    guard ValueFormat(parts[1]) != nil else {
      throw Fault(
        "a mark is neither a value with a format nor a cross reference", at: place,
        expected: "name:.3, name:+.3, name:.1%, figure:id or table:id", found: name)
    }
    return .value(parts[0])
  }
}
