import Core
import Foundation

/// The list of the data files: what each is, where it comes from, and what it must contain.
///
/// A file that is not listed is not read, and a file that differs from its entry is refused.
public struct Manifest: Sendable, Equatable {
  /// The version of the manifest's own format that this code reads.
  public static let format = 1
  /// The file's name inside the data folder.
  public static let fileName = "manifest.json"

  /// One data file.
  public struct Entry: Sendable, Equatable {
    /// The path inside the data folder, with `/` between its parts.
    public var file: String
    /// What the file holds.
    public var kind: DataKind
    /// What the file is called in reports.
    public var title: String
    /// The key of the reference that the numbers were read from; empty for the references.
    public var citation: String
    /// The version of that work: `v2`, a commit...
    public var version: String
    /// The table, figure or file in that work.
    public var locator: String
    /// What the ratio labels of the file count. Only observations have one.
    public var ratioConvention: RatioConvention?
    /// Whose numbers these are.
    public var scope: Scope
    /// Under what terms the content stands; `facts` for bare numbers.
    public var licence: String
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    public var sha256: String
    /// How many records the file has, without the header.
    public var rows: Int
    /// The units that may occur in the file. Only observations have some.
    public var units: [MetricUnit]
    /// The attention fraction that a ratio label states, such as `1/8`, where the source prints
    /// no layer counts.
    public var fractions: [String: String]
    /// How the file was made, and what its source warns of.
    public var note: String
  }

  /// The entries, in the order of the file.
  public var files: [Entry]

  /// A manifest of these entries.
  public init(files: [Entry]) { self.files = files }
}

/// Whose numbers a file holds.
public enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
  /// Printed in the paper that this project reproduces.
  case paper
  /// Measured by others on the paper's released checkpoints.
  case independent
  /// Printed in other papers about hybrid models, for context.
  case otherPapers = "other-papers"
  /// Made by this project.
  case project
}

/// A data file as the store knows it.
public struct DataSource: Sendable, Hashable {
  /// `data/paper/table7.csv`
  public let path: String
  /// What the file holds.
  public let kind: DataKind
  /// What it is called in reports.
  public let title: String
  /// The key of the reference; none for the bibliography itself.
  public let citation: String?
  /// The version of the work that was read.
  public let version: String
  /// The table, figure or file in that work.
  public let locator: String
  /// Whose numbers these are.
  public let scope: Scope
  /// What its ratio labels count, if it has some.
  public let ratioConvention: RatioConvention?
  /// Under what terms the content stands.
  public let licence: String
  /// SHA-256 of the file's bytes.
  public let sha256: String
  /// How many records it has.
  public let rows: Int
  /// How the file was made, and what its source warns of.
  public let note: String
}

extension Manifest {
  /// Reads a manifest strictly: a key that is missing, unknown, there twice or of another type is an
  /// error that names it.
  /// - Parameter path: what the errors call the file.
  public init(json: Data, path: String) throws {
    do {
      try json.refuseRepeatedKeys(path: path)
      self = try JSONDecoder().decode(Manifest.self, from: json)
    } catch let error as DecodingError {
      throw Fault(decoding: error, path: path)
    }
    try check(path: path)
  }
}

extension Manifest: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case format, files }

  /// Reads strictly: an unknown key is an error.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(otherThan: CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format == Manifest.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: values,
        debugDescription: "format \(format) is not \(Manifest.format), the one that is known")
    }
    self.init(files: try values.decode([Entry].self, forKey: .files))
  }
}

extension Manifest.Entry: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case file, kind, title, citation, version, locator
    case ratioConvention = "ratio_convention"
    case scope, licence, sha256, rows, units, fractions, note
  }

  /// Reads strictly: an unknown key is an error.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(otherThan: CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String { try values.decode(String.self, forKey: key) }
    file = try text(.file)
    kind = try values.decode(DataKind.self, forKey: .kind)
    title = try text(.title)
    citation = try text(.citation)
    version = try text(.version)
    locator = try text(.locator)
    ratioConvention = try values.decodeIfPresent(RatioConvention.self, forKey: .ratioConvention)
    scope = try values.decode(Scope.self, forKey: .scope)
    licence = try text(.licence)
    sha256 = try text(.sha256)
    rows = try values.decode(Int.self, forKey: .rows)
    units = try values.decodeIfPresent([MetricUnit].self, forKey: .units) ?? []
    fractions = try values.decodeIfPresent([String: String].self, forKey: .fractions) ?? [:]
    note = try text(.note)
  }
}

