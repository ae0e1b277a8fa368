import Core
import Testing

@testable import Lab

@Suite struct VariableTrackingTests {
  /// What each variable holds, following assignments in order of the text, and the order itself.
  private func run(_ text: ArraySlice<String>) -> (values: [String: String], order: [String]) {
    var values: [String: String] = [:]
    var order: [String] = []
    for place in text.indices where text[place] == "=" {
      let source = text[place + 1]
      values[text[place - 1]] = source.hasPrefix("v") ? source : values[source]
      order.append(text[place - 1])
    }
    return (values, order)
  }

  @Test func answersAreTheVariablesThatHoldTheValue() throws {
    let task = try TaskRegistry.make("variable_tracking", length: 64)
    var firstPlaces = [0, 0]
    for example in try sequences("variable_tracking", length: 64, count: 400) {
      let (inputs, targets) = words(example, by: task)
      let start = try #require(inputs.firstIndex(of: "?"))
      let (values, order) = run(inputs[..<start])
      #expect(order.count == 8 && values.count == 8)
      let value = inputs[start + 1]
      let answers = order.filter { values[$0] == value }
      #expect(answers.count == 4)
      #expect(Array(targets[(start + 1)...]) == answers)
      #expect(Array(inputs[(start + 2)...]) == Array(answers.dropLast()))
      #expect(example.predictions == 4)
      firstPlaces[values[order[0]] == value ? 0 : 1] += 1
    }
    #expect(fits(firstPlaces, uniform(2)))
  }

  @Test func theValueOfTheLastVariableNeedsAllHops() throws {
    let options: [String: JSONValue] = ["ask": "value", "chains": 3, "hops": 2]
    let task = try TaskRegistry.make("variable_tracking", options: options, length: 40)
    for example in try sequences("variable_tracking", options, length: 40, count: 200) {
      let (inputs, targets) = words(example, by: task)
      #expect(inputs[38] == "?" && example.predictions == 1)
      let (values, order) = run(inputs[..<38])
      #expect(values[inputs[39]] == targets[39])
      #expect(order.last { values[$0] == targets[39] } == inputs[39])
    }
  }

  @Test func optionsThatDoNotFitAreRefused() {
    #expect(throws: Fault.self) {
      try sequences("variable_tracking", ["ask": "chain"], length: 64, count: 1)
    }
    #expect(throws: Fault.self) {
      try sequences("variable_tracking", ["chains": 9], length: 200, count: 1)
    }
    #expect(throws: Fault.self) { try sequences("variable_tracking", length: 28, count: 1) }
    #expect(throws: Never.self) { try sequences("variable_tracking", length: 29, count: 1) }
  }
}
