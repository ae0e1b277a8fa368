import Core
import Notebook
import Plot
import Published
import Statistics

/// A difference of two accuracies with the interval that the number of items leaves it: what other
/// items of the same tasks might have given. Training again is not in it.
///
/// The two are taken as independent. Where both models answered the same items, which sources do
/// not print answer by answer, pairing them would narrow the interval.
public struct ItemDifference: Sendable, Equatable {
  /// The second accuracy less the first, as a fraction.
  public let estimate: Double
  /// The root of the summed squares of both standard errors.
  public let standardError: Double
  /// Confidence level.
  public let level: Double

  public init(estimate: Double, errors: [Double], level: Double) {
    self.estimate = estimate
    self.level = level
    standardError = errors.map { $0 * $0 }.reduce(0, +).squareRoot()
  }

  /// How much `second` is above `first`, two accuracies of single tasks.
  /// - Throws: `Fault` where one does not say its number of items.
  public init(_ first: Observation, _ second: Observation, level: Double) throws {
    let errors = try [first, second].map { row in
      guard let n = row.n else {
        throw Fault("the number of items is not known", at: row.provenance)
      }
      return Self.standardError(of: row.value, items: n)
    }
    self.init(estimate: second.value - first.value, errors: errors, level: level)
  }

  /// √(p(1 − p)/n): of the share of n items that were answered rightly.
  public static func standardError(of proportion: Double, items: Int) -> Double {
    (proportion * (1 - proportion) / Double(items)).squareRoot()
  }

  /// Half the width of the normal interval.
  public var half: Double { Normal.twoSided(level) * standardError }
  public var low: Double { estimate - half }
  public var high: Double { estimate + half }
  /// Whether the interval excludes zero.
  public var isBeyondNoise: Bool { low > 0 || high < 0 }
}

/// A model's printed average over tasks, with the standard error that the tasks' items leave it.
public struct ItemMean: HasSources {
  /// The average as printed.
  public let average: Observation
  /// The tasks that it is over, as printed.
  public let tasks: [Observation]
  /// √(Σ p(1 − p)/n) over the number of tasks: tasks are independent samples of items.
  public let standardError: Double

  public var model: Model { average.model }
  /// Where all of it was read.
  public var sources: [String] { ([average] + tasks).provenance }

  /// - Parameter known: what is known of tasks; gives each its number of items
  /// - Throws: `Fault` where there are no tasks, or the items of one are not known.
  public init(average: Observation, tasks: [Observation], known: [TaskInfo]) throws {
    guard !tasks.isEmpty else {
      throw Fault("the average has no tasks", at: average.provenance)
    }
    (self.average, self.tasks) = (average, tasks)
    let squares = try tasks.map { row in
      guard let items = known.first(where: { $0.key == row.task })?.items else {
        throw Fault(
          "the number of items is not known", at: row.provenance, found: row.task,
          hint: "give it in data/tasks.csv")
      }
      let error = ItemDifference.standardError(of: row.value, items: items)
      return error * error
    }
    standardError = squares.reduce(0, +).squareRoot() / Double(tasks.count)
  }

  /// How much this average is above another.
  public func lead(over other: ItemMean, level: Double) -> ItemDifference {
    ItemDifference(
      estimate: average.value - other.average.value,
      errors: [standardError, other.standardError], level: level)
  }
}

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
