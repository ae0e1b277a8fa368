import Core
import Testing

@testable import Lab

/// Sequences of a task with the given options, each from a stream of its own.
func sequences(
  _ name: String, _ options: [String: JSONValue] = [:], length: Int, count: Int, seed: UInt64 = 1
) throws -> [Example] {
  let task = try TaskRegistry.make(name, options: options, length: length)
  return (0..<count).map { number in
    var stream = RandomStream(seed: seed, named: "test \(number)")
    return task.draw(&stream)
  }
}

/// A sequence as words, and its targets as words with "" where nothing is scored.
func words(_ example: Example, by task: any SequenceTask) -> (inputs: [String], targets: [String]) {
  (
    example.inputs.map(task.text(of:)),
    example.targets.map { $0 == Batch.ignored ? "" : task.text(of: $0) }
  )
}

/// Whether counts can come from probabilities: Pearson's statistic is at most five standard
/// deviations above its mean, which chance exceeds less than once in ten thousand.
func fits(_ counts: [Int], _ probabilities: [Double]) -> Bool {
  let total = Double(counts.reduce(0, +))
  let statistic = zip(counts, probabilities).reduce(0) { sum, pair in
    let expected = total * pair.1
    return sum + (Double(pair.0) - expected) * (Double(pair.0) - expected) / expected
  }
  let freedom = Double(counts.count - 1)
  return statistic < freedom + 5 * (2 * freedom).squareRoot()
}

func uniform(_ count: Int) -> [Double] {
  Array(repeating: 1 / Double(count), count: count)
}
