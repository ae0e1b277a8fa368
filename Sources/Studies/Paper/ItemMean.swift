import Core
import Notebook
import Published

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
