import Core
import Published
import Statistics
import Synchronization

/// What draws are made from; equal ones give equal draws.
private struct DrawsKey: Hashable {
  struct Row: Hashable {
    let family: String
    /// Recall, then language modelling.
    let fractions: [Double?]
    let values: [Double]
    let resolutions: [Double]
  }
  let rows: [Row]
  let baseline: Double
  let reading: DecisionRule.Reading
  let count: Int
  let seed: UInt64

  init(_ candidates: Candidates, _ reading: DecisionRule.Reading, _ count: Int, _ seed: UInt64) {
    rows = candidates.all.map { row in
      let both = [row.recall, row.lm]
      return Row(
        family: row.family.key, fractions: both.map(\.model.attentionFraction),
        values: both.map(\.value), resolutions: both.map(\.resolution))
    }
    baseline = candidates.baseline.value
    (self.reading, self.count, self.seed) = (reading, count, seed)
  }
}

/// The draws that were made last. Rules that differ in margins or budgets ask for the same ones.
private let lastDraws = Mutex<[(key: DrawsKey, draws: RecallDraws)]>([])

/// What the candidates' numbers could have been: draws of recall and language modelling for all
/// candidates and of recall for the Transformer.
///
/// Each printed number is one training run, and nobody printed how far two runs differ. So the
/// noise is taken from the residuals of the best pooled curve: how far families stray from a common
/// shape. That holds lack of fit too, so it is rather too large than too small.
struct RecallDraws: Sendable {
  struct Draw: Sendable {
    let recall: [Double]
    let lm: [Double]
    let baseline: Double
  }

  let draws: [Draw]
  /// The numbers without noise: as printed, or on the fitted curve.
  let center: Draw
  /// The noise's standard deviation in recall.
  let deviation: Double
  /// The form of the curve, and the degrees of freedom of its residuals.
  let form: String
  let df: Int

  /// The draws of some candidates, which are made once.
  static func of(
    _ candidates: Candidates, reading: DecisionRule.Reading, count: Int, seed: UInt64
  ) throws -> RecallDraws {
    let key = DrawsKey(candidates, reading, count, seed)
    if let known = lastDraws.withLock({ $0.first { $0.key == key } }) { return known.draws }
    let made = try RecallDraws(candidates, reading: reading, count: count, seed: seed)
    lastDraws.withLock { $0 = $0.suffix(mostKept - 1) + [(key, made)] }
    return made
  }

  private static let mostKept = 6

  private init(
    _ candidates: Candidates, reading: DecisionRule.Reading, count: Int, seed: UInt64
  ) throws {
    let rows = candidates.all
    let curves = reading == .curve ? count : 0
    let recall = try Noise(rows.map { ($0.family.key, $0.recall) }, seed: seed, count: curves)
    let lm = try Noise(rows.map { ($0.family.key, $0.lm) }, seed: seed &+ 1, count: curves)
    var stream = RandomStream(seed: seed, named: "recommendation/\(reading.rawValue)")
    draws = try (0..<count).map { index in
      let baseline = candidates.baseline.value + recall.residual(&stream)
      switch reading {
      case .cells:
        return Draw(
          recall: rows.map { $0.recall.value + recall.residual(&stream) },
          lm: rows.map { $0.lm.value + lm.residual(&stream) }, baseline: baseline)
      case .curve:
        return Draw(
          recall: try recall.predictions(rows, index), lm: try lm.predictions(rows, index),
          baseline: baseline)
      }
    }
    center = Draw(
      recall: try recall.center(rows.map(\.recall), reading),
      lm: try lm.center(rows.map(\.lm), reading), baseline: candidates.baseline.value)
    (deviation, form) = (recall.deviation, recall.fit.form.title.lowercased())
    df = recall.fit.df
  }
}

/// A pooled curve with its residuals.
private struct Noise {
  let fit: CurveFit
  let curves: [Curve]
  private let residuals: [Double]

