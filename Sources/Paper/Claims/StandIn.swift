import Core
import Published
import Results

/// A user's results in the place of the paper's tables, cell by cell, so that the same claims can be
/// judged on them. Nothing that the paper measured is left in it: a cell that the user has no value
/// for is missing, and a claim that needs it is untestable.
public struct StandIn: Sendable {
  /// Whose numbers take the part of the paper's six families in the claims; the two are never mixed.
  public enum Cast: Sendable {
    case studied
    /// Families of other papers and of the user's own.
    case others

    func includes(_ family: Family) -> Bool {
      family.role == (self == .studied ? .studied : .context)
    }
  }

  /// The evidence: the user's numbers, the paper's sentences, formulas and layouts.
  public let base: EvidenceBase
  /// What stands in for Table 6 and, cell by cell, for Table 2 or Table 3, with all its families.
  public let lm: AverageSeries?
  /// What stands in for Table 7 and Table 5, with all its families.
  public let recall: AverageSeries?
  /// The families of the cast that have a value, in the order of tables.
  public let families: [Family]

  /// The tables whose numbers are replaced.
  public static let tables: [PaperTable] = [.two, .three, .five, .six, .seven]

  /// Takes the scale at which the cast has most values, and of its series the largest.
  /// - Parameter paper: the evidence of the paper
  /// - Returns: nil where no model of the cast has a complete average.
  public init?(_ results: UserResults, paper: EvidenceBase, cast: Cast = .studied) {
    let acting = results.families.filter(cast.includes)
    let choice = AverageChoice(results: results, keys: Set(acting.map(\.key)))
    guard let best = choice.best else { return nil }
    (lm, recall) = best
    let present = acting.filter { choice.count(best.lm, $0) + choice.count(best.recall, $0) > 0 }
    families = present
    base = paper.standingIn(
      Cells(choice, paper).rows(best), for: Self.tables,
      of: cast == .others ? results.families.map { $0.recast(with: present) } : nil,
      called: "what was imported")
  }
}

/// The averages that stand in, by how many values some families have in them.
private struct AverageChoice {
  typealias Pair = (lm: AverageSeries?, recall: AverageSeries?)

  let results: UserResults
  /// The families that take part in the claims.
  let keys: Set<String>

  /// The averages of the scale at which there is most; nil where there is none.
  var best: Pair? {
    let pairs = results.scales.map {
      (lm: largest("lm_average", $0), recall: largest("ruler_average", $0))
    }
    return pairs.max { size($0) < size($1) }.flatMap { size($0) > 0 ? $0 : nil }
  }

  /// Of the series of an average at a scale the one with most values, the first of several.
  func largest(_ key: String, _ scale: String) -> AverageSeries? {
    let all = results.averages.filter { $0.definition.key == key && $0.scale == scale }
    let most = all.map(count).max()
    return all.first { count($0) == most }
  }

  func count(_ series: AverageSeries?, _ family: Family) -> Int {
    series?.points.count { $0.identity.family == family.key } ?? 0
  }

  private func count(_ series: AverageSeries?) -> Int {
    series?.points.count { keys.contains($0.identity.family) } ?? 0
  }

  private func size(_ pair: Pair) -> Int { count(pair.lm) + count(pair.recall) }
}

/// The cells of the paper's tables that a user's averages fill.
private struct Cells {
  typealias Row = (table: PaperTable, row: Observation)

  private let choice: AverageChoice
  private let paper: EvidenceBase
  /// The keys of the families that take part, and of full attention.
  private let families: Set<String>

  init(_ choice: AverageChoice, _ paper: EvidenceBase) {
    self.choice = choice
    self.paper = paper
    let baselines = choice.results.families.filter { $0.role == .baseline }
    families = choice.keys.union(baselines.map(\.key))
  }

  func rows(_ best: AverageChoice.Pair) -> [Row] {
    let bestRatios = [("340M", PaperTable.two), ("1.3B", .three)].flatMap { scale, table in
      printed(choice.largest("lm_average", scale), of: table)
    }
    let subtasks = choice.results.averages.filter { $0.isPart(of: best.recall) }
    return all(best.lm, .six) + familyMeans(best.lm) + bestRatios + all(best.recall, .seven)
      + printed(best.recall, of: .five) + subtasks.flatMap { all($0, .five) }
  }

  /// A series' values, those of models of one family and ratio as their mean.
  private func all(_ series: AverageSeries?, _ table: PaperTable) -> [Row] {
    merged(series).map { (table, $0) }
  }

  /// Only the families and ratios that a table of best ratios has, and the Transformer.
  private func printed(_ series: AverageSeries?, of table: PaperTable) -> [Row] {
    let wanted = paper.observations.filter {
      $0.path == table.path && $0.task == series?.definition.key
    }
    return merged(series).filter { row in
      wanted.contains {
        $0.model.family == row.model.family && $0.model.ratioLabel == row.model.ratioLabel
      }
    }.map { (table, $0) }
  }

