import Core
import Published

/// What a draw takes of the seeds that a stack was trained with.
public enum SeedDraw: Sendable, CaseIterable {
  /// As many seeds as there are, drawn with replacement: their mean.
  case mean
  /// One of the seeds: what a study with a single run of each stack could have seen.
  case single
}

extension Recommendation {
  /// What a rule picks by means over seeds, which are at hand at toy scale: the same rule and the same
  /// choice, with the spread of seeds in the place of the noise that nobody printed for the paper's runs.
  ///
  /// A handful of seeds, drawn again and again, spreads less than all seeds would, so that shares are
  /// rather too clear.
  /// - Parameters:
  ///   - ownStates: whether a stack's cache is what the toy model itself keeps, as the means state it;
  ///     else it is that of the rule's shape, as for the paper's numbers
  /// - Throws: `Unprinted` where full attention was not trained, nothing has recall and language, or
  ///   caches are wanted that were not counted.
  public init(
    _ means: [ToyScale.Mean], paper: EvidenceBase, rule: DecisionRule = DecisionRule(),
    drawing: SeedDraw = .mean, ownStates: Bool = false, draws: Int = defaultDraws,
    seed: UInt64 = 2507
  ) throws {
    var candidates = try Candidates(ToyScale.evidence(means, paper: paper), rule: rule)
    let stacks = try SeedStacks(means, of: candidates)
    if ownStates { candidates = try stacks.costing(candidates) }
    var stream = RandomStream(seed: seed, named: "recommendation/seeds/\(drawing)")
    let cache = candidates.all.map(\.cacheBytes)
    var counts = cache.map { _ in 0 }
    for _ in 0..<draws {
      let drawn = stacks.all.map { drawing.value(of: $0.runs, &stream) }
      let choice = Choice(
        cache: cache, recall: drawn.map(\.recall), lm: drawn.map(\.language),
        baseline: drawing.value(of: stacks.full.runs, &stream).recall, rule: rule)
      if let pick = choice.pick { counts[pick] += 1 }
    }
    let recall = stacks.all.map(\.recall)
    self.init(
      rule: rule, candidates: candidates,
      choice: Choice(
        cache: cache, recall: recall, lm: stacks.all.map(\.language),
        baseline: stacks.full.recall, rule: rule), recall: recall, counts: counts, draws: draws,
      deviation: stacks.deviation, form: "seeds of each stack")
  }
}

/// The means behind candidates, in their order, and that of full attention.
private struct SeedStacks {
  let all: [ToyScale.Mean]
  let full: ToyScale.Mean

  init(_ means: [ToyScale.Mean], of candidates: Candidates) throws {
    func mean(_ row: Observation) throws -> ToyScale.Mean {
      guard
        let mean = means.first(where: {
          $0.source == row.provenance && $0.family == row.model.family
        })
      else { throw Unprinted("no runs are behind \(row.provenance)") }
      return mean
    }
    guard !candidates.all.isEmpty else {
      throw Unprinted("no stack has recall and language modelling at toy scale")
    }
    all = try candidates.all.map { try mean($0.recall) }
    full = try mean(candidates.baseline)
  }

  /// Standard deviation of recall between seeds of one stack, pooled over stacks.
  var deviation: Double {
    let squares = all.reduce(0.0) { sum, mean in
      sum + mean.runs.reduce(0) { $0 + ($1.recall - mean.recall) * ($1.recall - mean.recall) }
    }
    let freedom = all.reduce(0) { $0 + $1.runs.count - 1 }
    return freedom > 0 ? (squares / Double(freedom)).squareRoot() : 0
  }

  /// The candidates with the caches that the models themselves keep.
  func costing(_ candidates: Candidates) throws -> Candidates {
    func bytes(_ mean: ToyScale.Mean) throws -> Double {
      guard let bytes = mean.stateBytes else {
        throw Unprinted("what \(mean.source) keeps was not counted")
      }
      return bytes
    }
    let whole = try bytes(full)
    return candidates.replacing(
      try zip(candidates.all, all).map { candidate, mean in
        candidate.keeping(try bytes(mean), of: whole)
      })
  }
}

extension SeedDraw {
  fileprivate func value(of runs: [ToyScale.Run], _ stream: inout RandomStream) -> ToyScale.Run {
    guard self == .mean else { return runs[stream.index(below: runs.count)] }
    let drawn = runs.map { _ in runs[stream.index(below: runs.count)] }
    let count = Double(drawn.count)
    return ToyScale.Run(
      recall: drawn.reduce(0) { $0 + $1.recall } / count,
      language: drawn.reduce(0) { $0 + $1.language } / count)
  }
}
