import Core
import Testing

@testable import Lab

/// Common words and frequent words.
@Suite struct WordTaskTests {
  /// How often each id stands before the question.
  private func counts(_ example: Example, answers: Int) -> [Int32: Int] {
    example.inputs.dropLast(answers).reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The targets at the end of a sequence.
  private func answers(_ example: Example, _ count: Int) -> [Int32] {
    Array(example.targets.suffix(count))
  }

  @Test func commonWordsAreThoseThatComeMostOften() throws {
    for example in try sequences("common_words", length: 64, count: 200) {
      let counts = counts(example, answers: 3)
      #expect(counts.values.sorted() == [1] + Array(repeating: 2, count: 21) + [6, 6, 6])
      #expect(counts[1] == 1)
      #expect(answers(example, 3) == counts.filter { $0.value == 6 }.keys.sorted())
      #expect(example.inputs[61] == 0 && example.predictions == 3)
      #expect(Array(example.inputs[62...]) == Array(answers(example, 3).dropLast()))
    }
  }

  /// RULER's rule by hand: of 61 tokens, floor(61 r^-2 / zeta(2)).
  @Test func frequentWordsFollowZipfsLaw() throws {
    for example in try sequences("frequent_words", length: 64, count: 200) {
      let counts = counts(example, answers: 3)
      let words = counts.filter { $0.key != 1 }
      #expect(words.values.sorted(by: >) == [9, 4, 2, 1, 1])
      #expect(counts[1] == 61 - 17)
      #expect(answers(example, 3).map { counts[$0] } == [9, 4, 2])
      #expect(example.inputs[61] == 0 && example.predictions == 3)
    }
  }

  @Test func zetaHasItsKnownValues() {
    #expect(abs(FrequentWords.zeta(2) - 1.644_934_066_848_226_4) < 1e-12)
    #expect(abs(FrequentWords.zeta(1.5) - 2.612_375_348_685_488) < 1e-11)
    #expect(abs(FrequentWords.zeta(4) - 1.082_323_233_711_138) < 1e-14)
  }

  @Test func answersAreSpreadOverWordsAndPlaces() throws {
    var ids = [Int](repeating: 0, count: 32)
    var places = [Int](repeating: 0, count: 61)
    for example in try sequences("frequent_words", length: 64, count: 1000) {
      let first = answers(example, 3)[0]
      ids[Int(first) - 2] += 1
      for place in 0..<61 where example.inputs[place] == first { places[place] += 1 }
    }
    #expect(fits(ids, uniform(32)))
    #expect(fits(places, uniform(61)))
  }

  @Test func tiesAndShortTextsAreRefused() {
    func make(_ name: String, _ options: [String: JSONValue], _ length: Int = 64) throws {
      _ = try TaskRegistry.make(name, options: options, length: length)
    }
    #expect(throws: Fault.self) { try make("frequent_words", ["top": 4]) }
    #expect(throws: Fault.self) { try make("frequent_words", ["exponent": 1]) }
    #expect(throws: Fault.self) { try make("frequent_words", [:], 20) }
    #expect(throws: Fault.self) { try make("common_words", ["commonCount": 2]) }
    #expect(throws: Fault.self) { try make("common_words", ["words": 23]) }
    #expect(throws: Fault.self) { try make("common_words", [:], 22) }
    #expect(throws: Never.self) { try make("common_words", [:], 23) }
  }
}
