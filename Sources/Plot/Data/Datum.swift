import Core

/// One value of a frame, as an axis receives it.
public enum Datum: Sendable, Hashable {
  case number(Double)
  case text(String)
}

extension Datum: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let value): NumberText.exact(value)
    case .text(let text): text
    }
  }
}
