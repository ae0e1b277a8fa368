import Core
import Lab
import Notebook
import Published
import Report
import Runs
import Statistics

/// The recorded runs of one profile, by family and ratio, and what they say of recall and of language
/// modelling. Runs of different profiles are never joined: each has a study of its own.
public struct ToyStudy: HasSources {
  public let profile: String
  public let runs: [ToyRun]
  public let groups: [ToyGroup]
  public let tasks: ToyTasks
  /// All families of the store, in its order.
  public let families: [Family]
  /// The keys of the runs' families by FLA's names.
  public let keys: [String: String]
  /// The confidence level of all its intervals.
  public let level: Double

  public init(_ profile: String, _ runs: [ToyRun], store: Store, level: Double = 0.95) throws {
    self.profile = profile
    self.runs = runs
    self.level = level
    groups = ToyGroup.all(runs)
    tasks = ToyTasks(runs)
    families = try store.families()
    keys = try Dictionary(
      groups.map { group in
        let type = group.about.family
        return (type, try store.family(ofModelType: type)?.key ?? type)
      }, uniquingKeysWith: { a, _ in a })
  }

  public var isEmpty: Bool { runs.isEmpty }

  /// Where the runs stand; where none were recorded, what would name them.
  public var sources: [String] {
    runs.isEmpty ? ["data/manifest.json"] : runs.map(\.provenance)
  }

  /// The key of a group's family.
  public func key(_ group: ToyGroup) -> String { keys[group.about.family] ?? group.about.family }

  /// The family's name as reports write it.
  public func title(_ key: String) -> String {
    families.first { $0.key == key }?.display ?? key
  }

  /// `HGRN-2 6:1`
  public func name(_ group: ToyGroup) -> String { "\(title(key(group))) \(group.about.ratioLabel)" }

  /// The studied families that have runs, in the order of tables.
  public var studied: [Family] {
    families.filter { family in
      family.role == .studied && groups.contains { key($0) == family.key }
    }
  }

  /// How many seeds a family and ratio has at the most.
  public var seeds: Int { groups.map(\.runs.count).max() ?? 0 }

  /// A group's mean over seeds of what its runs have; nil where one has no result.
  public func estimate(_ group: ToyGroup, _ value: (ToyRun) -> Double?) throws
    -> ToyGroup.Estimate?
  {
    let values = group.runs.compactMap(value)
    guard values.count == group.runs.count else { return nil }
    return try ToyGroup.mean(values, level)
  }

  public func recall(_ run: ToyRun) -> Double? { tasks.meanRecall(run) }
}

extension Notebook {
  /// The recorded runs of a profile as a study; an empty one where nothing is recorded.
  public func toyStudy(
    of profile: String, file: String = #fileID, line: Int = #line
  ) throws -> ToyStudy {
    try ToyStudy(profile, recordedRuns(of: profile, file: file, line: line), store: store)
  }

  /// The two conditions that were recorded, the one first whose stacks all have most seeds: where
  /// neither leads, the profile `standard`.
  public func toyStudies(
    file: String = #fileID, line: Int = #line
  ) throws -> (lead: ToyStudy, other: ToyStudy) {
    let (standard, six) = try (
      toyStudy(of: "standard", file: file, line: line),
      toyStudy(of: "six-layers", file: file, line: line)
    )
    let isBehind = try leastSeeds(of: standard) < leastSeeds(of: six)
    return isBehind ? (six, standard) : (standard, six)
  }

  /// How many finished seeds every stack that the profile asks for has at least.
  public func leastSeeds(of study: ToyStudy) throws -> Int {
    let finished = Set(study.runs.filter { $0.stored.outcome == .finished }.map(\.identity))
    var counts: [RunConfig: Int] = [:]
    for run in try profile(study.profile).runs() {
      var stack = run
      stack.seed = 0
      counts[stack, default: 0] += finished.contains(try run.identity()) ? 1 : 0
    }
    return counts.values.min() ?? 0
  }
}

extension RunDescription {
  /// The ratio as the released checkpoints label it: `pure`, `full`, `6:1` for one attention layer in
  /// six; where the layers do not divide, `5 of 24`.
  public var ratioLabel: String {
    if attentionLayers == 0 { return "\(RatioLabel.pure)" }
    if attentionLayers == layers { return "\(RatioLabel.full)" }
    guard layers % attentionLayers == 0 else { return "\(attentionLayers) of \(layers)" }
    return "\(RatioLabel.ratio(Double(layers / attentionLayers)))"
  }
}

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
