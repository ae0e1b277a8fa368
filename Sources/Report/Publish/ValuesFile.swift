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

  /// A file without verdicts, as earlier versions wrote it, has none.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    made = try fields.decodeIfPresent(ReportTerms.self, forKey: .made)
    values = try fields.decode([BoundValue].self, forKey: .values)
    verdicts = try fields.decodeIfPresent([BoundVerdict].self, forKey: .verdicts) ?? []
  }

  /// Reads the file.
  /// - Throws: `Fault` naming it where it is missing, no JSON, or not what it has to be, and where the report
  ///   is half put in place and cannot be completed.
  public static func read(_ file: URL) throws -> ValuesFile {
    let data: Data
    do {
      data = try Publisher(folder: file.deletingLastPathComponent()).reading {
        try InputFile.data(at: file)
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(
        "the report's values cannot be read", at: file.path, found: (error as? Fault)?.found,
        hint: "name a report's folder; interleave reproduce makes one")
    }
    do {
      return try JSONDecoder().decode(ValuesFile.self, from: data)
    } catch {
      throw Fault("this is not a list of a report's values", at: file.path, found: "\(error)")
    }
  }

  /// The file's bytes; the same values give the same ones.
  public func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
