import Canvas

/// How a table shows the verdict on a claim: a sign and a colour beside the word, so that neither
/// has to be seen.
enum VerdictLook: String, CaseIterable {
  case supported
  case contradicted
  case inconclusive
  case untestable

  /// The look of a cell that holds a verdict and nothing else; `nil` for all others.
  init?(_ cell: Table.Cell) {
    switch cell {
    case .text(let text), .quoted(let text, _): self.init(rawValue: text)
    case .formula, .number, .reference, .missing: return nil
    }
  }

  /// A sign that the pinned fonts have.
  var sign: String {
    switch self {
    case .supported: "✓"
    case .contradicted: "✗"
    case .inconclusive: "?"
    case .untestable: "○"
    }
  }

  /// Of sign and word; its contrast on white is 4.5 or more.
  var color: Color {
    switch self {
    case .supported: Color(hex: 0x1B7E5B)
    case .contradicted: Color(hex: 0xA3311D)
    case .inconclusive: Color(hex: 0x8A5A00)
    case .untestable: Color(hex: 0x595959)
    }
  }

  /// Sign and word, which stay on one line.
  var text: String { "\(sign)\u{A0}\(rawValue)" }
}
