import Core
import Notebook
import Paper
import Plot
import Report

/// A recommendation under some rule and evidence, with the shares that the paper's recipe takes.
public struct PickStudy: HasSources {
  public let title: String
  public let recommendation: Recommendation
  /// The ratios and families that the paper recommends.
  private let band: ClosedRange<Double>
  private let families: [String]

  /// - Parameters:
  ///   - band: the recommended r of r:1
  ///   - families: the keys of the recommended families
  public init(
    _ title: String, _ evidence: EvidenceBase, _ rule: DecisionRule, band: ClosedRange<Double>,
    families: [String], draws: Int = Recommendation.defaultDraws
  ) throws {
    self.init(
      title, try Recommendation(evidence, rule: rule, draws: draws), band: band,
      families: families)
  }

  /// A recommendation that was made already.
  public init(
    _ title: String, _ recommendation: Recommendation, band: ClosedRange<Double>,
    families: [String]
  ) {
    (self.title, self.recommendation) = (title, recommendation)
    (self.band, self.families) = (band, families)
  }

  private func isInBand(_ candidate: Candidate) -> Bool {
    guard case .ratio(let r) = RatioLabel(candidate.ratio) else { return false }
    return band.contains(r)
  }

  /// The share of draws that pick a recommended ratio.
  public var inBand: Double { recommendation.share(where: isInBand) }
  /// The share that pick a recommended family.
  public var ofFamilies: Double {
    recommendation.share { families.contains($0.family.key) }
  }
  /// The share that pick a recommended family at a recommended ratio.
  public var asRecommended: Double {
    recommendation.share { isInBand($0) && families.contains($0.family.key) }
  }

  /// The places of all numbers that it rests on.
  public var sources: [String] { recommendation.candidates.reads }

  /// A row a study: title, pick, its share, the shares of ratio, family and both, and of no stack.
  /// - Parameter first: the header of the titles
  public static func table(
    _ studies: [PickStudy], id: String, title: String, first: String, caption: String
  ) throws -> Table {
    try Table(studies, id: id, title: title, caption: caption) {
      Column(first, .words) { $0.title }
      Column("picked", .name) { $0.recommendation.pick?.name ?? "none" }
      Column("its share", ".2") { one in
        one.recommendation.choice.pick.map { one.recommendation.shares[$0].share } ?? 0
      }
      Column("3:1 to 6:1", ".2") { $0.inBand }
      Column("family", ".2") { $0.ofFamilies }
      Column("both", ".2") { $0.asRecommended }
      Column("none", ".2") { $0.recommendation.none }
    }
  }

  /// Each candidate's share of picks: columns family, ratio, share.
  public func frame() throws -> Frame {
    let shares = recommendation.shares
    return try Frame([
      "family": .text(shares.map(\.candidate.family.display)),
      "ratio": .text(shares.map(\.candidate.ratio)), "share": .numbers(shares.map(\.share)),
    ])
  }

  /// The families that there are to choose from, in the order of tables.
  public var familyNames: [String] {
    var names: [String] = []
    for name in recommendation.candidates.all.map(\.family.display) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// A panel with each candidate's share as a shade.
  public func panel(_ title: String, axis: String = "linear : full") throws -> Panel {
    Panel(
      title, x: Axis(axis, CategoryAxis(Evidence.ratios)),
      y: Axis("", CategoryAxis(familyNames, startsAtEnd: true)),
      marks: [TileMark(try frame(), x: "ratio", y: "family", value: "share")])
  }
}