extension Manifest {
  /// Checks what the types of the values cannot say.
  func check(path: String) throws {
    var seen: Set<String> = []
    for entry in files {
      do {
        try entry.check()
      } catch let fault as Fault {
        throw fault.located(at: "\(path): \(entry.file)")
      }
      guard seen.insert(entry.file).inserted else {
        throw Fault("the file is listed twice", at: "\(path): \(entry.file)")
      }
    }
  }
}

extension Manifest.Entry {
  fileprivate func check() throws {
    try checkPath()
    let isHash = sha256.count == 64 && sha256.allSatisfy { "0123456789abcdef".contains($0) }
    guard isHash || sha256.isEmpty else {
      throw Fault(
        "sha256 is not a SHA-256", expected: "64 hexadecimal digits in lower case, or nothing",
        found: sha256, hint: sealHint)
    }
    guard rows >= 0 else { throw Fault("rows is negative", found: "\(rows)") }
    guard !title.isEmpty else { throw Fault("title is empty") }
    guard !kind.reader.isCited || !citation.isEmpty else {
      throw Fault("citation is empty")
    }
    try checkObservations()
  }

  private func checkPath() throws {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let strange = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    guard !strange else {
      throw Fault("file is not a path inside the data folder", found: "\"\(file)\"")
    }
  }

  private func checkObservations() throws {
    let isObservations = kind == .observations
    guard (ratioConvention != nil) == isObservations else {
      throw Fault(
        isObservations
          ? "ratio_convention is missing" : "only observations have a ratio_convention",
        expected: RatioConvention.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard units.isEmpty != isObservations else {
      throw Fault(isObservations ? "units is missing or empty" : "only observations have units")
    }
    for (label, text) in fractions.sorted(by: { $0.key < $1.key }) {
      guard StrictNumber.ratio(text) != nil else {
        throw Fault(
          "fractions of \"\(label)\" is not a fraction", expected: "two whole numbers, like 1/8",
          found: text)
      }
    }
  }
}

/// What to do after a change of a data file that is meant.
let sealHint =
  "if the change is meant, seal the data folder: that writes hashes and row counts anew"

extension Manifest {
  /// The manifest as JSON in this project's layout: one key a line, in a fixed order, so that a
  /// change of one file is a change of two lines.
  public var text: String {
    let entries = files.map(\.text).joined(separator: ",\n")
    return "{\n  \"format\": \(Manifest.format),\n  \"files\": [\n\(entries)\n  ]\n}\n"
  }
}

extension Manifest.Entry {
  /// The entry as JSON; also what decides whether the store has this entry already.
  var text: String {
    let lines = members.map { "      \(quoted($0.key.rawValue)): \($0.json)" }
    return "    {\n" + lines.joined(separator: ",\n") + "\n    }"
  }

  private var members: [(key: CodingKeys, json: String)] {
    var members: [(CodingKeys, String)] = [
      (.file, quoted(file)), (.kind, quoted(kind.rawValue)), (.title, quoted(title)),
      (.citation, quoted(citation)), (.version, quoted(version)), (.locator, quoted(locator)),
    ]
    if let ratioConvention {
      members.append((.ratioConvention, quoted(ratioConvention.rawValue)))
    }
    members += [
      (.scope, quoted(scope.rawValue)), (.licence, quoted(licence)), (.sha256, quoted(sha256)),
      (.rows, String(rows)),
    ]
    if !units.isEmpty {
      let list = units.map { quoted($0.rawValue) }.joined(separator: ", ")
      members.append((.units, "[\(list)]"))
    }
    if !fractions.isEmpty {
      let sorted = fractions.sorted { $0.key < $1.key }
      let list = sorted.map { "\(quoted($0.key)): \(quoted($0.value))" }.joined(separator: ", ")
      members.append((.fractions, "{\(list)}"))
    }
    return members + [(.note, quoted(note))]
  }
}

/// A JSON string.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\u{0}"..<"\u{20}": result += String(format: "\\u%04x", scalar.value)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
