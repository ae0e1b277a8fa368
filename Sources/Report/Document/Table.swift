import Canvas
import Core

/// A table as the reader sees it: typed cells under headed columns, with a takeaway title.
public struct Table: Codable, Sendable, Equatable {
  public enum Alignment: String, Codable, Sendable { case left, right }

  public struct Column: Codable, Sendable, Equatable {
    public var header: String
    public var alignment: Alignment
    public init(_ header: String, _ alignment: Alignment = .right) {
      (self.header, self.alignment) = (header, alignment)
    }
  }

  /// The name for cross references and file names: lower case, digits, hyphens.
  public var id: String
  /// What the table shows, as a sentence.
  public var title: String
  /// What is in it: units, n, kinds of interval, sources.
  public var caption: String
  public var columns: [Column]
  public var rows: [[Cell]]

  public init(id: String, title: String, caption: String, columns: [Column], rows: [[Cell]]) {
    (self.id, self.title, self.caption) = (id, title, caption)
    (self.columns, self.rows) = (columns, rows)
  }

  var reference: CrossReference { CrossReference(kind: .table, id: id) }

  /// Why cells are empty, each reason once.
  var reasons: [String] {
    rows.joined().reduce(into: []) { reasons, cell in
      if case .missing(let reason) = cell, !reason.isEmpty, !reasons.contains(reason) {
        reasons.append(reason)
      }
    }
  }

  /// The table as CSV, numbers at full precision, with a last column that gives each row's sources.
  public var csv: String {
    CSV.text(header: columns.map(\.header) + ["sources"], rows: rows.map(Self.record))
  }

  private static func record(_ row: [Cell]) -> [String] {
    var sources: [String] = []
    let fields = row.map { cell -> String in
      switch cell {
      case .text(let text), .formula(let text): return text
      case .missing: return ""
      case .reference(let target): return target.name
      case .quoted(let text, let from):
        sources += from.filter { !sources.contains($0) }
        return text
      case .number(_, let value, let from):
        sources += from.filter { !sources.contains($0) }
        return NumberText.exact(value)
      }
    }
    return fields + [sources.joined(separator: "; ")]
  }
}

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
    /// Nothing to show, with the reason.
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

/// How a table shows the verdict on a claim: a sign and a colour beside the word, so that neither
/// has to be seen.
extension Verdict {
  /// The verdict in a cell that holds one and nothing else; nil for all others.
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
