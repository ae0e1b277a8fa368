import Core
import Foundation
import Testing

@testable import Lab

/// A configuration of every kind of field, and a property that is not a field.
private struct Example: Configuration {
  @Field("A count.", .within(1...9)) var count = 3
  @Field("A rate.", .positive, placeholder: "rate") var rate = 0.5
  @Field("A name.", .oneOf(["a", "b"])) var name = "a"
  @Field("A switch.") var isOn = false
  @Field("A size.", default: "that of the rest") var size: Int? = nil
  var other = 1
}

@Suite("A field is declared once") struct FieldTests {
  @Test func itsDeclarationGivesNameHelpAndDefault() {
    #expect(Example.options.map(\.name) == ["count", "rate", "name", "isOn", "size"])
    #expect(
      Example.options.map(\.help) == [
        "A count. (default: 3)", "A rate. (default: 0.5)", "A name. (default: a)", "A switch.",
        "A size. (default: that of the rest)",
      ])
    #expect(Example.options.map(\.placeholder) == ["n", "rate", "n", "n", "n"])
  }

  @Test func anySubsetIsReadAndTheRestStays() throws {
    var example = Example()
    (example.count, example.other) = (5, 7)
    try example.read(["rate": 2, "isOn": true, "size": 4], at: "test")
    #expect((example.count, example.rate, example.name) == (5, 2, "a"))
    #expect((example.isOn, example.size, example.other) == (true, 4, 7))
    #expect(
      example.values == ["count": 5, "rate": 2, "name": "a", "isOn": true, "size": 4])
    let data = try JSONEncoder().encode(example)
    #expect(try JSONDecoder().decode(Example.self, from: data) == example)
  }

  @Test(
    arguments: [
      (["count": 0], "count"), (["count": 10], "count"), (["count": 1.5], "count"),
      (["count": "3"], "count"), (["rate": 0], "rate"), (["rate": .number(.infinity)], "rate"),
      (["rate": .number(.nan)], "rate"), (["name": "c"], "name"), (["isOn": 1], "isOn"),
      (["size": "4"], "size"), (["cuont": 3], "unknown field"),
    ] as [([String: JSONValue], String)])
  func whatItCannotHaveIsRefused(_ json: [String: JSONValue], _ named: String) throws {
    let fault = try #require(
      #expect(throws: Fault.self) { try Example(json: .object(json), at: "test") })
    #expect(fault.what.hasPrefix(named) && fault.location == "test")
  }

  /// A decoded value has lost its declaration; what it may hold is known all the same.
  @Test func aDecodedConfigurationIsChecked() throws {
    let text = #"{"count": 99, "rate": 1, "name": "a", "isOn": false, "size": null, "other": 1}"#
    let example = try JSONDecoder().decode(Example.self, from: Data(text.utf8))
    #expect(throws: Fault.self) { try example.check(at: "test") }
  }

  @Test func numbersThatAreNotFiniteAreNamed() {
    for number in [Double.nan, .infinity, -.infinity] {
      var training = TrainingConfig()
      training.gradientClip = number
      #expect {
        try training.check(at: "x")
      } throws: { "\($0)".contains("gradientClip is out of range") }
    }
  }
}
