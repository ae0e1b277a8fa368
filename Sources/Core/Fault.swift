/// An error that a user can act on: what went wrong, where, what was expected, what was found
/// instead, and what to do about it.
///
/// Every room throws this one type, so that the command line prints each failure in one way:
///
///     data/paper/table7.csv:12: value is out of range
///       expected: a fraction from 0 to 1
///       found:    42.6
///       hint:     percent values take the unit "percent"
public struct Fault: Error, Sendable, Equatable {
  /// What went wrong, as a sentence without a full stop.
  public var what: String
  /// Where: a path, a path with line (`file:12`), or the name of a step. Empty when there is none.
  public var location: String
  /// What should have been there.
  public var expected: String?
  /// What was there.
  public var found: String?
  /// What the user can do.
  public var hint: String?

  public init(
    _ what: String, at location: String = "", expected: String? = nil, found: String? = nil,
    hint: String? = nil
  ) {
    self.what = what
    self.location = location
    self.expected = expected
    self.found = found
    self.hint = hint
  }

  /// The same fault with a location put in front where it has none.
  public func located(at place: String) -> Fault {
    guard location.isEmpty else { return self }
    var copy = self
    copy.location = place
    return copy
  }
}

extension Fault: CustomStringConvertible {
  /// The fault as it is printed. Text out of files can neither steer the terminal nor pass for a
  /// line of its own.
  public var description: String {
    let place = location.isEmpty ? "" : VisibleText.of(location) + ": "
    var lines = [place + Self.shown(what, indent: 2)]
    if let expected { lines.append("  expected: " + Self.shown(expected)) }
    if let found { lines.append("  found:    " + Self.shown(found)) }
    if let hint { lines.append("  hint:     " + Self.shown(hint)) }
    return lines.joined(separator: "\n")
  }

  private static func shown(_ text: String, indent: Int = 12) -> String {
    VisibleText.of(text, keepingLines: true)
      .replacing("\n", with: "\n" + String(repeating: " ", count: indent))
  }
}
