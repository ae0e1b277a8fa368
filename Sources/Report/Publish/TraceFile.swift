import Core
import Foundation

extension Trace {
  /// The file's name in a report's folder.
  public static let fileName = "trace.json"

  /// Reads a report's trace.
  /// - Throws: `Fault` naming the file where it is missing or not what it has to be, and where the report is
  ///   half put in place and cannot be completed.
  public static func read(_ file: URL) throws -> Trace {
    let data: Data
    do {
      data = try Publisher(folder: file.deletingLastPathComponent()).reading {
        try InputFile.data(at: file)
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(
        "the report has no trace", at: file.path, found: (error as? Fault)?.found,
        hint: "make the report again: interleave reproduce")
    }
    do {
      return try JSONDecoder().decode(Trace.self, from: data)
    } catch {
      throw Fault("this is not a trace of a report", at: file.path, found: "\(error)")
    }
  }

  /// The file's bytes; the same trace gives the same ones.
  public func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// The same with the numbers that figures and tables have in a document.
  public func numbered(as document: Document) -> Trace {
    var copy = self
    let figures = document.figures.map(\.id)
    let tables = document.tables.map(\.id)
    for notebook in copy.notebooks.indices {
      for item in copy.notebooks[notebook].items.indices {
        let one = copy.notebooks[notebook].items[item]
        let ids = one.kind == .figure ? figures : one.kind == .table ? tables : []
        copy.notebooks[notebook].items[item].number = ids.firstIndex(of: one.name).map { $0 + 1 }
      }
    }
    return copy
  }
}
