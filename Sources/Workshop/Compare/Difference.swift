import Core
import Report

/// One place at which two reports differ.
public struct ReportDifference: Sendable, Equatable {
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

extension Array where Element == ReportDifference {
  /// By kind, then by name; places of one thing stay in the order in which it has them.
  func ordered() -> [ReportDifference] {
    ReportDifference.Kind.allCases.flatMap { kind in
      let own = filter { $0.kind == kind }
      return own.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
        .map(\.element)
    }
  }
}

/// What stands at one place of a report.
public enum ComparedCell: Sendable, Equatable {
  /// The report does not have the place.
  case absent
  /// The place is there and empty.
  case missing
  case number(Double)
  case text(String)

  /// A field of a CSV file.
  init(field: String) {
    if field.isEmpty {
      self = .missing
    } else if let number = Double(field) {
      self = .number(number)
    } else {
      self = .text(field)
    }
  }

  /// A number that a value may have.
  init(_ number: Double?) { self = number.map(ComparedCell.number) ?? .missing }

  /// Words that a value may have.
  init(_ text: String?) { self = text.map(ComparedCell.text) ?? .missing }

  /// The number, where it is one.
  public var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// Whether it is words, or nothing that would be a number.
  var isText: Bool { if case .text = self { true } else { false } }

  /// Whether both count as the same.
  func isSame(as other: ComparedCell, within tolerance: Tolerance) -> Bool {
    switch (self, other) {
    case (.number(let one), .number(let two)): tolerance.allows(one, two)
    case (.text(let one), .text(let two)): Words(one).isSame(as: Words(two), within: tolerance)
    default: self == other
    }
  }

  /// As a person reads it: `–` for what is empty.
  public var shown: String {
    switch self {
    case .absent: "(not there)"
    case .missing: "–"
    case .number(let number): number.isFinite ? NumberText.exact(number) : "\(number)"
    case .text(let text): text
    }
  }

  /// As JSON; what JSON cannot say as a number is a string.
  var json: JSONValue {
    switch self {
    case .absent, .missing: .null
    case .number(let number): number.isFinite ? .number(number) : .string("\(number)")
    case .text(let text): .string(text)
    }
  }
}

/// A sentence taken apart into its numerals and what stands between them.
struct Words: Equatable {
  /// The text with a mark in the place of each numeral.
  let rest: String
  let numerals: [Double]
  private let text: String

  init(_ text: String) {
    self.text = text
    var numerals: [Double] = []
    rest = text.replacing(/[+\-−]?[0-9]+(?:\.[0-9]+)?/) { match in
      numerals.append(Double(match.output.replacing("−", with: "-")) ?? .nan)
      return "\u{FFFC}"
    }
    self.numerals = numerals
  }

  /// Whether both say the same: the same words, with numerals that the tolerance allows.
  func isSame(as other: Words, within tolerance: Tolerance) -> Bool {
    if text == other.text { return true }
    guard tolerance.absolute > 0 || tolerance.relative > 0 else { return false }
    return rest == other.rest && zip(numerals, other.numerals).allSatisfy(tolerance.allows)
  }
}
