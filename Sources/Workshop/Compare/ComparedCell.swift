import Core
import Report

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
