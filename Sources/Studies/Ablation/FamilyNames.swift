import Lab
import Published

/// Families by FLA's names: what readers call them, and the house style's keys.
public struct FamilyNames: Sendable {
  private let displays: [String: String]
  private let keys: [String: String]

  /// The families that a profile's ablations are about.
  public init(_ profile: Profile, in store: Store) throws {
    let types = Set(profile.comparisons.map(\.family)).sorted()
    let known = try types.map { ($0, try store.family(ofModelType: $0)) }
    displays = Dictionary(uniqueKeysWithValues: known.map { ($0.0, $0.1?.display ?? $0.0) })
    keys = Dictionary(uniqueKeysWithValues: known.map { ($0.0, $0.1?.key ?? $0.0) })
  }

  /// `HGRN-2` for `hgrn2`.
  public func display(_ type: String) -> String { displays[type] ?? type }

  /// The series that charts know it by.
  func key(_ type: String) -> String { keys[type] ?? type }
}
