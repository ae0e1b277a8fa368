import ArgumentParser
import Core
import Foundation
import Lab

struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "Show the tasks on which the small models can be trained.",
    subcommands: [TasksList.self, TasksShow.self])
}

struct TasksList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the tasks, with their options and defaults.")

  func run() {
    for type in TaskRegistry.all {
      let options = type.defaults.keys.sorted().map { name in
        let value = type.defaults[name] ?? .null
        return value == .null ? "\(name) (must be given)" : "\(name)=\(TaskOption.text(value))"
      }
      Terminal.print("\(type.name)\n  \(type.summary)\n  \(options.joined(separator: "  "))")
    }
  }
}

struct TasksShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print sequences of a task, with the tokens that a model has to predict.",
    discussion: """
      The token that has to be predicted stands below each scored token. The floor is the least mean loss \
      that any predictor can reach on the evaluation set of the task.
      """)

  @Argument(help: "The task's name, as in `interleave tasks list`.")
  var name: String

  @Option(help: "Tokens in a sequence.")
  var length = 64

  @Option(help: "Seed of the training sequences that are shown.")
  var seed: UInt64 = 1

  @Option(help: "How many sequences are shown.")
  var count = 2

  @Option(help: ArgumentHelp("An option of the task; repeat it for more.", valueName: "key=value"))
  var option: [String] = []

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count must be at least 1") }
    guard length > 0 else { throw ValidationError("--length must be at least 1") }
  }

  func run() throws {
    let config = TaskConfig(task: name, options: try TaskOption.parse(option))
    let mixture = try Mixture([config], length: length)
    let sample = try mixture.trainingBatch(step: 0, batchSize: count, seed: seed)
    let task = mixture.parts[0].task
    Terminal.print("\(name): \(type(of: task).summary)\n")
    for number in 0..<count {
      Terminal.print(ExampleText.render(sample.example(number), by: task))
    }
    Terminal.print(try TaskFacts(mixture: mixture, part: 0))
  }
}

/// `key=value` on the command line: the value is JSON where it reads as such, and text where not.
enum TaskOption {
  static func parse(_ arguments: [String]) throws -> [String: JSONValue] {
    var options: [String: JSONValue] = [:]
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw Fault(
          "an option needs a name and a value", at: "--option", expected: "key=value",
          found: argument)
      }
      let text = String(parts[1])
      let value = try? JSONValue(data: Data(text.utf8), at: "--option")
      guard options.updateValue(value ?? .string(text), forKey: String(parts[0])) == nil else {
        throw Fault("an option is given twice", at: "--option", found: argument)
      }
    }
    return options
  }

  static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { text.isEmpty ? "(any)" : text } else { "\(value)" }
  }
}
