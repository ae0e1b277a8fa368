import Notebook
import Published
import Statistics

/// A printed value beside an independent measurement of the same task, family, ratio and scale.
public struct MatchedCell: HasSources {
  /// The task's name for readers.
  public let title: String
  public let printed: Observation
  public let independent: Observation
  public var sources: [String] { [printed.provenance, independent.provenance] }
  /// Wilson interval of the independent proportion, over the task's items.
  public let interval: ProportionInterval

  /// - Returns: `nil` where the independent measurement does not say its number of items.
  /// - Throws: `Fault` where its value is no proportion.
  public init?(title: String, printed: Observation, independent: Observation, level: Double) throws
  {
    guard let n = independent.n else { return nil }
    (self.title, self.printed, self.independent) = (title, printed, independent)
    interval = try ProportionInterval(proportion: independent.value, trials: n, level: level)
  }

  /// Whether all that the printed value may stand for, within its rounding, is outside of the
  /// interval.
  public var isOutside: Bool {
    printed.value + printed.resolution / 2 < interval.low
      || printed.value - printed.resolution / 2 > interval.high
  }
}
