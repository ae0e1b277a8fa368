import Report

/// Two published reports, number by number.
public struct ReportComparison: Sendable {
  /// What differs, by kind and name.
  public let differences: [Difference]

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
    _ kind: Difference.Kind, _ before: [Named], _ after: [Named], _ tolerance: Tolerance
  ) -> [Difference] {
    let ids = before.map(\.id) + after.map(\.id).filter { id in !before.contains { $0.id == id } }
    return ids.flatMap { id -> [Difference] in
      let one = before.first { $0.id == id }?.table
      let two = after.first { $0.id == id }?.table
      guard let one, let two else {
        return [
          Difference(
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
