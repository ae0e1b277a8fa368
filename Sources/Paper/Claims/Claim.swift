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
///         try Difference(
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
  /// Which of the paper's twelve statements it is a part of.
  public let number: Int
  /// Where the paper says it: a section of version 2.
  public let section: String
  public let scope: Scope
  public let kind: Kind
  /// What is claimed, as one sentence without a full stop.
  public let statement: String
  let judge: @Sendable (Evidence) throws -> Judgement

  public init(
    _ id: String, of number: Int, section: String, scope: Scope = .paper, kind: Kind,
    _ statement: String, judge: @escaping @Sendable (Evidence) throws -> Judgement
  ) {
    self.id = id
    self.number = number
    self.section = section
    self.scope = scope
    self.kind = kind
    self.statement = statement
    self.judge = judge
  }

  /// `arXiv:2507.06457v2, section 4.2`
  public var place: String {
    "\(Self.paper), \(section.first?.isNumber == true ? "section " : "")\(section)"
  }

  private static let paper = "arXiv:2507.06457v2"
}
