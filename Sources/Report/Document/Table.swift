import Core

/// A table as the reader sees it: typed cells under headed columns, with a takeaway title.
public struct Table: Codable, Sendable, Equatable {
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
