import Core
import Statistics

extension AuditCheck {
  /// Table 5: the average follows from the columns under one weighting, which is searched for.
  public static let rulerAverages = AuditCheck(
    "ruler-average", title: "RULER's average follows from its columns under one weighting"
  ) { bench in
    let rows = try AveragedRow.all(of: .five, average: "ruler_average", in: bench.base)
    let weighting = try RulerWeighting(rows, in: bench.base)
    return try rows.map { row in
      try bench.finding(
        row.name, [PaperTable.five.title], at: "Table 5, \(row.name), Avg",
        what: "mean of the columns under the weighting of most rows"
      ) { evidence in
        _ = try evidence.quote("ruler-tasks")
        let (average, columns) = try row.read(evidence)
        guard let weighting, columns.map(\.task) == weighting.columns else {
          throw Unprinted("no single weighting reproduces more than one average of Table 5")
        }
        return .mean(
          Rounded.mean(columns, weights: weighting.weights.map(Double.init)), printed: average,
          "Weights \(weighting.text) reproduce \(weighting.reproduced) of \(rows.count) rows.")
      }
    }
  }
}

/// The whole weights under which most averages of Table 5 follow from their columns.
///
/// A column may stand for several of RULER's tasks, so every way to share out from one task a
/// column to all of RULER's tasks is tried; the one that reproduces most rows is taken.
public struct RulerWeighting: Sendable {
  /// The columns' tasks, in the order of the file.
  public let columns: [String]
  public let weights: [Int]
  /// How many rows it reproduces within rounding, of how many.
  public let reproduced: Int
  public let rows: Int
  /// How many weightings were tried.
  public let searched: Int
  /// How many reproduce as many rows as the best; above one, the choice between them is arbitrary.
  public let ties: Int
  /// How many reproduce 0, 1, 2... rows.
  public let histogram: [Int]
  private let search: WeightSearch

  /// How often a weighting reproduces as many rows where averages are unrelated to columns; drawn
  /// anew at each call.
  public var chance: Double { search.chance(seed: 5, draws: Self.trials) }
  /// How many sets of unrelated averages that is a share of.
  public static let trials = 200

  /// `3 : 1 : 1`
  public var text: String { weights.map(String.init).joined(separator: " : ") }

  /// The weighting of the evidence's Table 5; nil where none reproduces more than one row.
  public init?(_ base: EvidenceBase) throws {
    try self.init(AveragedRow.all(of: .five, average: "ruler_average", in: base), in: base)
  }

  init?(_ rows: [AveragedRow], in base: EvidenceBase) throws {
    let evidence = Evidence(base)
    let read = rows.compactMap { row in
      (try? row.read(evidence)).map { (row.name, $0.average, $0.columns) }
    }
    guard let tasks = try? Int(clamping: evidence.quote("ruler-tasks").low ?? 13),
      let first = read.first
    else { return nil }
    let names = first.2.map(\.task)
    let usable = read.filter { $0.2.map(\.task) == names }
    guard usable.count > 1, names.count <= tasks else { return nil }
    let search = try WeightSearch(
      usable.map { name, average, columns in
        WeightSearch.Row(
          name: name, columns: columns.map(\.value), average: average.value,
          columnResolution: columns[0].resolution, averageResolution: average.resolution)
      }, sums: names.count...tasks)
    guard let best = search.best.first, best.reproduced.count > 1 else { return nil }
    (columns, weights, reproduced) = (names, best.weights, best.reproduced.count)
    (self.rows, searched, ties) = (usable.count, search.searched, search.best.count)
    histogram = search.histogram
    self.search = search
  }
}
