import Plot

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
    (self.id, self.title, self.role) = (id, title, role)
    (self.preamble, self.blocks) = (preamble, blocks)
  }
}

extension KeyedDecodingContainer {
  /// A section without a role, as earlier versions wrote it, is a chapter.
  func decode(_ type: Section.Role.Type, forKey key: Key) throws -> Section.Role {
    try decodeIfPresent(type, forKey: key) ?? .chapter
  }
}

/// One piece of a section.
public enum Block: Codable, Sendable, Equatable {
  case prose(Prose)
  case figure(Figure)
  case table(Table)
  /// A code cell's source, shown folded or in the appendix.
  case source(SourceCell)
  /// Numbers to choose from; only formats that can compute show it.
  case explorer(RatioExplorer)
}

/// Markdown (GFM) with `{{value}}`, `{{figure:id}}`, `{{table:id}}` and `[@reference]` in it.
public struct Prose: Codable, Sendable, Equatable {
  public var markdown: String
  /// Where it was written, for errors: a path.
  public var file: String
  /// The line of its first character.
  public var line: Int

  public init(_ markdown: String, file: String, line: Int) {
    (self.markdown, self.file, self.line) = (markdown, file, line)
  }
}

/// A code cell as it was run.
public struct SourceCell: Codable, Sendable, Equatable {
  public var code: String
  public var file: String
  public var line: Int

  public init(code: String, file: String, line: Int) {
    (self.code, self.file, self.line) = (code, file, line)
  }
}

/// A chart in a document: its scene, the words around it, and the data that it shows.
public struct Figure: Codable, Sendable, Equatable {
  /// The name for cross references and file names: lower case, digits, hyphens.
  public var id: String
  /// What the figure shows, as a sentence; also its alternative text.
  public var title: String
  /// What is plotted, n, which interval, which data.
  public var caption: String
  public var scene: Scene
  /// The plotted data as CSV text.
  public var csv: String

  public init(id: String, title: String, caption: String, scene: Scene, csv: String) {
    (self.id, self.title, self.caption) = (id, title, caption)
    (self.scene, self.csv) = (scene, csv)
  }

  var reference: CrossReference { CrossReference(kind: .figure, id: id) }
}
