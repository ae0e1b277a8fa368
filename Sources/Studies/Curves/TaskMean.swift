import Notebook
import Plot
import Published
import Statistics

/// The mean over tasks of one family at one ratio, with the standard error over the tasks' items.
/// The tasks are independent samples of items; training seeds are not in this error.
public struct TaskMean: HasSources {
  public let family: Family
  public let ratio: String
  /// Attention layers over all layers.
  public let fraction: Double
  public let mean: Double
  /// Over items: the square root of the summed squares of the tasks' errors, over their number.
  public let standardError: Double
  public let rows: [Observation]
  public var sources: [String] { rows.provenance }

  /// - Parameter tasks: how many tasks the mean is over
  /// - Returns: `nil` where a task or its standard error is missing.
  public init?(_ family: Family, _ ratio: String, of all: [Observation], tasks: Int) {
    rows = all.filter { $0.model.family == family.key && $0.model.ratio?.description == ratio }
    let errors = rows.compactMap(\.standardError)
    guard rows.count == tasks, errors.count == tasks,
      let fraction = rows.first?.model.attentionFraction
    else { return nil }
    (self.family, self.ratio, self.fraction) = (family, ratio, fraction)
    mean = rows.mean
    standardError = errors.map { $0 * $0 }.reduce(0, +).squareRoot() / Double(tasks)
  }
}

extension Array where Element == TaskMean {
  /// The means for drawing, with a normal interval: columns family, ratio, fraction, accuracy, low,
  /// high, items, source.
  public func frame(level: Double) throws -> Frame {
    let z = Normal.twoSided(level)
    return try Frame([
      "family": .text(map(\.family.key)), "ratio": .text(map(\.ratio)),
      "fraction": .numbers(map(\.fraction)), "accuracy": .numbers(map(\.mean)),
      "low": .numbers(map { $0.mean - z * $0.standardError }),
      "high": .numbers(map { $0.mean + z * $0.standardError }),
      "items": .numbers(map { Double($0.rows.compactMap(\.n).reduce(0, +)) }),
      "source": .text(map { $0.rows.provenance.joined(separator: "; ") }),
    ])
  }
}
