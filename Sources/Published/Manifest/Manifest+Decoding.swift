import Core
import Foundation

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
