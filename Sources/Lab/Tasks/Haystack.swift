import Core

/// Things to find among noise: the text of RULER's tasks (Hsieh et al., "RULER: What's the Real
/// Context Size of Your Long-Context Language Models?", 2024) in toy form.
struct Haystack {
  /// How many tokens it fills, from the first on.
  var length: Int
  /// Ids of the words that mean nothing.
  var noise: Range<Int32>
  /// How many tokens a unit has.
  var width: Int

  /// Writes units in their order and noise words between them; every arrangement is as likely, so
  /// that a single unit is at each depth with the same probability.
  /// - Parameter units: the tokens of all units, one unit after the other.
  func write(_ units: [Int32], to inputs: inout [Int32], from stream: inout RandomStream) {
    var written = 0
    var place = 0
    while place < length {
      let unitsLeft = (units.count - written) / width
      let slotsLeft = length - place - unitsLeft * (width - 1)
      if stream.index(below: slotsLeft) < unitsLeft {
        for offset in 0..<width { inputs[place + offset] = units[written + offset] }
        written += width
        place += width
      } else {
        inputs[place] = stream.token(in: noise)
        place += 1
      }
    }
  }
}

extension Example {
  /// Writes a question and its answers from `place` on, and moves `place` behind them. The first
  /// answer is the target of the question's last token, each further one that of the answer before
  /// it, as a model reads them that writes them itself. What lies behind T is left away.
  mutating func ask(_ question: [Int32], answers: [Int32], at place: inout Int) {
    for token in question + answers {
      if place < inputs.count { inputs[place] = token }
      place += 1
    }
    for (index, answer) in answers.enumerated() {
      targets[place - answers.count + index - 1] = answer
    }
  }
}
