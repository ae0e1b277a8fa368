import Core

/// All tasks, in the order in which they are listed.
public enum TaskRegistry {
  public static let all: [any SequenceTask.Type] = [
    MultiQueryRecall.self,
    Recite.self,
    Needle<SingleNeedle>.self,
    Needle<ManyKeys>.self,
    Needle<ManyValues>.self,
    Needle<ManyQueries>.self,
    VariableTracking.self,
    CommonWords.self,
    FrequentWords.self,
    HiddenMarkov.self,
    ByteText.self,
  ]

  /// No length and no count of tokens may exceed this.
  static let largest = 1 << 20

  /// - Throws: `Fault` listing the names that there are.
  public static func type(named name: String) throws -> any SequenceTask.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw Fault.unknown("task", name, among: all.map { $0.name })
    }
    return type
  }

  /// A task with its options; a missing option takes its default.
  /// - Parameter length: T, the tokens of a sequence.
  /// - Throws: `Fault` naming the task and the option.
  public static func make(
    _ name: String, options: [String: JSONValue] = [:], length: Int
  ) throws -> any SequenceTask {
    try make(type(named: name), options: options, length: length)
  }

  static func make<Task: SequenceTask>(
    _ type: Task.Type, options: [String: JSONValue] = [:], length: Int
  ) throws -> Task {
    try demand(
      (1...largest).contains(length), "T is out of range", at: Task.place,
      expected: "1 to \(largest)", found: "\(length)")
    return try Task(Task.Options(json: .object(options), at: Task.place), length: length)
  }
}

/// What one should know of a task before training on it, measured on its evaluation set.
public struct TaskFacts: Sendable, Equatable {
  /// T.
  public let length: Int
  public let vocabularySize: Int
  /// Mean number of scored positions in a sequence.
  public let predictions: Double
  /// Share of answers that a blind guess gets right.
  public let guessRate: Double
  /// The least mean loss that any predictor can reach, nats; nil where unknown.
  public let floor: Double?

  /// - Parameter sequences: how many sequences of the evaluation set are looked at.
  /// - Throws: `Fault` where the task has too few sequences.
  public init(mixture: Mixture, part: Int, sequences: Int = 256) throws {
    let set = try mixture.evaluationBatches(task: part, sequences: sequences, batchSize: sequences)
    let task = mixture.parts[part].task
    length = mixture.length
    vocabularySize = task.vocabularySize
    predictions = set.reduce(0) { $0 + Double($1.predictions) } / Double(sequences)
    guessRate = 1 / Double(task.answerCount)
    floor = mixture.floor(of: set)
  }
}

extension TaskFacts: CustomStringConvertible {
  /// One line.
  public var description: String {
    let scored = NumberText.fixed(predictions, predictions == predictions.rounded() ? 0 : 1)
    let least = floor.map { "floor \(NumberText.fixed($0, 3)) nats" } ?? "floor unknown"
    return "T \(length), vocabulary \(vocabularySize), scored \(scored) a sequence, guess rate "
      + "\(NumberText.percent(guessRate, 1)), \(least)"
  }
}

/// Sequences as a person reads them: a line of tokens, and under each scored one its target.
public enum ExampleText {
  /// Lines of at most `columns` characters; a token with its target takes one column of the text.
  public static func render(_ example: Example, by task: any SequenceTask, columns: Int = 96)
    -> String
  {
    let cells = zip(example.inputs, example.targets).map { input, target in
      (task.text(of: input), target == Batch.ignored ? "" : task.text(of: target))
    }
    let width = (cells.map { max($0.0.count, $0.1.count) }.max() ?? 0) + 1
    let perLine = max(1, (columns - 4) / width)
    return stride(from: 0, to: cells.count, by: perLine).map { start in
      let line = cells[start..<min(start + perLine, cells.count)]
      let inputs = "in  " + row(line.map(\.0), width)
      return line.allSatisfy { $0.1.isEmpty }
        ? inputs : inputs + "out " + row(line.map(\.1), width)
    }.joined()
  }

  private static func row(_ cells: [String], _ width: Int) -> String {
    var text = cells.map { $0 + String(repeating: " ", count: width - $0.count) }.joined()
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }
}
