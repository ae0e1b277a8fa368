import Core
import Testing

@testable import Lab

@Suite struct MultiQueryRecallTests {
  private let plain: [String: JSONValue] = ["vocabulary": 40, "pairs": 4, "randomFill": false]

  @Test func everyKeyIsAskedOnceAndItsValueIsTheTarget() throws {
    for example in try sequences("mqar", plain, length: 32, count: 200) {
      let keys = (0..<4).map { example.inputs[2 * $0] }
      let values = (0..<4).map { example.inputs[2 * $0 + 1] }
      #expect(Set(keys).count == 4 && keys.allSatisfy { (1..<20).contains($0) })
      #expect(Set(values).count == 4 && values.allSatisfy { (20..<40).contains($0) })
      #expect(example.predictions == 4)
      for (key, value) in zip(keys, values) {
        let asked = example.inputs.indices.filter { $0 >= 8 && example.inputs[$0] == key }
        #expect(asked.count == 1)
        #expect(example.targets[asked[0]] == value)
        #expect(asked[0] % 2 == 0)
      }
      #expect(example.inputs[8...].count { $0 != 0 } == 4)
    }
  }

  /// The first key's slot has the power law itself, the second key's what the first leaves.
  @Test func slotsFollowThePowerLawWithoutReplacement() throws {
    let options = plain.merging(["power": 0.4]) { $1 }
    let weights = (1...12).map { DeterministicMath.pow(Double($0), 0.4 - 1) }
    let law = weights.map { $0 / weights.reduce(0, +) }
    let second = law.indices.map { j in
      law.indices.filter { $0 != j }.reduce(0) { $0 + law[$1] * law[j] / (1 - law[$1]) }
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 12), count: 2)
    for example in try sequences("mqar", options, length: 32, count: 6000) {
      for pair in 0..<2 {
        let place = (8..<32).first { example.inputs[$0] == example.inputs[2 * pair] }
        counts[pair][((place ?? 0) - 8) / 2] += 1
      }
    }
    #expect(fits(counts[0], law))
    #expect(fits(counts[1], second))
    #expect(!fits(counts[0], uniform(12)))
  }

  @Test func fillIsRandomOverTheWholeVocabularyAndLeavesTheQuestions() throws {
    let random = plain.merging(["randomFill": true]) { $1 }
    let filled = try sequences("mqar", random, length: 32, count: 400)
    var counts = [Int](repeating: 0, count: 40)
    for example in filled {
      #expect(example.predictions == 4)
      for place in 8..<32 {
        let token = example.inputs[place]
        if example.targets[place] == Batch.ignored {
          counts[Int(token)] += 1
        } else {
          let pair = (0..<4).first { example.inputs[2 * $0] == token }
          #expect(pair.map { example.inputs[2 * $0 + 1] } == example.targets[place])
        }
      }
    }
    #expect(fits(counts, uniform(40)))
  }

  @Test func optionsThatDoNotFitAreRefused() throws {
    func make(_ options: [String: JSONValue], _ length: Int = 64) throws {
      _ = try TaskRegistry.make("mqar", options: options, length: length)
    }
    try make(["pairs": 16])
    #expect(throws: Fault.self) { try make(["pairs": 17]) }
    #expect(throws: Fault.self) { try make([:], 63) }
    try make(["vocabulary": 18])
    #expect(throws: Fault.self) { try make(["vocabulary": 17]) }
    #expect(throws: Fault.self) { try make(["power": 0]) }
  }
}
