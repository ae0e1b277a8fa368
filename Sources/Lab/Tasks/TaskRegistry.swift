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
      throw Fault(
        "there is no such task", expected: all.map { $0.name }.joined(separator: ", "), found: name)
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
    let place = "task \(Task.name)"
    try demand(
      (1...largest).contains(length), "T is out of range", at: place, expected: "1 to \(largest)",
      found: "\(length)")
    let all = Task.defaults.merging(options) { $1 }
    var fields = try JSONFields(.object(all), at: place)
    let task = try Task(options: &fields, length: length)
    try fields.refuseUnread(expected: Task.defaults.keys.sorted().joined(separator: ", "))
    return task
  }
}
