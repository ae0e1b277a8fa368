import Core
import Published

/// A statement of the paper as a value: what it says, where, and how some evidence decides it.
///
/// A claim is one file in this target and one line in `ClaimRegistry`. Its `judge` reads numbers
/// only through `Evidence`, so that the verdict lists what it rests on:
///
///     extension Claim {
///       static let tie = Claim(
///         "tie-1b3", of: 1, section: "4.1", kind: .difference,
///         "At 1.3B Gated DeltaNet 24:1 and HGRN-2 6:1 tie"
///       ) { evidence in
///         try NumberDifference(
///           "difference of the averages", evidence.bestLM("HGRN2", in: .three),
///           less: evidence.bestLM("GatedDeltaNet", in: .three)
///         ).isZero()
///       }
///     }
public struct Claim: Sendable {
  /// Whose numbers decide it.
  public enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
    /// The paper's own printed numbers.
    case paper
    /// Evaluations of the released checkpoints by others.
    case independent
    /// Small runs of our own.
    case toy
  }

  /// What sort of statement it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case equivalence, trend, ranks, location, difference, ratio, cost, front, share, ablation
  }

  /// Unique: lower case, digits, hyphens.
  public let id: String
  /// The work that says it: its key in `data/references.json`.
  public let paper: String
  /// Which of the paper's statements it is a part of; the reproduced paper makes twelve.
  public let number: Int
  /// Where the paper says it: a section, of version 2 for the reproduced paper.
  public let section: String
  public let scope: Scope
  public let kind: Kind
  /// What is claimed, as one sentence without a full stop.
  public let statement: String
  let judge: @Sendable (Evidence) throws -> Judgement

  public init(
    _ id: String, paper: String = reproducedPaper, of number: Int, section: String,
    scope: Scope = .paper, kind: Kind, _ statement: String,
    judge: @escaping @Sendable (Evidence) throws -> Judgement
  ) {
    (self.id, self.paper, self.number, self.section) = (id, paper, number, section)
    (self.scope, self.kind, self.statement, self.judge) = (scope, kind, statement, judge)
  }

  /// The key of the paper that this project reproduces.
  public static let reproducedPaper = "wang2025systematic"

  /// `arXiv:2507.06457v2, section 4.2`; another paper goes by its key.
  public var place: String {
    let work = paper == Self.reproducedPaper ? "arXiv:2507.06457v2" : paper
    return "\(work), \(section.first?.isNumber == true ? "section " : "")\(section)"
  }
}

/// All claims, in the order of the paper's statements. Adding a claim is a file and a line here.
public enum ClaimRegistry {
  public static let all: [Claim] = [
    .standaloneRanks, .standaloneTopPick, .hgrn2OverTransformer, .hgrn2BeatsTransformer,
    .hgrn2OverStandalone, .tieAtLargeScale,
    .lmFlatAmongHybrids, .lmFlatFromPure, .lmFlatInEachFamily, .lmCluster, .lmFlatIndependent,
    .recallRises, .recallRisesInEachFamily, .recallOfPureModels, .recallOfHybrids,
    .mostReachTransformer, .deltaNetPeak, .gatedDeltaNetPeak,
    .gatedDeltaNetAdvantage, .hgrn2Advantage, .retNetNearZero,
    .hierarchyDoublesRecall,
    .recallSaturates, .forgettingIsNeeded,
    .recallNearlyDoubles, .lmShiftIsSmall,
    .gatingMatters, .hierarchyMatters, .forgettingMatters,
    .cacheFactor, .cacheRange, .cacheFactorOfCheckpoints,
    .recommendedRatios, .recommendedFamilies,
    .subtasksDepend, .wordsDoNot,
    .pureHGRNEndsFront, .transformerEndsFront, .hgrnInMiddle, .hgrn2InMiddle,
    .transformerHighest,
  ]
}

/// A verdict with its reasons.
public struct Judgement: Sendable, Equatable {
  public var verdict: Verdict
  /// Why, in one sentence with the numbers.
  public var sentence: String
  /// What was measured; none where nothing could be.
  public var effect: Effect?
  /// How many independent things the verdict rests on.
  public var n: Int?
  /// What `n` counts: `families`, `models`.
  public var unit: String
  /// The same claim under other choices: margins, leaving one family out.
  public var sensitivity: [Sensitivity]

  public init(
    _ verdict: Verdict, _ sentence: String, effect: Effect? = nil, n: Int? = nil,
    unit: String = "", sensitivity: [Sensitivity] = []
  ) {
    (self.verdict, self.sentence, self.effect) = (verdict, sentence, effect)
    (self.n, self.unit, self.sensitivity) = (n, unit, sensitivity)
  }

  /// The judgement on a claim whose numbers nobody printed.
  public static func untestable(_ reason: String) -> Judgement {
    Judgement(.untestable, reason)
  }
}

/// A measured size.
public struct Effect: Sendable, Equatable {
  /// What it is: `gain from pure to 3:1`.
  public var name: String
  public var value: Double
  /// Digits after the point that make sense.
  public var decimals: Int
  public var interval: ClaimInterval?

  public init(
    _ name: String, _ value: Double, decimals: Int = 3, interval: ClaimInterval? = nil
  ) {
    (self.name, self.value, self.decimals, self.interval) = (name, value, decimals, interval)
  }
}

/// An interval, with what it speaks of.
public struct ClaimInterval: Sendable, Equatable {
  public var low: Double
  public var high: Double
  /// `95 % t over families`, `rounding`...
  public var kind: String

  public init(_ low: Double, _ high: Double, kind: String) {
    (self.low, self.high, self.kind) = (low, high, kind)
  }

  /// A value with as much to both sides.
  init(_ value: Double, within half: Double, kind: String) {
    self.init(value - half, value + half, kind: kind)
  }
}

/// The verdict under another choice.
public struct Sensitivity: Sendable, Equatable {
  /// `margin 0.005`, `without GLA`
  public var change: String
  public var verdict: Verdict
  public var effect: Double?

  public init(_ change: String, _ verdict: Verdict, effect: Double? = nil) {
    (self.change, self.verdict, self.effect) = (change, verdict, effect)
  }
}
