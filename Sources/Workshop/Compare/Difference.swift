import Core
import Report

/// One place at which two reports differ.
public struct Difference: Sendable, Equatable {
  /// What has the place; in the order of listing.
  public enum Kind: String, Sendable, CaseIterable { case value, verdict, table, figure }

  public var kind: Kind
  /// The value's name, the verdict's scope and claim, the table's or figure's id.
  public var name: String
  /// Which part of it: `number`, `verdict`, `HGRN-2 6:1 / recall`.
  public var place: String
  public var before: ComparedCell
  public var after: ComparedCell
  /// The tolerance that was not met.
  public var tolerance: Tolerance

  /// After less before, where both are finite numbers.
  public var change: Double? {
    guard let before = before.number, let after = after.number else { return nil }
    return (after - before).isFinite ? after - before : nil
  }

  /// The change as a share of what was before; nil where that is zero.
  public var relative: Double? {
    guard let change, let before = before.number, before != 0 else { return nil }
    return change / abs(before)
  }

  /// As JSON, with the words in full.
  public var json: JSONValue {
    .object([
      "kind": .string(kind.rawValue), "name": .string(name), "place": .string(place),
      "before": before.json, "after": after.json, "change": .finite(change),
      "relative": .finite(relative), "tolerance": .string(tolerance.shown),
      "only_in": onlyIn.map { .string($0) } ?? .null,
    ])
  }

  private var onlyIn: String? {
    if before == .absent { return "after" }
    return after == .absent ? "before" : nil
  }
}

extension Tolerance {
  /// As a person reads it: `±1e-12 or 1e-07 %`; `exact` where nothing is allowed.
  public var shown: String {
    let parts = [
      absolute > 0 ? "±\(NumberText.exact(absolute))" : nil,
      relative > 0 ? "\(NumberText.exact(100 * relative)) %" : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? "exact" : parts.joined(separator: " or ")
  }
}

extension Array where Element == Difference {
  /// By kind, then by name; places of one thing stay in the order in which it has them.
  func ordered() -> [Difference] {
    Difference.Kind.allCases.flatMap { kind in
      let own = filter { $0.kind == kind }
      return own.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
        .map(\.element)
    }
  }
}
