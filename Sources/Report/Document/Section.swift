/// A chapter: one analysis, or one of the report's own parts.
public struct Section: Codable, Sendable, Equatable {
  /// What a section is to the report.
  public enum Role: String, Codable, Sendable {
    case chapter
    /// Stands on the first page, between title and contents; the contents do not list it.
    case summary
  }

  /// The name for links: lower case, digits, hyphens.
  public var id: String
  public var title: String
  public var role: Role
  /// What its source begins with, before all cells: imports. Notebooks need it, readers don't.
  public var preamble: SourceCell?
  public var blocks: [Block]

  public init(
    id: String, title: String, role: Role = .chapter, preamble: SourceCell? = nil, blocks: [Block]
  ) {
    self.id = id
    self.title = title
    self.role = role
    self.preamble = preamble
    self.blocks = blocks
  }

  /// A section without a role, as earlier versions wrote it, is a chapter.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    title = try fields.decode(String.self, forKey: .title)
    role = try fields.decodeIfPresent(Role.self, forKey: .role) ?? .chapter
    preamble = try fields.decodeIfPresent(SourceCell.self, forKey: .preamble)
    blocks = try fields.decode([Block].self, forKey: .blocks)
  }
}

extension Document {
  /// What stands before the contents.
  var summaries: [Section] { sections.filter { $0.role == .summary } }
  /// What the contents list.
  var chapters: [Section] { sections.filter { $0.role == .chapter } }
  /// The sections as the reader meets them: figures and tables are numbered in this order.
  var readingOrder: [Section] { summaries + chapters }
}
