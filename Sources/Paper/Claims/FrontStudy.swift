import Core
import Published
import Statistics

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
  public let front: Front

  /// - Throws: `Unprinted` where fewer than two models are printed.
  public init(
    _ evidence: Evidence, _ models: Models, length: Int, shape: ModelShape = .paper1B3,
    convention: RatioConvention = .oneInR
  ) throws {
    let path = (models == .byRatio ? PaperTable.six : .three).path
    let rows = evidence.values {
      $0.path == path && $0.task == "lm_average" && $0.model.family != "FamilyMean"
    }
    let costs = try StackCosts(evidence, shape: shape)
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
    front = try Front(entries)
  }

  /// The models that no other beats in both.
  public struct Front: Sendable {
    public let points: [ParetoPoint]
    private let pareto: ParetoFront

    init(_ entries: [Entry]) throws {
      points = entries.map { ParetoPoint(name: $0.name, cost: $0.flops, value: $0.row.value) }
      pareto = try ParetoFront(points)
    }

    public var front: [ParetoPoint] { pareto.front }
    public func position(of name: String) -> ParetoFront.Position? { pareto.position(of: name) }
    public func margin(of name: String) -> Double? { pareto.margin(of: name) }
    public func contains(_ name: String) -> Bool { pareto.contains(name) }
  }
}
