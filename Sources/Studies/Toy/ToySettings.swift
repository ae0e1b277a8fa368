import Core
import Lab
import Notebook
import Report

/// What the runs of a study were trained as, in words for a table.
extension ToyStudy {
  /// A fact by its name: `layers`, `6`.
  public struct Setting: Sendable, Equatable {
    public let name: String
    public let text: String
  }

  /// Depth, budget, tasks and how many there are. Of an empty study none.
  public var settings: [Setting] {
    guard let first = runs.first?.config else { return [] }
    let all: [(String, [String])] = [
      ("layers", distinct { "\($0.stored.description.layers)" }),
      ("width", distinct { "\($0.stored.description.width)" }),
      ("parameters", parameterRange),
      ("training tokens", distinct { NumberText.fixed($0.tokens / 1e6, 2) + " million" }),
      ("tokens of a sequence", distinct { "\($0.config.sequenceLength)" }),
      ("sequences of a step", distinct { "\($0.config.training.batchSize)" }),
      ("ratios", ratios), ("recall that is trained", tasks.trained),
      ("recall that is only scored", tasks.untrained),
      ("share of sequences that is language", [languageShare(first)]),
      ("runs", ["\(runs.count)"]), ("seeds of a stack", ["up to \(seeds)"]),
    ]
    return all.map { Setting(name: $0.0, text: Wording.list($0.1)) }
  }

  /// The learning rate of a family's runs; nil where there are none, or several rates.
  public func learningRate(_ key: String) -> Double? {
    let rates = Set(
      groups.filter { self.key($0) == key }.map { $0.runs[0].config.training.learningRate })
    return rates.count == 1 ? rates.first : nil
  }

  /// The ratios, from pure to full.
  public var ratios: [String] {
    groups.sorted { $0.about.attentionFraction < $1.about.attentionFraction }
      .map(\.about.ratioLabel).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func distinct(_ text: (ToyRun) -> String) -> [String] {
    runs.map(text).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var parameterRange: [String] {
    let counts = runs.compactMap(\.stored.parameters)
    guard let least = counts.min(), let most = counts.max() else { return [] }
    return ["\(least) to \(most)"]
  }

  private func languageShare(_ config: RunConfig) -> String {
    let all = config.tasks.reduce(0) { $0 + $1.weight }
    let own = config.tasks.filter { $0.label == ToyTasks.language }.reduce(0) { $0 + $1.weight }
    return NumberText.percent(own / all, 0)
  }
}

extension ToyRun {
  /// Training tokens of the whole run.
  public var tokens: Double {
    Double(config.training.steps * config.training.batchSize * config.sequenceLength)
  }
}

extension ToyStudy {
  /// The trained recall task of which closest to half of the runs had `solved` right at some time, so that
  /// it tells stacks apart best; nil where no task is trained.
  public func tellingTask(at solved: Double) throws -> String? {
    let shares = try tasks.trained.compactMap { task -> (task: String, share: Double)? in
      let times = try groups.flatMap { try $0.times(task, at: solved) }
      guard !times.isEmpty else { return nil }
      return (task, Double(times.count(where: \.happened)) / Double(times.count))
    }
    return shares.min { abs($0.share - 0.5) < abs($1.share - 0.5) }?.task
  }
}