  private func merged(_ series: AverageSeries?) -> [Observation] {
    var groups: [[Observation]] = []
    for row in series?.observations ?? [] where families.contains(row.model.family) {
      let place = groups.firstIndex {
        $0[0].model.family == row.model.family && $0[0].model.ratioLabel == row.model.ratioLabel
      }
      if let place { groups[place].append(row) } else { groups.append([row]) }
    }
    return groups.map { Observation.mean($0) }
  }

  /// The mean over families at the ratios that a claim compares, over those that have them all.
  private func familyMeans(_ series: AverageSeries?) -> [Row] {
    let ratios = ["24:1", "3:1"]
    let rows = merged(series)
    let complete = choice.keys.filter { family in
      ratios.allSatisfy { ratio in
        rows.contains { $0.model.family == family && $0.model.ratioLabel == ratio }
      }
    }
    guard complete.count > 1 else { return [] }
    return ratios.map { ratio in
      let own = rows.filter {
        complete.contains($0.model.family) && $0.model.ratioLabel == ratio
      }
      return (.six, Observation.mean(own, family: "FamilyMean"))
    }
  }
}

extension Family {
  /// The same family where some others take the part of the paper's six.
  fileprivate func recast(with others: [Family]) -> Family {
    if others.contains(self) { return playing(.studied) }
    return role == .studied ? playing(.context) : self
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

/// The claims that small models of our own can speak to, with numbers of theirs in the place of the
/// paper's tables.
public enum ToyScale {
  /// Claims about directions, ranks and shares, which mean the same at any scale. Left out: levels and
  /// sizes that the paper quotes for its own tasks, and comparisons of two single numbers.
  public static let claims: [Claim] = [
    .standaloneRanks, .lmFlatFromPure, .lmFlatInEachFamily, .recallRises,
    .recallRisesInEachFamily, .mostReachTransformer, .retNetNearZero, .hierarchyDoublesRecall,
    .recallSaturates, .gatingMatters, .hierarchyMatters, .forgettingMatters, .recommendedRatios,
    .recommendedFamilies,
  ]

  /// What one run reached.
  public struct Run: Sendable, Equatable {
    /// Mean accuracy over the recall tasks.
    public let recall: Double
    /// Accuracy of the language's next token.
    public let language: Double

    public init(recall: Double, language: Double) {
      (self.recall, self.language) = (recall, language)
    }
  }

  /// A mean over seeds of a family at a ratio.
  public struct Mean: Sendable {
    public let family: String
    public let attentionLayers: Int
    public let layers: Int
    /// The seeds that it is the mean of.
    public let runs: [Run]
    /// What decoding one sequence keeps, in bytes, where it was counted.
    public let stateBytes: Double?
    /// Where the runs stand.
    public let source: String

    public var recall: Double { average(\.recall) }
    public var language: Double { average(\.language) }

    /// - Parameter runs: one at least
    public init(
      family: String, attentionLayers: Int, layers: Int, runs: [Run], stateBytes: Double? = nil,
      source: String
    ) {
      (self.family, self.source) = (family, source)
      (self.attentionLayers, self.layers) = (attentionLayers, layers)
      (self.runs, self.stateBytes) = (runs, stateBytes)
    }

    private func average(_ value: (Run) -> Double) -> Double {
      runs.reduce(0) { $0 + value($1) } / Double(runs.count)
    }

    fileprivate func observation(_ task: String, _ value: Double) -> Observation {
      .mean(
        ofRuns: source, task: task, value: value, family: family,
        attentionLayers: attentionLayers, layers: layers)
    }
  }

  /// The evidence: recall in the place of Table 7 and, for full attention, of Table 5; the language's
  /// accuracy in that of Table 6.
  public static func evidence(_ means: [Mean], paper: EvidenceBase) -> EvidenceBase {
    let rows = means.flatMap { mean -> [(table: PaperTable, row: Observation)] in
      let recall = mean.observation("ruler_average", mean.recall)
      guard mean.attentionLayers < mean.layers else { return [(.five, recall)] }
      return [(.seven, recall), (.six, mean.observation("lm_average", mean.language))]
    }
    return paper.standingIn(rows, for: StandIn.tables, called: "what was trained at toy scale")
  }
}

extension Observation {
  /// A mean over training runs of our own, for a quantity of the paper's that it stands in for.
  /// - Parameter source: where the runs stand
  fileprivate static func mean(
    ofRuns source: String, task: String, value: Double, family: String, attentionLayers: Int,
    layers: Int
  ) -> Observation {
    let identity = ModelIdentity(
      family: family, scale: "toy", attentionLayers: attentionLayers, totalLayers: layers)
    return Observation(
      model: identity.model(named: source), task: task, metric: "accuracy", value: value,
      valueText: NumberText.fixed(value, 3), resolution: 0, standardError: nil, n: nil,
      unit: .fraction, higherIsBetter: true, locator: "", path: source, line: nil, citation: "",
      scope: .project)
  }
}