  /// - Parameter count: how many curves to draw; 0 where only the residuals are wanted
  init(_ rows: [(group: String, value: Observation)], seed: UInt64, count: Int) throws {
    let points = try rows.map { row in
      guard let x = row.value.model.attentionFraction else {
        throw Unprinted("\(row.value.provenance) has no attention fraction")
      }
      return CurvePoint(group: row.group, x: x, y: row.value.value)
    }
    guard let best = try bestFitByAICc(points) else {
      throw Unprinted("no curve can be fitted to what is printed")
    }
    fit = best
    let resolution = rows.map(\.value.resolution).max() ?? 0
    curves =
      count == 0
      ? []
      : try BootstrapDraws(
        best, plan: BootstrapPlan(draws: max(100, count), seed: seed, resolution: resolution)
      ).curves
    let mean = best.residuals.reduce(0, +) / Double(best.n)
    let inflation = (Double(best.n) / Double(best.df)).squareRoot()
    residuals = best.residuals.map { ($0 - mean) * inflation }
  }

  /// Standard deviation of a drawn residual.
  var deviation: Double {
    (residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)).squareRoot()
  }

  func residual(_ stream: inout RandomStream) -> Double {
    residuals[Int.random(in: residuals.indices, using: &stream)]
  }

  /// Each value as printed, or on the fitted curve.
  func center(_ rows: [Observation], _ reading: DecisionRule.Reading) throws -> [Double] {
    guard reading == .curve else { return rows.map(\.value) }
    return try rows.map {
      try fit.predict($0.model.attentionFraction ?? 0, group: $0.model.family)
    }
  }

  /// Each candidate's value on the curve of one draw.
  func predictions(_ rows: [Candidate], _ index: Int) throws -> [Double] {
    let curve = curves[index % curves.count]
    return try rows.map {
      try curve.predict($0.recall.model.attentionFraction ?? 0, group: $0.family.key)
    }
  }
}

/// What a recommendation rests on under all margins, budgets and context lengths at once: the same
/// candidates, curves and draws as `Recommendation`, so that whoever applies the rule to them gets its
/// answers.
public struct Exploration: Sendable {
  /// Recall by one reading, in the order of candidates.
  public struct Reading: Sendable {
    public let reading: DecisionRule.Reading
    /// Without noise, in accuracy.
    public let recall: [Double]
    /// Half of the 95 % interval: t times the standard deviation of the draws.
    public let halfWidths: [Double]
    /// What recall could have been.
    public let draws: [(baseline: Double, recall: [Double])]
    /// The curve that the noise was taken from, and its degrees of freedom.
    public let form: String
    public let df: Int
  }

  /// The candidates at each context length.
  public let candidates: [Candidates]
  public let contextLengths: [Int]
  /// What the Transformer keeps for one sequence in bytes, by context length.
  public let fullCacheBytes: [Double]
  public let readings: [Reading]

  /// - Throws: `Unprinted` where what the rule needs is not printed.
  public init(
    _ base: EvidenceBase, contextLengths: [Int], draws: Int = Recommendation.defaultDraws,
    seed: UInt64 = Recommendation.defaultSeed
  ) throws {
    self.contextLengths = contextLengths
    let rules = contextLengths.map { DecisionRule(contextLength: $0) }
    candidates = try rules.map { try Candidates(base, rule: $0) }
    fullCacheBytes = try rules.map { try Candidates.fullCacheBytes(base, rule: $0) }
    guard let first = candidates.first else {
      throw Fault("no context length to explore", expected: "one or more")
    }
    readings = try DecisionRule.Reading.allCases.map {
      Reading($0, try RecallDraws.of(first, reading: $0, count: draws, seed: seed))
    }
  }
}

extension Exploration.Reading {
  fileprivate init(_ reading: DecisionRule.Reading, _ drawn: RecallDraws) {
    let width = StudentT(df: Double(drawn.df)).twoSided(0.95)
    self.init(
      reading: reading, recall: drawn.center.recall,
      halfWidths: drawn.center.recall.indices.map { place in
        width * deviation(drawn.draws.map { $0.recall[place] })
      },
      draws: drawn.draws.map { ($0.baseline, $0.recall) }, form: drawn.form, df: drawn.df)
  }
}

/// Standard deviation of a sample.
private func deviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(max(1, values.count - 1))).squareRoot()
}
