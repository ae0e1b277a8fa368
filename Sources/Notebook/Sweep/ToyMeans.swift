import Claims
import Core
import Metrics

/// What recorded runs come to, family by family and ratio by ratio: the numbers that stand in the place of
/// the paper's at toy scale.
public struct ToyMeans {
  /// The tasks whose accuracy is averaged as recall; the language.
  public static let recallTasks = ["recite", "mqar", "recite16", "recite24"]
  public static let language = "hmm"

  public let means: [ToyScale.Mean]

  /// Groups whose runs all finished and have all tasks.
  public init(_ groups: [ToyGroup], store: Store) throws {
    means = try groups.compactMap { group in
      let about = group.about
      let recall = group.runs.compactMap(Self.recall)
      let language = group.runs.compactMap { $0.score(Self.language)?.accuracy }
      guard recall.count == group.runs.count, language.count == group.runs.count,
        let family = try store.family(ofModelType: about.family)
      else { return nil }
      return ToyScale.Mean(
        family: family.key, attentionLayers: about.attentionLayers, layers: about.layers,
        recall: Self.mean(recall), language: Self.mean(language),
        source: "mean of \(recall.count) runs: \(group.provenance.joined(separator: "; "))")
    }
  }

  /// The mean accuracy of a run over the recall tasks; nil where it has not all of them.
  public static func recall(_ run: ToyRun) -> Double? {
    let scores = recallTasks.compactMap { run.score($0)?.accuracy }
    return scores.count == recallTasks.count ? mean(scores) : nil
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}

extension Notebook {
  /// The claims that recorded runs can speak to, with the verdicts that they give; none where nothing is
  /// recorded.
  public func toyOpinions(of profile: String = "standard") throws -> [SecondOpinion] {
    let groups = ToyGroup.all(try recordedRuns(of: profile))
    let means = try ToyMeans(groups, store: store).means
    guard !means.isEmpty else { return [] }
    let paper = try evidence()
    return SecondOpinion.atToyScale(ToyScale.evidence(means, paper: paper), paper: paper)
  }
}
