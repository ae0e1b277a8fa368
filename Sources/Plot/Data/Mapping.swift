import Core

/// Where a mark takes the name of its series from.
public enum SeriesSource: Sendable, Hashable, ExpressibleByStringLiteral {
  /// A column of text: a series for each value in it.
  case column(String)
  /// All rows belong to the series with this name.
  case named(String)

  public init(stringLiteral value: String) { self = .column(value) }
}

/// Which column of a frame feeds which part of a mark.
struct Mapping: Sendable, Hashable {
  var x: String
  var y: String?
  var low: String?
  var high: String?
  var n: String?
  var series: SeriesSource
}

/// A row of a frame, read through a mapping. What is missing in the data is `nil`.
struct DataRow: Sendable {
  var x: Datum
  var y: Datum?
  var low: Double?
  var high: Double?
  var n: Double?
}

/// The rows of one series.
struct SeriesRows: Sendable {
  var series: String
  var rows: [DataRow]
}

extension Mapping {
  /// The rows of a frame by series, the series in order of first appearance. Rows without an x
  /// value are left out.
  func read(_ frame: Frame) throws -> [SeriesRows] {
    let xs = try frame.data(x)
    let ys = try y.map { try frame.data($0) }
    let lows = try low.map { try frame.numbers($0) }
    let highs = try high.map { try frame.numbers($0) }
    let counts = try n.map { try frame.numbers($0) }
    let names = try series.names(in: frame)
    let rows = (0..<frame.rowCount).map { i in
      xs[i].map { DataRow(x: $0, y: ys?[i], low: lows?[i], high: highs?[i], n: counts?[i]) }
    }
    return names.distinct.map { name in
      SeriesRows(
        series: name, rows: rows.indices.filter { names.all[$0] == name }.compactMap { rows[$0] })
    }
  }
}

extension Frame {
  /// A column of either kind, as axes receive it.
  func data(_ name: String) throws -> [Datum?] {
    switch try column(name) {
    case .text(let values): values.map { .text($0) }
    case .numbers(let values): values.map { $0.map { .number($0) } }
    }
  }
}

extension SeriesSource {
  func names(in frame: Frame) throws -> (all: [String], distinct: [String]) {
    switch self {
    case .column(let name): (try frame.text(name), try frame.distinct(name))
    case .named(let name): (Array(repeating: name, count: frame.rowCount), [name])
    }
  }
}
