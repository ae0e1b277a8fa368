import Core
import Metrics

/// A user's results in the place of the paper's tables, cell by cell, so that the same claims can be
/// judged on them. Nothing that the paper measured is left in it: a cell that the user has no value
/// for is missing, and a claim that needs it is untestable.
public struct StandIn: Sendable {
  /// The evidence: the user's numbers, the paper's sentences, formulas and layouts.
  public let base: EvidenceBase
  /// What stands in for Table 6 and, cell by cell, for Table 2 or Table 3.
  public let lm: AverageSeries?
  /// What stands in for Table 7 and Table 5.
  public let recall: AverageSeries?

  /// The tables whose numbers are replaced.
  public static let tables: [PaperTable] = [.two, .three, .five, .six, .seven]

  /// Takes the scale of which there is most, and of its series the largest.
  /// - Parameter paper: the evidence of the paper
  /// - Returns: nil where no average is complete.
  public init?(_ results: UserResults, paper: EvidenceBase) {
    func largest(_ key: String, _ scale: String) -> AverageSeries? {
      results.averages.first { $0.definition.key == key && $0.scale == scale }
    }
    let pairs = results.scales.map {
      (lm: largest("lm_average", $0), recall: largest("ruler_average", $0))
    }
    guard let best = pairs.max(by: { Self.size($0) < Self.size($1) }), Self.size(best) > 0 else {
      return nil
    }
    (lm, recall) = best
    let bestRatios = [("340M", PaperTable.two), ("1.3B", .three)].flatMap { scale, table in
      Self.cells(largest("lm_average", scale), of: table, in: paper)
    }
    let subtasks = results.averages.filter { $0.isPart(of: best.recall) }.flatMap {
      Self.all($0, .five)
    }
    let rows =
      Self.all(lm, .six) + Self.familyMeans(lm) + bestRatios + Self.all(recall, .seven)
      + Self.cells(recall, of: .five, in: paper) + subtasks
    base = paper.standingIn(rows, for: Self.tables, called: "what was imported")
  }

  private typealias Row = (table: PaperTable, row: Observation)

  private static func size(_ pair: (lm: AverageSeries?, recall: AverageSeries?)) -> Int {
    (pair.lm?.points.count ?? 0) + (pair.recall?.points.count ?? 0)
  }

  /// A series' values, those of models of one family and ratio as their mean.
  private static func all(_ series: AverageSeries?, _ table: PaperTable) -> [Row] {
    merged(series).map { (table, $0) }
  }

  /// Only the families and ratios that a table of best ratios has, and the Transformer.
  private static func cells(
    _ series: AverageSeries?, of table: PaperTable, in paper: EvidenceBase
  ) -> [Row] {
    let wanted = paper.observations.filter {
      $0.path == table.path && $0.task == series?.definition.key
    }
    return merged(series).filter { row in
      wanted.contains {
        $0.model.family == row.model.family && $0.model.ratioLabel == row.model.ratioLabel
      }
    }.map { (table, $0) }
  }

  private static func merged(_ series: AverageSeries?) -> [Observation] {
    var groups: [[Observation]] = []
    for row in series?.observations ?? [] {
      let place = groups.firstIndex {
        $0[0].model.family == row.model.family && $0[0].model.ratioLabel == row.model.ratioLabel
      }
      if let place { groups[place].append(row) } else { groups.append([row]) }
    }
    return groups.map { Observation.mean($0) }
  }

  /// The mean over families at the ratios that a claim compares, over those that have them all.
  private static func familyMeans(_ series: AverageSeries?) -> [Row] {
    let ratios = ["24:1", "3:1"]
    let rows = merged(series)
    let families = Set(rows.map(\.model.family)).filter { family in
      ratios.allSatisfy { ratio in
        rows.contains { $0.model.family == family && $0.model.ratioLabel == ratio }
      }
    }
    guard families.count > 1 else { return [] }
    return ratios.map { ratio in
      let own = rows.filter {
        families.contains($0.model.family) && $0.model.ratioLabel == ratio
      }
      return (.six, Observation.mean(own, family: "FamilyMean"))
    }
  }
}

extension AverageSeries {
  /// Whether its scores are among those of another average.
  fileprivate func isPart(of whole: AverageSeries?) -> Bool {
    guard let whole, definition.key != whole.definition.key, scale == whole.scale,
      length == whole.length
    else { return false }
    return parts.allSatisfy(whole.parts.contains)
  }
}
