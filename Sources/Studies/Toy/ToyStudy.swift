import Core
import Lab
import Notebook
import Published
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
