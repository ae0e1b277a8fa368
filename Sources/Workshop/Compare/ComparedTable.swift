import Core
import Foundation

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
