import Core
import Foundation

/// What `values.json` holds: every bound value and every verdict, in the order of binding.
public struct ValuesFile: Codable, Sendable, Equatable {
  /// The file's name in a report's folder.
  public static let name = "values.json"

  /// Under which terms the report was made; nil for a page of its own, and in older reports.
  public var made: ReportTerms?
  public var values: [BoundValue]
  public var verdicts: [BoundVerdict]

  public init(made: ReportTerms? = nil, values: [BoundValue], verdicts: [BoundVerdict] = []) {
    (self.made, self.values, self.verdicts) = (made, values, verdicts)
  }

  /// What a document publishes.
  public init(_ document: Document) {
    self.init(made: document.made, values: document.values, verdicts: document.verdicts)
  }

  /// Reads the file.
  /// - Throws: `Fault` naming it where it is missing or invalid, and where the report is half put in
  ///   place and cannot be completed.
  public static func read(_ file: URL) throws -> ValuesFile {
    try ReportJSON.read(file, otherwise: "this is not a list of a report's values")
  }

  /// The file's bytes; the same values give the same ones.
  public func data() throws -> Data { try ReportJSON.data(self) }
}

extension KeyedDecodingContainer {
  /// A file without verdicts, as earlier versions wrote it, has none.
  func decode(_ type: [BoundVerdict].Type, forKey key: Key) throws -> [BoundVerdict] {
    try decodeIfPresent(type, forKey: key) ?? []
  }
}

/// The JSON files of a report's folder.
enum ReportJSON {
  /// The bytes of a file; the same value gives the same ones.
  static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// The value of a file in a report's folder.
  /// - Parameter problem: what is said of a file that holds something else.
  static func read<Value: Decodable>(_ file: URL, otherwise problem: String) throws -> Value {
    let data = try Publisher(folder: file.deletingLastPathComponent()).reading {
      try InputFile.data(at: file)
    }
    do {
      return try JSONDecoder().decode(Value.self, from: data)
    } catch {
      throw Fault(problem, at: file.path, found: "\(error)")
    }
  }
}
