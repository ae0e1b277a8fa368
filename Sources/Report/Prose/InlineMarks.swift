import Core

/// The notebook's own marks in running text: `{{value}}`, `{{figure:id}}`, `{{table:id}}`,
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
    guard let kind = CrossReference.Kind(rawValue: parts[0]) else {
      throw Fault(
        "unknown kind of cross reference", at: place, expected: "figure:id or table:id",
        found: name)
    }
    return .crossReference(CrossReference(kind: kind, id: parts[1]))
  }
}
