/// A claim with the paper's verdict and the one that a user's numbers give.
public struct SecondOpinion: Sendable {
  public let paper: ClaimResult
  public let own: ClaimResult

  /// The claims that small models can speak to, each with the verdict that they give.
  public static func atToyScale(_ toy: EvidenceBase, paper base: EvidenceBase) -> [SecondOpinion] {
    ToyScale.claims.map { SecondOpinion(paper: $0.result(base), own: $0.result(toy)) }
  }

  /// All claims about measured numbers of the paper, in their order. Claims that no measurement
  /// decides, such as those on sizes of caches, are left out: other numbers leave them as they are.
  public static func all(_ standIn: StandIn, paper base: EvidenceBase) -> [SecondOpinion] {
    let paths = StandIn.tables.map(\.path)
    let own = Set(standIn.base.observations.filter { $0.origin != nil }.map(\.provenance))
    return ClaimRegistry.all.filter { $0.scope == .paper }.compactMap { claim in
      let opinion = SecondOpinion(paper: claim.result(base), own: claim.result(standIn.base))
      let readsTables = opinion.paper.reads.contains { place in
        paths.contains { place.hasPrefix("\($0):") }
      }
      return readsTables || opinion.own.reads.contains(where: own.contains) ? opinion : nil
    }
  }

  /// Whether both have a verdict and it is not the same.
  public var differs: Bool {
    paper.verdict != own.verdict && own.verdict != .untestable && paper.verdict != .untestable
  }
}
