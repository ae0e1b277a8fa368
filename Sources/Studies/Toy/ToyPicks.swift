import Core
import Lab
import Notebook
import Paper

/// What recorded runs come to, family by family and ratio by ratio: the numbers that stand in the place of
/// the paper's at toy scale.
public struct ToyMeans {
  public let means: [ToyScale.Mean]

  /// Groups whose runs all finished and have all tasks.
  /// - Parameter length: tokens of the sequence that decoding keeps states, keys and values of; nil to
  ///   leave them out
  public init(_ study: ToyStudy, length: Int? = nil) throws {
    means = try study.groups.compactMap { group in
      let about = group.about
      let runs = group.runs.compactMap { run -> ToyScale.Run? in
        guard let recall = study.recall(run), let language = run.languageAccuracy else {
          return nil
        }
        return ToyScale.Run(recall: recall, language: language)
      }
      guard runs.count == group.runs.count,
        study.families.contains(where: { $0.key == study.key(group) })
      else { return nil }
      return ToyScale.Mean(
        family: study.key(group), attentionLayers: about.attentionLayers, layers: about.layers,
        runs: runs,
        stateBytes: try length.map { Double(try group.cost(length: $0).stateBytes) },
        source: "mean of \(runs.count) runs: \(group.provenance.joined(separator: "; "))")
    }
  }
}

extension ToyGroup {
  /// What the group's model costs by count, for sequences of `length` tokens.
  public func cost(length: Int) throws -> ModelCost {
    try ModelCost(runs[0].config.model, length: length)
  }
}

extension Notebook {
  /// The claims that recorded runs can speak to, with the verdicts that they give; none where nothing is
  /// recorded.
  public func toyOpinions(
    of study: ToyStudy, file: String = #fileID, line: Int = #line
  ) throws -> [SecondOpinion] {
    let means = try ToyMeans(study).means
    guard !means.isEmpty else { return [] }
    let paper = try evidence(file: file, line: line)
    return SecondOpinion.atToyScale(ToyScale.evidence(means, paper: paper), paper: paper)
  }
}

/// What the decision rule behind the paper's recipe picks at toy scale, and by the paper's numbers.
public struct ToyPicks {
  /// The numbers of the runs; empty where nothing was run.
  public let means: [ToyScale.Mean]
  private let evidence: EvidenceBase
  private let band: ClosedRange<Double>

  /// The families of the paper's recipe.
  public static let families = ["HGRN2", "GatedDeltaNet"]

  /// - Throws: `Fault` where the recommended range is not in the data.
  public init(_ study: ToyStudy, evidence: EvidenceBase, rule: DecisionRule = DecisionRule()) throws
  {
    means = try ToyMeans(study, length: rule.contextLength).means
    self.evidence = evidence
    guard let range = evidence.quotes.first(where: { $0.id == "recommended-range" }),
      let low = range.low, let high = range.high
    else { throw Fault("the recommended range is not in the data", at: "data/paper/quotes.csv") }
    band = low...high
  }

  /// The rule by the runs; nil where they have not what it needs: full attention, and a stack with recall
  /// and language.
  public func toy(
    _ title: String, _ rule: DecisionRule = DecisionRule(), drawing: SeedDraw = .mean,
    ownStates: Bool = false
  ) throws -> PickStudy? {
    do {
      return PickStudy(
        title,
        try Recommendation(
          means, paper: evidence, rule: rule, drawing: drawing, ownStates: ownStates),
        band: band, families: Self.families)
    } catch is Unprinted {
      return nil
    }
  }

  /// The rule by the paper's numbers.
  public func paper(_ title: String, _ rule: DecisionRule = DecisionRule()) throws -> PickStudy {
    try PickStudy(title, evidence, rule, band: band, families: Self.families)
  }
}

extension PickStudy {
  /// `HGRN-2 6:1`; `no stack` where none satisfies the rule.
  public var pickName: String { recommendation.pick?.name ?? "no stack" }

  /// The pick's share of the draws; where none is picked, the share of draws that pick none.
  public var pickShare: Double {
    recommendation.choice.pick.map { recommendation.shares[$0].share } ?? recommendation.none
  }

  /// How the picks of two studies differ, as the end of a sentence.
  public func words(beside other: PickStudy) -> String {
    guard let own = recommendation.pick, let theirs = other.recommendation.pick else {
      return recommendation.pick == nil && other.recommendation.pick == nil
        ? "both find no stack" : "one of them finds no stack"
    }
    switch (own.family == theirs.family, own.ratio == theirs.ratio) {
    case (true, true): return "they agree"
    case (true, false): return "they agree on the family and differ in the ratio"
    case (false, true): return "they agree on the ratio and differ in the family"
    case (false, false): return "they differ in family and ratio"
    }
  }
}

extension PickStudy {
  /// The keys of the families that there are to choose from, in the order of tables.
  public var familyKeys: [String] {
    recommendation.candidates.all.map(\.family.key).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }
}
