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
