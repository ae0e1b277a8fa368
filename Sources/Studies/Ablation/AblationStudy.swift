import Core
import Lab
import Notebook
import Statistics

/// The runs of a profile of ablations, in pairs by seed, and what each change does.
public struct AblationStudy: Sendable {
  /// One way to do it, with the runs that have a result, by seed.
  public struct Variant: Sendable, HasSources {
    public let name: String
    public let runs: [Int: ToyRun]

    /// By seed.
    public var ordered: [ToyRun] { runs.keys.sorted().compactMap { runs[$0] } }
    public var sources: [String] { ordered.map(\.provenance) }
  }

  /// A comparison of the profile with what was run of it.
  public struct Part: Sendable {
    public let comparison: Comparison
    /// The baseline first; those without a run are left out.
    public let variants: [Variant]
    /// Names of variants that have no run.
    public let missing: [String]

    public var baseline: Variant? {
      variants.first { $0.name == comparison.variants[0].name }
    }
  }

  public let name: String
  /// Comparisons whose baseline and at least one variant were run.
  public let parts: [Part]
  /// Comparisons of which too little was run.
  public let notRun: [Comparison]
  /// Every effect, in the order of the parts, corrected together for each measure.
  public let effects: [AblationEffect]

  /// - Parameter runs: those that have a result; others than the profile's are left aside.
  public init(_ profile: Profile, runs: [ToyRun], level: Double = 0.95) throws {
    let known = Dictionary(runs.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    let all = try profile.comparisons.map { comparison in
      let runs = try profile.runs(of: comparison)
      let variants = try zip(comparison.variants, runs).map { variant, configs in
        let pairs = try zip(profile.seeds, configs).compactMap { seed, config in
          try known[config.identity()].map { (seed, $0) }
        }
        return Variant(name: variant.name, runs: Dictionary(uniqueKeysWithValues: pairs))
      }
      return Part(
        comparison: comparison, variants: variants.filter { !$0.runs.isEmpty },
        missing: variants.filter(\.runs.isEmpty).map(\.name))
    }
    name = profile.name
    parts = all.filter { $0.baseline != nil && $0.variants.count > 1 }
    notRun = all.filter { $0.baseline == nil || $0.variants.count < 2 }.map(\.comparison)
    let parts = self.parts
    effects = try ToyMeasure.allCases.flatMap { measure in
      AblationEffect.corrected(
        try parts.flatMap { part in try AblationEffect.all(of: part, measure, level: level) })
    }
  }

  /// The effects on one measure, in the order of the parts.
  public func effects(on measure: ToyMeasure) -> [AblationEffect] {
    effects.filter { $0.measure == measure }
  }

  /// The effect of one variant.
  public func effect(_ part: Part, _ variant: Variant, on measure: ToyMeasure) -> AblationEffect? {
    effects.first {
      $0.comparison.id == part.comparison.id && $0.variant == variant.name && $0.measure == measure
    }
  }
}

/// What one change does to one measure: the mean over seeds of variant less baseline.
public struct AblationEffect: Sendable, HasSources {
  public let comparison: Comparison
  public let variant: String
  public let measure: ToyMeasure
  /// Means over the pairs.
  public let baselineMean: Double
  public let variantMean: Double
  public let difference: PairedDifference
  /// The differences themselves, by seed.
  public let differences: [(seed: Int, value: Double)]
  public let sources: [String]
  /// p after Holm's correction for all effects on the same measure; nil where there is no p.
  public private(set) var corrected: Double?

  /// Whether the interval lies on one side of zero.
  public var isSeparated: Bool {
    guard let low = difference.mean.low, let high = difference.mean.high else { return false }
    return low > 0 || high < 0
  }

  /// One for each variant that shares at least one finished seed with the baseline.
  static func all(
    of part: AblationStudy.Part, _ measure: ToyMeasure, level: Double
  ) throws -> [AblationEffect] {
    guard let baseline = part.baseline else { return [] }
    return try part.variants.filter { $0.name != baseline.name }.compactMap { variant in
      let pairs = variant.runs.keys.sorted().compactMap { seed -> Pair? in
        guard let one = baseline.runs[seed], let other = variant.runs[seed],
          let first = measure.value(of: one), let second = measure.value(of: other)
        else { return nil }
        return Pair(
          seed: seed, first: first, second: second, sources: [one.provenance, other.provenance])
      }
      guard !pairs.isEmpty else { return nil }
      return try AblationEffect(part.comparison, variant.name, measure, pairs, level)
    }
  }

  private struct Pair {
    var seed: Int
    var first: Double
    var second: Double
    var sources: [String]
  }

  private init(
    _ comparison: Comparison, _ variant: String, _ measure: ToyMeasure, _ pairs: [Pair],
    _ level: Double
  ) throws {
    (self.comparison, self.variant, self.measure) = (comparison, variant, measure)
    difference = try PairedDifference(pairs.map(\.first), pairs.map(\.second), level: level)
    let count = Double(pairs.count)
    baselineMean = pairs.reduce(0) { $0 + $1.first } / count
    variantMean = pairs.reduce(0) { $0 + $1.second } / count
    differences = pairs.map { ($0.seed, $0.second - $0.first) }
    sources = pairs.flatMap(\.sources)
  }

  /// The same effects with their p corrected for how many there are.
  static func corrected(_ effects: [AblationEffect]) -> [AblationEffect] {
    var all = effects
    let tested = all.indices.filter { all[$0].difference.pValue != nil }
    let corrected = holmCorrected(tested.compactMap { all[$0].difference.pValue })
    for (place, p) in zip(tested, corrected) { all[place].corrected = p }
    return all
  }
}
