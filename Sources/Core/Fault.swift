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
    (self.what, self.location, self.expected, self.found) = (what, location, expected, found)
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

/// Names that somebody may have meant.
package enum NearNames {
  /// At most three: those that hold the text, and those that few changes of letters make of it.
  package static func of(_ text: String, among names: [String]) -> [String] {
    let wanted = text.lowercased()
    let limit = max(2, wanted.count / 3)
    var scored: [(score: Int, name: String)] = []
    for name in Set(names).sorted() {
      let other = name.lowercased()
      if !wanted.isEmpty, other.contains(wanted) || wanted.contains(other) {
        scored.append((abs(other.count - wanted.count) / 4, name))
      } else if abs(other.count - wanted.count) <= limit {
        let distance = distance(Array(wanted), Array(other))
        if distance <= limit { scored.append((distance, name)) }
      }
    }
    return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(3).map(\.name)
  }

  /// Levenshtein's: how many letters are put in, left out or replaced.
  package static func distance(_ one: [Character], _ two: [Character]) -> Int {
    var row = Array(0...two.count)
    for (i, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in two.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[two.count]
  }
}

extension Fault {
  /// A name that is not among those that are known, with the nearest of them as the hint.
  /// - Parameters:
  ///   - kind: what is named, in a word: `mixer`
  ///   - hint: what to do where no known name is near
  public static func unknown(
    _ kind: String, _ name: String, among known: [String], at place: String = "",
    hint: String? = nil
  ) -> Fault {
    let near = NearNames.of(name, among: known)
    return Fault(
      "there is no such \(kind)", at: place, expected: known.joined(separator: ", "), found: name,
      hint: near.isEmpty ? hint : "did you mean \(near.joined(separator: " or "))?")
  }
}
