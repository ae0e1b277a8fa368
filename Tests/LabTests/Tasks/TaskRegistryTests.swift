import Core
import Testing

@testable import Lab

@Suite struct TaskRegistryTests {
  @Test func namesAreUniqueAndUnknownOnesListThem() {
    let names = TaskRegistry.all.map { $0.name }
    #expect(Set(names).count == names.count)
    let fault = #expect(throws: Fault.self) { try TaskRegistry.make("mqr", length: 64) }
    #expect(fault?.expected == names.joined(separator: ", "))
  }

  /// Every default is an option that the task knows, and every option has the default it says.
  @Test(arguments: TaskRegistry.all.map { $0.name }.filter { $0 != "bytes" })
  func optionsAreCompleteAndOthersRefused(_ name: String) throws {
    let task = try TaskRegistry.make(name, length: 64)
    #expect(task.optionValues == type(of: task).defaults)
    let fault = #expect(throws: Fault.self) {
      try TaskRegistry.make(name, options: ["depht": 1], length: 64)
    }
    #expect(fault?.found == "depht")
    #expect(fault?.location == "task \(name)")
    for option in task.optionValues.keys.sorted() {
      #expect(throws: Fault.self) {
        try TaskRegistry.make(name, options: [option: ["no", "such"]], length: 64)
      }
    }
  }

  @Test(arguments: [0, -1, Int.max]) func lengthsOutOfRangeAreRefused(_ length: Int) {
    #expect(throws: Fault.self) { try TaskRegistry.make("hmm", length: length) }
  }

  /// Numbers with which ids or products would overflow end in a fault, not in a crash.
  @Test(arguments: TaskRegistry.all.map { $0.name }.filter { $0 != "bytes" })
  func hugeAndNegativeNumbersAreFaults(_ name: String) throws {
    let integers = try TaskRegistry.make(name, length: 64).optionValues.filter {
      if case .integer = $0.value { $0.key != "sourceSeed" } else { false }
    }
    for option in integers.keys.sorted() {
      for value in [Int.max, 1 << 33, 0, -1] {
        #expect(throws: Fault.self) {
          try TaskRegistry.make(name, options: [option: .integer(value)], length: 64)
        }
      }
    }
  }

  @Test func targetsStandUnderTheTokensThatAreScored() throws {
    let task = try TaskRegistry.make("recite", options: ["pairs": 1], length: 4)
    let example = Example(inputs: [0, 40, 31, 32], targets: [-1, -1, 63, -1])
    #expect(
      ExampleText.render(example, by: task)
        == "in  k0  v8  k31 v0\nout         v31\n")
    #expect(
      ExampleText.render(example, by: task, columns: 12)
        == "in  k0  v8\nin  k31 v0\nout v31\n")
  }

  @Test func factsAreThoseOfTheEvaluationSet() throws {
    let mixture = try Mixture([TaskConfig(task: "recite")], length: 64)
    let facts = try TaskFacts(mixture: mixture, part: 0, sequences: 16)
    #expect(
      facts.description
        == "T 64, vocabulary 64, scored 24 a sequence, guess rate 3.1\u{2009}%, floor 0.000 nats")
  }
}
