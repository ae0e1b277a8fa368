import Core
import Foundation
import Report

/// Two published reports, number by number.
public struct ReportComparison: Sendable {
  /// What differs, by kind and name.
  public let differences: [ReportDifference]

  /// Compares values, verdicts, and where both are folders the data of tables and figures.
  /// - Parameter tolerance: how far numbers may lie apart and count as the same
  public init(
    _ before: PublishedReport, _ after: PublishedReport, tolerance: Tolerance = .exact
  ) {
    var found = ValuesComparison(tolerance: tolerance).differences(before.values, after.values)
    if before.isFolder && after.isFolder {
      found += Self.compare(.table, before.tables, after.tables, tolerance)
      found += Self.compare(.figure, before.figures, after.figures, tolerance)
    }
    differences = found.ordered()
  }

  private typealias Named = (id: String, table: ComparedTable)

  private static func compare(
    _ kind: ReportDifference.Kind, _ before: [Named], _ after: [Named], _ tolerance: Tolerance
  ) -> [ReportDifference] {
    let ids = before.map(\.id) + after.map(\.id).filter { id in !before.contains { $0.id == id } }
    return ids.flatMap { id -> [ReportDifference] in
      let one = before.first { $0.id == id }?.table
      let two = after.first { $0.id == id }?.table
      guard let one, let two else {
        return [
          ReportDifference(
            kind: kind, name: id, place: "the whole", before: one.map(size) ?? .absent,
            after: two.map(size) ?? .absent, tolerance: tolerance)
        ]
      }
      return TableComparison(kind, id, one, two, tolerance: tolerance).differences()
    }
  }

  private static func size(_ table: ComparedTable) -> ComparedCell {
    .text("\(table.rows.count) rows")
  }
}

/// A report as it lies in a folder: the numbers that it published.
public struct PublishedReport: Sendable {
  public var values: ValuesFile
  /// The data of tables and figures by id, sorted; none where only `values.json` was named.
  var tables: [(id: String, table: ComparedTable)]
  var figures: [(id: String, table: ComparedTable)]
  /// Whether tables and figures were looked for.
  let isFolder: Bool

  /// Reads a report's folder, or a `values.json` alone.
  /// - Throws: `Fault` naming the file that is missing or unreadable.
  public init(at url: URL) throws {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
    isFolder = exists && isDirectory.boolValue
    guard isFolder else {
      values = try ValuesFile.read(url)
      (tables, figures) = ([], [])
      return
    }
    // All of it is of one report: none takes its place in between.
    (values, tables, figures) = try Publisher(folder: url).reading {
      (
        try ValuesFile.read(url.appendingPathComponent(ValuesFile.name)),
        try Self.read(url, "tables"), try Self.read(url, "figures")
      )
    }
  }

  private static func read(
    _ folder: URL, _ name: String
  ) throws -> [(id: String, table: ComparedTable)] {
    let place = folder.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: place.path) else { return [] }
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: place.path)
    } catch {
      throw Fault(
        "the folder cannot be read", at: place.path, found: error.localizedDescription)
    }
    return try files.filter { $0.hasSuffix(".csv") }.sorted().map { file in
      let url = place.appendingPathComponent(file)
      guard let data = try? InputFile.data(at: url) else {
        throw Fault("the file cannot be read", at: url.path)
      }
      return (String(file.dropLast(4)), try ComparedTable(data, path: url.path))
    }
  }
}

extension PublishedReport {
  /// Values alone.
  init(values: ValuesFile) {
    (self.values, tables, figures, isFolder) = (values, [], [], false)
  }
}
