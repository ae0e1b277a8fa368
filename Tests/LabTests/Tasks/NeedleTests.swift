import Core
import Testing

@testable import Lab

@Suite struct NeedleTests {
  /// Needles of a text: value words by key word, in order of appearance.
  private func needles(_ text: ArraySlice<String>) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for place in text.indices where text[place].hasPrefix("k") {
      found[text[place], default: []].append(text[place + 1])
    }
    return found
  }

  @Test(arguments: [
    ("niah_single", 1, 1, 1), ("niah_multikey", 4, 1, 1), ("niah_multivalue", 1, 4, 1),
    ("niah_multiquery", 4, 1, 4),
  ])
  func everyAnswerStandsWithItsKey(_ name: String, keys: Int, values: Int, queries: Int) throws {
    let task = try TaskRegistry.make(name, length: 48)
    for example in try sequences(name, length: 48, count: 200) {
      let (inputs, targets) = words(example, by: task)
      let start = try #require(inputs.firstIndex(of: "?"))
      #expect(start == 48 - queries * (1 + values))
      let found = needles(inputs[..<start])
      #expect(found.count == keys)
      #expect(found.values.allSatisfy { $0.count == values })
      #expect(Set(found.values.joined()).count == keys * values)
      #expect(example.predictions == queries * values)
      var place = start + 1
      var asked: Set<String> = []
      for _ in 0..<queries {
        asked.insert(inputs[place])
        #expect(Array(targets[place..<(place + values)]) == found[inputs[place]])
        place += values + 1
      }
      #expect(asked.count == queries)
    }
  }

  /// What is written after an answer is the answer itself.
  @Test func answersAreReadByTheNextQuestion() throws {
    let example = try sequences("niah_multivalue", length: 30, count: 1)[0]
    #expect(Array(example.inputs[27...]) == Array(example.targets[26..<29]))
  }

  @Test func depthIsUniform() throws {
    var depths = [Int](repeating: 0, count: 17)
    for example in try sequences("niah_single", length: 20, count: 4000) {
      depths[try #require(example.inputs.firstIndex { $0 > 16 })] += 1
    }
    #expect(fits(depths, uniform(17)))
  }

  /// Order of needles and the key that is asked do not tell on one another.
  @Test func theAskedNeedleIsAtEachPlaceAlike() throws {
    var places = [0, 0, 0, 0]
    for example in try sequences("niah_multikey", length: 20, count: 4000) {
      let keys = example.inputs[..<18].filter { (17..<49).contains($0) }
      places[try #require(keys.firstIndex(of: example.inputs[19]))] += 1
    }
    #expect(fits(places, uniform(4)))
  }

  @Test func optionsThatDoNotFitAreRefused() {
    for options: [String: JSONValue] in [
      ["queries": 2], ["keys": 33], ["values": 33], ["noiseWords": 0], ["needles": 1],
    ] {
      #expect(throws: Fault.self) {
        try sequences("niah_single", options, length: 64, count: 1)
      }
    }
    #expect(throws: Fault.self) { try sequences("niah_multikey", length: 9, count: 1) }
    #expect(throws: Never.self) { try sequences("niah_multikey", length: 10, count: 1) }
  }
}
