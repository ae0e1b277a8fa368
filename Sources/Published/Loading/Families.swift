import Core
import GRDB
import Storage

/// A family of token mixers.
public struct Family: Sendable, Hashable {
  /// What a family is to this project.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// One of the six of the paper.
    case studied
    /// Full attention alone.
    case baseline
    /// No family: a mean over some.
    case aggregate
    /// Known from other papers.
    case context
  }

  /// The name in data files.
  public let key: String
  /// The name in reports.
  public let display: String
  /// The paper's generation of linear attention, where it gives one.
  public let generation: Int?
  /// What a layer carries from token to token: `vector`, `matrix`, `kv-cache`, or unknown.
  public let state: String?
  /// What the family is to this project.
  public private(set) var role: Role
  /// The order in tables and charts.
  public let position: Int
  /// Other spellings.
  public let aliases: [String]
  /// The key of the reference that introduced it.
  public let reference: String

  package init(
    key: String, display: String, generation: Int?, state: String?, role: Role, position: Int,
    aliases: [String], reference: String
  ) {
    (self.key, self.display, self.generation, self.state) = (key, display, generation, state)
    (self.role, self.position, self.aliases, self.reference) = (role, position, aliases, reference)
  }

  /// Whether `name` is the key, the display name or an alias; case does not matter.
  public func isCalled(_ name: String) -> Bool {
    let wanted = name.lowercased()
    return ([key, display] + aliases).contains { $0.lowercased() == wanted }
  }

  /// Whether `name` means this family in any spelling: `gated_deltanet`, as configurations write it;
  /// only letters and digits count.
  public func answers(to name: String) -> Bool {
    func plain(_ text: String) -> String {
      text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
    return ([key, display] + aliases).contains { plain($0) == plain(name) }
  }

  /// The same family in another role.
  public func playing(_ role: Role) -> Family {
    var copy = self
    copy.role = role
    return copy
  }
}

extension Family: TableFact {
  static let header = [
    "key", "display", "generation", "state", "role", "position", "aliases", "source",
  ]
  static let table = "family"
  static let columns = [
    "key", "display", "generation", "state", "role", "position", "aliases", "reference",
  ]

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    let states = ["vector", "matrix", "kv-cache", ""]
    guard states.contains(row["state"]) else {
      throw row.fault(
        "state", "is not one of the known words", expected: "vector, matrix, kv-cache")
    }
    guard catalog.references.contains(row["source"]) else {
      throw row.fault("source", "is not the key of a reference")
    }
    self.init(
      key: try row.text("key"), display: try row.text("display"),
      generation: try row.natural("generation", atLeast: 1),
      state: row["state"].isEmpty ? nil : row["state"],
      role: try row.choice("role", of: Role.self),
      position: try row.requiredNatural("position", atLeast: 1),
      aliases: row.list("aliases"), reference: row["source"])
  }

  var keys: [(column: String, key: [String])] { [("key", [key])] }

  func values() throws -> [(any DatabaseValueConvertible)?] {
    [key, display, generation, state, role.rawValue, position, try jsonText(aliases), reference]
  }

  func register(in catalog: inout Catalog) { catalog.families[key] = self }
}
