import Core
import Foundation
import GRDB
import Storage

/// A work that numbers or ideas come from.
public struct Reference: Sendable, Hashable {
  /// What data files and reports cite it by.
  public let key: String
  /// The authors as given; `and others` may stand for the rest.
  public let authors: [String]
  /// The title.
  public let title: String
  /// The year.
  public let year: Int
  /// Where it appeared.
  public let venue: String
  /// Where it can be read.
  public let url: String
  /// The version or commit that was read, where it matters.
  public let version: String?
}

/// The bibliography: a JSON list of references.
struct ReferenceRows: DataRows {
  static let isCited = false

  let references: [Reference]
  var count: Int { references.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    do {
      try content.data.refuseRepeatedKeys(path: content.path)
      references = try JSONDecoder().decode([Reference].self, from: content.data)
    } catch let error as DecodingError {
      throw Fault(decoding: error, path: content.path)
    }
    var seen: Set<String> = []
    for reference in references where !seen.insert(reference.key).inserted {
      throw Fault("a key occurs twice", at: content.path, found: reference.key)
    }
  }

  func register(in catalog: inout Catalog) {
    catalog.references.formUnion(references.map(\.key))
  }

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO reference (source_id, key, authors, title, year, venue, url, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for item in references {
      try statement.execute(arguments: [
        source, item.key, try jsonText(item.authors), item.title, item.year, item.venue, item.url,
        item.version,
      ])
    }
  }
}

extension Reference: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, authors, title, year, venue, url, version
  }

  /// Reads a reference strictly: an unknown key is an error.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(otherThan: CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      key: try values.decode(String.self, forKey: .key),
      authors: try values.decode([String].self, forKey: .authors),
      title: try values.decode(String.self, forKey: .title),
      year: try values.decode(Int.self, forKey: .year),
      venue: try values.decode(String.self, forKey: .venue),
      url: try values.decode(String.self, forKey: .url),
      version: try values.decodeIfPresent(String.self, forKey: .version))
  }
}
