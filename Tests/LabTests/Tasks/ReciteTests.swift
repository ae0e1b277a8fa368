import Core
import Testing

@testable import Lab

@Suite struct ReciteTests {
  @Test func everyKeyAfterThePairsHasItsValueAsTargetAndNextToken() throws {
    for example in try sequences("recite", length: 64, count: 100) {
      let shown = (0..<8).map { (example.inputs[2 * $0], example.inputs[2 * $0 + 1]) }
      let dictionary = Dictionary(shown) { first, _ in first }
      #expect(dictionary.count == 8)
      #expect(example.predictions == 24)
      #expect(example.targets[..<16].allSatisfy { $0 == Batch.ignored })
      for place in stride(from: 16, to: 64, by: 2) {
        #expect(dictionary[example.inputs[place]] == example.targets[place])
        #expect(example.inputs[place + 1] == example.targets[place])
        #expect(example.targets[place + 1] == Batch.ignored)
      }
    }
  }

  @Test func keysAreAskedUniformly() throws {
    var counts = [Int](repeating: 0, count: 8)
    for example in try sequences("recite", length: 64, count: 400) {
      for place in stride(from: 16, to: 64, by: 2) {
        let pair = (0..<8).first { example.inputs[2 * $0] == example.inputs[place] }
        counts[try #require(pair)] += 1
      }
    }
    #expect(fits(counts, uniform(8)))
  }

  @Test func anOddLengthEndsWithAQuestion() throws {
    let example = try sequences("recite", ["pairs": 2], length: 5, count: 1)[0]
    #expect(example.targets[4] != Batch.ignored)
    #expect(throws: Fault.self) { try sequences("recite", ["pairs": 2], length: 4, count: 1) }
    #expect(throws: Fault.self) { try sequences("recite", ["keys": 7], length: 64, count: 1) }
  }
}
