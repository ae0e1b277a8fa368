import Core
import Foundation

/// One task of a mixture, with its share of the training sequences.
public struct TaskConfig: Sendable, Hashable, Codable {
  /// The name in `TaskRegistry`: `mqar`.
  public var task: String
  /// What scores are filed under; the task's name unless the mixture has it twice.
  public var label: String
  /// Share of the training sequences, relative to the other weights.
  public var weight: Double
  /// The task's own options.
  public var options: [String: JSONValue]

  public init(
    task: String, label: String? = nil, weight: Double = 1, options: [String: JSONValue] = [:]
  ) {
    (self.task, self.label, self.weight, self.options) = (task, label ?? task, weight, options)
  }

  /// Reads `{"task": "mqar", "label": "long", "weight": 2, "options": {...}}`; only `task` is required.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    guard case .object(let options) = fields.value("options") ?? [:] else {
      throw fields.wrong("options", "an object", fields.value("options") ?? .null)
    }
    self.init(
      task: try fields.requiredString("task"), label: try fields.string("label"),
      weight: try fields.number("weight") ?? 1, options: options)
    try fields.refuseUnread(expected: "task, label, weight, options")
  }
}

/// Tasks and their options as a command line says them.
public enum TaskChoice {
  /// A mixture from its parts.
  /// - Parameters:
  ///   - tasks: `[label:]name[=weight]` each: `mqar`, `hmm=2`, `long:mqar=0.5`.
  ///   - options: `name=value`, or `label.name=value` where there are several tasks. A value is JSON
  ///     where it reads as JSON, and a string otherwise.
  /// - Throws: `Fault` quoting the part that cannot be read.
  public static func tasks(_ tasks: [String], options: [String]) throws -> [TaskConfig] {
    var mixture = try tasks.map(task)
    let labels = mixture.map(\.label)
    let twice = labels.firstRepeated
    try demand(
      twice == nil, "two tasks have one label", at: "task", found: twice,
      hint: twice.map { "give labels: --task short:\($0) --task long:\($0)" })
    for text in options {
      let (index, name, value) = try option(text, labels)
      mixture[index].options[name] = value
    }
    return mixture
  }

  private static func task(_ text: String) throws -> TaskConfig {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    let weight = parts.count == 2 ? Double(parts[1]) : 1
    guard let weight, weight >= 0, weight.isFinite, names.count <= 2,
      let name = names.last, names.allSatisfy({ !$0.isEmpty })
    else {
      throw Fault(
        "this is not a valid task", at: "task", expected: "[label:]name[=weight], such as hmm=2",
        found: text)
    }
    return TaskConfig(task: String(name), label: names.first.map(String.init), weight: weight)
  }

  private static func option(_ text: String, _ labels: [String]) throws
    -> (Int, String, JSONValue)
  {
    let (path, value) = try named(text, at: "task option")
    if let index = labels.firstIndex(where: { path.hasPrefix($0 + ".") }) {
      return (index, String(path.dropFirst(labels[index].count + 1)), value)
    }
    try demand(
      labels.count == 1, "ambiguous option: it does not say which task it is for",
      at: "task option",
      expected: labels.map { "\($0).\(path)" }.joined(separator: " or "), found: path)
    return (0, path, value)
  }

  /// Reads `name=value`; the value is JSON where it reads as JSON, and a string otherwise.
  /// - Throws: `Fault` at `place`.
  public static func named(_ text: String, at place: String) throws -> (String, JSONValue) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    try demand(
      parts.count == 2 && !parts[0].isEmpty, "this is not a valid option", at: place,
      expected: "name=value", found: text)
    let value = String(parts[1])
    let json = try? JSONValue(data: Data(value.utf8), at: place)
    return (String(parts[0]), json ?? .string(value))
  }
}
