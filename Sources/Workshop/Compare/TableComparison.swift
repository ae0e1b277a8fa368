import Core
import Foundation
import Notebook
import Report

/// Two versions of one CSV file, cell by cell.
///
/// Rows are known by their labels: the columns that hold words alone, as many of them, from the left,
/// as tell the rows apart. Rows that share all labels are matched in order where there are as many in
/// both; otherwise equal ones are matched, and the rest is listed as gone or new.
struct TableComparison {
  let kind: ReportDifference.Kind
  let id: String
  let tolerance: Tolerance
  private let before: ComparedTable
  private let after: ComparedTable
  private let labels: [String]

  init(
    _ kind: ReportDifference.Kind, _ id: String, _ before: ComparedTable, _ after: ComparedTable,
    tolerance: Tolerance
  ) {
    (self.kind, self.id, self.tolerance) = (kind, id, tolerance)
    (self.before, self.after) = (before, after)
    labels = Self.labels(before, after)
  }

  func differences() -> [ReportDifference] {
    let columns =
      before.columns.filter { !after.columns.contains($0) }.map { column($0, false) }
      + after.columns.filter { !before.columns.contains($0) }.map { column($0, true) }
    let (first, second) = (groups(before), groups(after))
    let keys = first.keys + second.keys.filter { first.rows[$0] == nil }
    return columns + keys.flatMap { compare($0, first.rows[$0] ?? [], second.rows[$0] ?? []) }
  }

  /// The fewest label columns, one at least, that tell as many rows apart as all of them do.
  private static func labels(_ before: ComparedTable, _ after: ComparedTable) -> [String] {
    let candidates = before.columns.filter {
      !PlaceList.isColumn($0) && before.isLabel($0) && after.isLabel($0)
    }
    func distinct(_ columns: [String]) -> Int {
      [before, after].map { table in
        Set(table.rows.indices.map { row in columns.map { table.cell(row, $0).shown } }).count
      }.reduce(0, +)
    }
    let all = distinct(candidates)
    let least = min(1, candidates.count)
    let count = (least...candidates.count).first { distinct(Array(candidates.prefix($0))) == all }
    return Array(candidates.prefix(count ?? candidates.count))
  }

  private func groups(_ table: ComparedTable) -> (keys: [String], rows: [String: [Int]]) {
    var keys: [String] = []
    var rows: [String: [Int]] = [:]
    for row in table.rows.indices {
      let name = labels.map { table.cell(row, $0) }.filter { $0 != .missing }.map(\.shown)
        .joined(separator: " / ")
      let key = name.isEmpty ? "row" : name
      if rows[key] == nil { keys.append(key) }
      rows[key, default: []].append(row)
    }
    return (keys, rows)
  }

  private func compare(_ key: String, _ first: [Int], _ second: [Int]) -> [ReportDifference] {
    guard first.count != second.count else {
      return zip(first, second).enumerated().flatMap { index, pair in
        cells(first.count > 1 ? "\(key) #\(index + 1)" : key, pair.0, pair.1)
      }
    }
    return unmatched(key, first, second)
  }

  private func cells(_ key: String, _ first: Int, _ second: Int) -> [ReportDifference] {
    shared.compactMap { column in
      let (one, two) = (before.cell(first, column), after.cell(second, column))
      guard !one.isSame(as: two, within: tolerance) else { return nil }
      return difference([key, column].filter { !$0.isEmpty }.joined(separator: " / "), one, two)
    }
  }

  /// Rows with one label of which there are more in one of the two.
  private func unmatched(_ key: String, _ first: [Int], _ second: [Int]) -> [ReportDifference] {
    let one = first.map { content(before, $0) }
    let two = second.map { content(after, $0) }
    let changes = two.difference(from: one)
    func words(_ cells: [ComparedCell]) -> ComparedCell {
      .text(cells.map(\.shown).joined(separator: ", "))
    }
    return changes.removals.compactMap { change in
      guard case .remove(_, let row, _) = change else { return nil }
      return difference(key, words(row), .absent)
    }
      + changes.insertions.compactMap { change in
        guard case .insert(_, let row, _) = change else { return nil }
        return difference(key, .absent, words(row))
      }
  }

  private func content(_ table: ComparedTable, _ row: Int) -> [ComparedCell] {
    shared.map { table.cell(row, $0) }
  }

  private var shared: [String] {
    before.columns.filter { after.columns.contains($0) && !PlaceList.isColumn($0) }
  }

  private func column(_ name: String, _ isNew: Bool) -> ReportDifference {
    let there = ComparedCell.text("a column")
    return difference("column \(name)", isNew ? .absent : there, isNew ? there : .absent)
  }

  private func difference(
    _ place: String, _ before: ComparedCell, _ after: ComparedCell
  ) -> ReportDifference {
    ReportDifference(
      kind: kind, name: id, place: place, before: before, after: after, tolerance: tolerance)
  }
}

/// A CSV file of a report as cells under named columns.
struct ComparedTable: Equatable {
  /// Headers, each with a name of its own: the second `interval` is `interval (2)`.
  let columns: [String]
  let rows: [[ComparedCell]]

  /// - Parameter path: what errors call the file
  /// - Throws: `Fault` where it is no CSV.
  init(_ data: Data, path: String) throws {
    let (header, records) = try CSV.parse(data, path: path)
    var seen: [String: Int] = [:]
    columns = header.map { name in
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count > 1 ? "\(name) (\(count))" : name
    }
    rows = records.map { $0.fields.map(ComparedCell.init(field:)) }
  }

  /// The cell of a row under a column; absent where there is no such column.
  func cell(_ row: Int, _ column: String) -> ComparedCell {
    columns.firstIndex(of: column).map { rows[row][$0] } ?? .absent
  }

  /// Whether a column holds words alone.
  func isLabel(_ column: String) -> Bool {
    guard let index = columns.firstIndex(of: column) else { return false }
    return rows.allSatisfy { $0[index].number == nil }
  }
}
