import Core
import Published
import Statistics

// Statement 12, appendix A: which stacks make the front of language modelling against FLOPs. The
// paper's figure is of the 1.3B models; it prints their averages at the best ratio only (Table 3),
// and over ratios for both scales together (Table 6).

extension Claim {
  static let pureHGRNEndsFront = Claim(
    "pure-hgrn-ends-front", of: 12, section: "appendix A", kind: .front,
    "Pure HGRN is the cheap end of the front of language modelling against FLOPs"
  ) { evidence in
    try onFront("HGRN pure", of: .byRatio, evidence, "the cheapest stack is on any front") {
      $0 == .cheapestEnd
    }
  }

  static let transformerEndsFront = Claim(
    "transformer-ends-front", of: 12, section: "appendix A", kind: .front,
    "The full Transformer is the dear end of the front of language modelling against FLOPs"
  ) { evidence in
    try onFront("Transformer full", of: .bestRatios, evidence, "one ratio a family is printed") {
      $0 == .dearestEnd
    }
  }

  static let hgrnInMiddle = Claim(
    "hgrn-24-1-in-middle", of: 12, section: "appendix A", kind: .front,
    "HGRN 24:1 lies in the middle of the front"
  ) { evidence in try inMiddle("HGRN 24:1", evidence) }

  static let hgrn2InMiddle = Claim(
    "hgrn2-6-1-in-middle", of: 12, section: "appendix A", kind: .front,
    "HGRN-2 6:1 lies in the middle of the front"
  ) { evidence in try inMiddle("HGRN-2 6:1", evidence) }

  /// Table 6 prints no Transformer, which costs more than any of its stacks: its dear end is in the
  /// middle of a front that the Transformer ends.
  private static func inMiddle(_ name: String, _ evidence: Evidence) throws -> Judgement {
    try onFront(name, of: .byRatio, evidence, "the dearer Transformer is not in that table") {
      $0 == .middle || $0 == .dearestEnd
    }
  }

  static let transformerHighest = Claim(
    "transformer-highest-lm", of: 12, section: "appendix A", kind: .front,
    "The Transformer has the highest language modelling of the 1.3B models"
  ) { evidence in
    let own = try evidence.bestLM("Transformer", in: .three)
    let others = try evidence.families(.studied).compactMap {
      try evidence.ifPrinted("lm_average", in: PaperTable.three.path, family: $0.key)
    }
    guard let best = others.max(by: { $0.value < $1.value }) else {
      throw Unprinted("Table 3 prints no hybrid")
    }
    let difference = NumberDifference("Transformer less the best hybrid", own, less: best)
    let above = others.count { $0.value > own.value + own.resolution + 1e-9 }
    return Judgement(
      difference.value > difference.tolerance + 1e-9
        ? .supported
        : difference.value < -difference.tolerance - 1e-9 ? .contradicted : .inconclusive,
      "The Transformer has \(own.valueText), \(above) of \(others.count) families have more at "
        + "their best ratio, up to \(best.valueText).",
      effect: Effect(
        difference.name, difference.value,
        interval: ClaimInterval(
          difference.value, within: difference.tolerance, kind: difference.kind)),
      n: others.count + 1, unit: "models")
  }

  private static func onFront(
    _ name: String, of set: FrontStudy.Models, _ evidence: Evidence, _ remark: String,
    holds: (ParetoFront.Position?) -> Bool
  ) throws -> Judgement {
    let lengths = [4096, 32768]
    let studies = try lengths.map { try FrontStudy(evidence, set, length: $0) }
    let verdicts = try studies.map { study -> Verdict in
      guard study.entries.contains(where: { $0.name == name }) else {
        throw Unprinted("\(set.source) has no \(name)")
      }
      return holds(study.front.position(of: name)) ? .supported : .contradicted
    }
    let onFront = studies[0].front.front.map(\.name).joined(separator: ", ")
    let room = studies[0].front.margin(of: name).flatMap { $0.isFinite ? $0 : nil }
    return Judgement(
      verdicts[0] == verdicts[1] ? verdicts[0] : .inconclusive,
      "By \(set.source) the front at L = \(lengths[0]) is \(onFront); \(remark).",
      effect: room.map { Effect("accuracy above the best stack that costs no more", $0) },
      n: studies[0].entries.count, unit: "models",
      sensitivity: zip(lengths, verdicts).map { Sensitivity("L = \($0)", $1) })
  }
}

/// Language modelling against the FLOPs of the token mixers: the paper's performance-efficiency
/// figure, from the numbers that it prints.
public struct FrontStudy: Sendable {
  /// Which models there are numbers of.
  public enum Models: Sendable {
    /// All ratios, as Table 6 prints them: the mean over both scales, without a Transformer.
    case byRatio
    /// The best ratio of each family and the Transformer at 1.3B: Table 3.
    case bestRatios

    public var source: String { self == .byRatio ? "Table 6" : "Table 3" }
  }

  /// A model with its place in the figure.
  public struct Entry: Sendable {
    public let family: Family
    public let row: Observation
    /// Forward FLOPs of the 1.3B model's token mixers, a token.
    public let flops: Double
    public let name: String
  }

  public let entries: [Entry]
  /// The models that no other beats in both.
  public let front: ParetoFront

  /// - Throws: `Unprinted` where fewer than two models are printed.
  public init(
    _ evidence: Evidence, _ models: Models, length: Int, shape: ModelShape = .paper1B3,
    convention: RatioConvention = .oneInR
  ) throws {
    let path = (models == .byRatio ? PaperTable.six : .three).path
    let rows = evidence.values {
      $0.path == path && $0.task == "lm_average" && $0.model.family != "FamilyMean"
    }
    let costs = StackCosts(evidence, shape: shape)
    entries = try rows.map { row in
      guard let fraction = row.model.ratio.flatMap(convention.attentionFraction) else {
        throw Unprinted("\(row.provenance) has no ratio")
      }
      let family = try evidence.family(row.model.family)
      return Entry(
        family: family, row: row,
        flops: try costs.flopsPerToken(
          family: family.key, attentionFraction: fraction, length: length),
        name: "\(family.display) \(row.model.ratioLabel)")
    }
    guard entries.count > 1 else {
      throw Unprinted("\(models.source) prints fewer than two models")
    }
    front = try ParetoFront(
      entries.map { ParetoPoint(name: $0.name, cost: $0.flops, value: $0.row.value) })
  }
}
