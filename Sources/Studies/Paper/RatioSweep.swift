import Core
import Notebook
import Plot
import Published

/// One source's measurements along the share of attention layers, set against their own best: the
/// only scale on which sources with different data, sizes and metrics can be compared.
public struct RatioSweep: Sendable {
  /// One measurement.
  public struct Point: Sendable, Equatable {
    /// Attention layers over all layers.
    public let fraction: Double
    public let value: Double
    /// Where it was read.
    public let source: String

    public init(fraction: Double, value: Double, source: String) {
      (self.fraction, self.value, self.source) = (fraction, value, source)
    }
  }

  /// From the least attention to the most.
  public let points: [Point]
  public let unit: MetricUnit
  private let best: Double
  private let higherIsBetter: Bool

  /// - Throws: `Fault` for fewer than two points.
  public init(_ points: [Point], unit: MetricUnit, higherIsBetter: Bool) throws {
    let values = points.map(\.value)
    guard values.count > 1, let low = values.min(), let high = values.max() else {
      throw Fault(
        "no sweep", at: points.first?.source ?? "", expected: "two or more points",
        found: "\(points.count)")
    }
    self.points = points.sorted { ($0.fraction, $0.value) < ($1.fraction, $1.value) }
    (self.unit, self.higherIsBetter) = (unit, higherIsBetter)
    best = higherIsBetter ? high : low
  }

  /// - Throws: `Fault` where the rows mix units, or one has no attention fraction.
  public init(_ rows: [Observation]) throws {
    guard let first = rows.first, Set(rows.map(\.unit)).count == 1 else {
      throw Fault(
        "no sweep", at: rows.first?.provenance ?? "", expected: "rows of one unit",
        found: rows.map(\.unit.rawValue).joined(separator: ", "))
    }
    let points = try zip(rows, rows.curvePoints()).map { row, point in
      Point(fraction: point.x, value: point.y, source: row.provenance)
    }
    try self.init(points, unit: first.unit, higherIsBetter: first.higherIsBetter)
  }

  /// Where they were read.
  public var provenance: [String] { points.map(\.source) }

  /// Whether distances are relative: parts of a perplexity. Otherwise they are in the printed unit.
  public var isRelative: Bool { [.perplexity, .nats, .logProbability].contains(unit) }

  /// How far a point is from the best, 0 or more. Losses and log-probabilities are turned into
  /// perplexities, exp(loss) over exp(best) − 1, so that all of them mean one thing.
  public func distance(_ point: Point) -> Double {
    let behind = abs(point.value - best)
    switch unit {
    case .perplexity: return behind / best
    case .nats, .logProbability: return DeterministicMath.exp(behind) - 1
    default: return behind
    }
  }

  /// The fractions no further from the best than `margin`, ascending.
  public func fractions(within margin: Double) -> [Double] {
    points.filter { distance($0) <= margin + 1e-12 }.map(\.fraction).distinct
  }

  /// The fractions with the best value: more than one where they tie.
  public var optima: [Double] { fractions(within: 0) }

  /// Whether a best fraction is the least or the most that was tried, so that the true best may
  /// lie beyond.
  public var isAtEdge: Bool {
    guard let first = points.first, let last = points.last else { return false }
    return optima.contains(first.fraction) || optima.contains(last.fraction)
  }

  /// For drawing: columns series, fraction, distance (`scale` times it), value, n (runs), source.
  public func frame(named name: String, scale: Double = 1) throws -> Frame {
    try Frame([
      "series": .text(points.map { _ in name }), "fraction": .numbers(points.map(\.fraction)),
      "distance": .numbers(points.map { scale * distance($0) }),
      "value": .numbers(points.map(\.value)), "n": .numbers(points.map { _ in 1 }),
      "source": .text(points.map(\.source)),
    ])
  }
}

extension Array where Element == Double {
  /// Without repetitions of a neighbour.
  fileprivate var distinct: [Double] {
    indices.filter { $0 == 0 || self[$0] != self[$0 - 1] }.map { self[$0] }
  }
}

/// A sweep of another work, with what readers have to know of it.
public struct CitedSweep: HasSources {
  /// The name of its series.
  public let key: String
  /// What readers call it: the work, and the scale or the variant where it has several.
  public let title: String
  /// What the source's labels count: `linear : full`.
  public let convention: String
  public let rows: [Observation]
  public let sweep: RatioSweep
  public var sources: [String] { sweep.provenance }

  /// - Throws: `Fault` where the rows are no sweep of one unit.
  public init(
    _ key: String, _ title: String, convention: String, _ rows: [Observation]
  ) throws {
    (self.key, self.title, self.convention, self.rows) = (key, title, convention, rows)
    sweep = try RatioSweep(rows)
  }

  /// Whether a row was read from a document that quotes the work rather than from the work.
  public var isSecondary: Bool { rows.contains { $0.locator.hasPrefix("secondary") } }
}
