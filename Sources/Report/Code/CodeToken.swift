import Canvas

/// A piece of a line of code, and what it is.
public struct CodeToken: Sendable, Equatable {
  /// What a piece of code is; the raw values are the names of classes in HTML.
  public enum Kind: String, Sendable, CaseIterable {
    case plain
    case keyword
    /// A name with a capital first letter.
    case type
    /// The letters of a string literal; what it interpolates is code.
    case string
    case number
    case comment
    /// `@main`, `#line`, `#if`.
    case attribute
  }

  public var kind: Kind
  public var text: String

  /// A piece of code.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

extension CodeToken.Kind {
  /// The colour on white, with a contrast of 4.5 or more. What is said by colour is said again by
  /// weight or slant where it matters, since many print in grey.
  public var color: Color {
    switch self {
    case .plain: Color(hex: 0x1A1A1A)
    case .keyword: Color(hex: 0x6A1B7A)
    case .type: Color(hex: 0x1B5E75)
    case .string: Color(hex: 0x9A3412)
    case .number: Color(hex: 0x1F4E9E)
    case .comment: Color(hex: 0x5A665A)
    case .attribute: Color(hex: 0x7A5200)
    }
  }

  /// Keywords are heavier than the rest, so that they stand out in grey too.
  public var isHeavy: Bool { self == .keyword }

  /// Comments are slanted, so that they can be told from code in grey too.
  public var isSlanted: Bool { self == .comment }
}
