import Core

/// Formulas in prose: `$...$`, or `$$...$$` for one that is displayed, as GitHub reads them.
///
/// A dollar opens a formula where no space follows and closes it where no space stands before and no
/// digit behind; both are on one line. Code and escaped dollars are left alone.
enum MathMarks {
  /// A piece of a template: text, or what stands between dollars.
  enum Piece: Equatable {
    case text(String)
    case formula(source: String, isDisplayed: Bool)
  }

  /// `template` cut into text and formulas.
  static func split(_ template: String) -> [Piece] {
    var pieces: [Piece] = []
    var text = ""
    var rest = Substring(template)
    while let next = rest.first {
      if next == "`" || next == "~" {
        text += take(codeLength(rest), from: &rest)
      } else if next == "\\" {
        text += take(2, from: &rest)
      } else if next == "$", let formula = formula(at: rest) {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.formula(source: String(formula.source), isDisplayed: formula.marks == 2))
        rest = rest.dropFirst(formula.source.count + 2 * formula.marks)
      } else {
        text += take(1, from: &rest)
      }
    }
    return text.isEmpty ? pieces : pieces + [.text(text)]
  }

  /// The formulas of a template.
  static func formulas(of template: String, at place: String) throws -> [MathFormula] {
    try split(template).compactMap { piece in
      guard case .formula(let source, let isDisplayed) = piece else { return nil }
      return try MathFormula(tex: source, isDisplayed: isDisplayed, at: place)
    }
  }

  private static func take(_ count: Int, from rest: inout Substring) -> Substring {
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// How long the code is that begins here; only the marks where nothing ends it.
  private static func codeLength(_ rest: Substring) -> Int {
    let mark = rest.prefix { $0 == rest.first }
    guard mark.first == "`" || mark.count >= 3 else { return mark.count }
    let body = rest.dropFirst(mark.count)
    var from = body.startIndex
    while let end = body[from...].firstRange(of: mark) {
      let run = body[end.lowerBound...].prefix { $0 == mark.first }
      if run.count == mark.count { return rest.distance(from: rest.startIndex, to: run.endIndex) }
      from = run.endIndex
    }
    return mark.count
  }

  private static func formula(at rest: Substring) -> (source: Substring, marks: Int)? {
    let marks = rest.hasPrefix("$$") ? 2 : 1
    let body = rest.dropFirst(marks)
    let line = body.prefix { $0 != "\n" }
    guard let end = line.firstRange(of: String(repeating: "$", count: marks)) else { return nil }
    let source = line[..<end.lowerBound]
    let isClosed = marks == 2 || line[end.upperBound...].first?.isNumber != true
    let isTight = source.first?.isWhitespace == false && source.last?.isWhitespace == false
    return isClosed && isTight && !source.contains("{{") ? (source, marks) : nil
  }
}

/// Formulas taken out of prose before it is read as Markdown, which would see emphasis in their
/// underscores and escapes in their backslashes.
struct MathSlots {
  /// The prose with a slot in place of each formula.
  let markdown: String
  private let formulas: [MathFormula]
  private static let mark: Character = "\u{F8FF}"

  /// - Throws: `Fault` with file and line for a formula that cannot be read.
  init(_ prose: Prose) throws {
    var (text, formulas, line) = ("", [MathFormula](), prose.line)
    for piece in MathMarks.split(prose.markdown.replacing(String(Self.mark), with: "\u{FFFD}")) {
      switch piece {
      case .text(let part):
        text += part
        line += part.count { $0 == "\n" }
      case .formula(let source, let isDisplayed):
        let place = "\(prose.file):\(line)"
        text += "\(Self.mark)\(formulas.count)\(Self.mark)"
        formulas.append(try MathFormula(tex: source, isDisplayed: isDisplayed, at: place))
      }
    }
    (markdown, self.formulas) = (text, formulas)
  }

  /// Text that is not prose (code, an address) as it was typed.
  func restored(_ text: String) -> String {
    text.split(separator: Self.mark, omittingEmptySubsequences: false).enumerated()
      .map { index, part -> String in
        guard index % 2 == 1, let slot = Int(part), formulas.indices.contains(slot) else {
          return String(part)
        }
        let marks = formulas[slot].isDisplayed ? "$$" : "$"
        return marks + formulas[slot].source + marks
      }.joined()
  }

  /// Text of the prose with its formulas back in their slots.
  func inlines(of text: String, otherwise: (String) throws -> [Inline]) throws -> [Inline] {
    let parts = text.split(separator: Self.mark, omittingEmptySubsequences: false)
    return try parts.enumerated().flatMap { index, part -> [Inline] in
      if index % 2 == 1, let slot = Int(part), formulas.indices.contains(slot) {
        return [.formula(formulas[slot])]
      }
      return part.isEmpty ? [] : try otherwise(String(part))
    }
  }
}
