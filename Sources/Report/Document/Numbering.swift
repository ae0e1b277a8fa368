import Core

/// What cross references, citations and values resolve to, in one place for all formats.
public struct Numbering: Sendable {
  private var items: [CrossReference: Int] = [:]
  private var citations: [String: Int] = [:]
  private var values: [String: BoundValue] = [:]
  private let isExcerpt: Bool

  /// - Throws: `Fault` where two figures, tables, references or values have one name, or where a
  ///   name that links and files are made from holds other signs than letters, digits, `-` and `_`.
  public init(_ document: Document) throws {
    isExcerpt = document.isExcerpt
    for section in document.sections { try Self.checkName(section.id, "section") }
    for figure in document.figures { try Self.checkName(figure.id, "figure") }
    for table in document.tables { try Self.checkName(table.id, "table") }
    for reference in document.references { try Self.checkName(reference.key, "reference") }
    for (index, figure) in document.figures.enumerated() {
      try claim(figure.reference, index + 1, in: &items, "figure")
    }
    for (index, table) in document.tables.enumerated() {
      try claim(table.reference, index + 1, in: &items, "table")
    }
    for (index, reference) in document.references.enumerated() {
      try claim(reference.key, index + 1, in: &citations, "reference")
    }
    for value in document.values { try claim(value.name, value, in: &values, "value") }
  }

  /// Figures and tables count from 1 in document order, each kind apart.
  public func number(of reference: CrossReference) -> Int? { items[reference] }

  /// The place of a reference in the bibliography, from 1.
  public func citation(_ key: String) -> Int? { citations[key] }

  public func value(_ name: String) -> BoundValue? { values[name] }

  /// Figures and tables name files, and all of them name places that links lead to.
  private static func checkName(_ name: String, _ kind: String) throws {
    let isPlain = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 0x2D || $0 == 0x5F }
    guard isPlain, (1...100).contains(name.utf8.count) else {
      throw Fault(
        "the name cannot stand in links and file names", at: "report / \(kind)s",
        expected: "1 to 100 letters, digits, hyphens, underscores", found: name)
    }
  }

  private func claim<Key: Hashable, Value>(
    _ key: Key, _ value: Value, in names: inout [Key: Value], _ kind: String
  ) throws {
    guard names.updateValue(value, forKey: key) == nil else {
      throw Fault(
        "two things have one name", at: "report / \(kind)s", expected: "a name of its own for each",
        found: "\(key)")
    }
  }
}

extension Numbering {
  /// The words that stand for a mark: a value's text, `Figure 2`, `[3]`.
  /// - Returns: `nil` for an inline that is not a mark.
  public func text(for mark: Inline, at place: String) throws -> String? {
    switch mark {
    case .value(let name):
      guard let value = value(name) else {
        throw Fault(
          "the prose names a value that nothing bound", at: place, found: "{{\(name)}}",
          hint: "bind it in a code cell: notebook.bind(\"\(name)\", ...)")
      }
      return value.text
    case .crossReference(let reference):
      guard let number = number(of: reference) else {
        if isExcerpt { return "a \(reference.kind.rawValue) outside of this report" }
        throw Fault(
          "the report names a \(reference.kind.rawValue) that is not in it", at: place,
          found: "{{\(reference.name)}}")
      }
      return Self.name(reference.kind, number)
    case .citation(let key):
      guard let number = citation(key) else {
        throw Fault(
          "the prose cites a reference that the bibliography does not have", at: place,
          found: "[@\(key)]", hint: "references are in data/references.json")
      }
      return "[\(number)]"
    default: return nil
    }
  }

  /// `Figure 2`, for a figure or table that is in the document.
  func name(of reference: CrossReference) -> String {
    Self.name(reference.kind, number(of: reference) ?? 0)
  }

  private static func name(_ kind: CrossReference.Kind, _ number: Int) -> String {
    "\(kind == .figure ? "Figure" : "Table") \(number)"
  }
}

extension UInt8 {
  /// Whether it is a letter or digit of ASCII.
  var isLetterOrDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x7A).contains(self | 0x20) }
}
