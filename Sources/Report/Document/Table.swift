import Core

/// A table as the reader sees it: typed cells under headed columns, with a takeaway title.
public struct Table: Codable, Sendable, Equatable {
  /// One cell.
  public enum Cell: Codable, Sendable, Equatable {
    /// Words. Numerals in it must be names that the data knows (a family, a ratio).
    case text(String)
    /// A formula, as the code that computes it states it; its numerals are part of it.
    case formula(String)
    /// A number: what is shown, the number at full precision, and the rows it came from.
    case number(text: String, value: Double, sources: [String])
    /// Nothing to show, and why.
    case missing(reason: String)

    /// What the reader sees.
    public var shown: String {
      switch self {
      case .text(let text), .formula(let text), .number(let text, _, _): text
      case .missing: "–"
      }
    }
  }

  public enum Alignment: String, Codable, Sendable { case left, right }

  public struct Column: Codable, Sendable, Equatable {
    public var header: String
    public var alignment: Alignment
    public init(_ header: String, _ alignment: Alignment = .right) {
      self.header = header
      self.alignment = alignment
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
    self.id = id
    self.title = title
    self.caption = caption
    self.columns = columns
    self.rows = rows
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
      case .number(_, let value, let from):
        sources += from.filter { !sources.contains($0) }
        return NumberText.exact(value)
      }
    }
    return fields + [sources.joined(separator: "; ")]
  }
}
