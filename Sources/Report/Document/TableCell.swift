import Core

extension Table {
  /// One cell.
  public enum Cell: Codable, Sendable, Equatable {
    /// Words. Numerals in it must be names that the data knows (a family, a ratio). A cell that
    /// holds one verdict and nothing else is shown with the verdict's sign.
    case text(String)
    /// A formula, as the code that computes it states it; its numerals are part of it.
    case formula(String)
    /// A number: what is shown, the number at full precision, and the rows it came from.
    case number(text: String, value: Double, sources: [String])
    /// Words whose numerals come from data, as a sentence that an analysis composed; with the rows
    /// they came from.
    case quoted(String, sources: [String])
    /// A figure or table of the report, shown as `Figure 3` with a link to it.
    case reference(CrossReference)
    /// Nothing to show, and why.
    case missing(reason: String)

    /// A figure or table of the report by its name.
    public static func reference(_ kind: CrossReference.Kind, _ id: String) -> Cell {
      .reference(CrossReference(kind: kind, id: id))
    }

    /// What the cell says: what the reader sees, but for a reference, which formats number, and
    /// for the sign of a verdict. Control characters are spelled out.
    public var shown: String {
      switch self {
      case .text(let text), .formula(let text), .number(let text, _, _), .quoted(let text, _):
        VisibleText.of(text, keepingLines: true)
      case .reference(let target): target.name
      case .missing: "–"
      }
    }

    /// Words and formulas may take several lines; numbers and references never.
    var isWords: Bool {
      switch self {
      case .text, .formula, .quoted: true
      case .number, .reference, .missing: false
      }
    }
  }
}
