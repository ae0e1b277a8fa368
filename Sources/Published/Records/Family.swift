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
  public let role: Role
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
    self.key = key
    self.display = display
    self.generation = generation
    self.state = state
    self.role = role
    self.position = position
    self.aliases = aliases
    self.reference = reference
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
    Family(
      key: key, display: display, generation: generation, state: state, role: role,
      position: position, aliases: aliases, reference: reference)
  }
}
