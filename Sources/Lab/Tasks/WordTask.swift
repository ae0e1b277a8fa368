import Core

/// A task over a small vocabulary whose sequences decide every answer, so that the least loss is 0.
protocol WordTask: SequenceTask {
  var tokens: TokenKinds { get }
}

extension WordTask {
  var vocabularySize: Int { tokens.count }
  func text(of token: Int32) -> String { tokens.text(of: token) }
  func bayesLoss(of example: Example) -> Double? { 0 }
}

/// A vocabulary of consecutive ranges of ids, each of one kind: `?`, then words `n0 n1 ...`, then keys.
struct TokenKinds: Sendable {
  private let kinds: [(prefix: String, range: Range<Int32>)]

  /// - Parameter kinds: what the names of a kind begin with, and how many tokens it has, in order of id.
  init(_ kinds: (prefix: String, count: Int)...) {
    var start: Int32 = 0
    self.kinds = kinds.map { kind in
      defer { start += Int32(kind.count) }
      return (kind.prefix, start..<(start + Int32(kind.count)))
    }
  }

  var count: Int { kinds.last.map { Int($0.range.upperBound) } ?? 0 }

  /// The ids of the n-th kind.
  subscript(_ index: Int) -> Range<Int32> { kinds[index].range }

  /// The prefix, with a number where the kind has several tokens.
  func text(of token: Int32) -> String {
    guard let kind = kinds.first(where: { $0.range.contains(token) }) else { return "#\(token)" }
    return kind.range.count == 1 ? kind.prefix : "\(kind.prefix)\(token - kind.range.lowerBound)"
  }
}

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

  /// A text of words in random order, each as often as its count says and `.`, id 1, in the other
  /// places; then `?`, id 0, asks for the answers.
  init(
    counting words: [Int32], times counts: [Int], answers: [Int32], length: Int,
    from stream: inout RandomStream
  ) {
    self.init(repeating: 1, length: length)
    var place = 0
    for (word, count) in zip(words, counts) {
      for _ in 0..<count {
        inputs[place] = word
        place += 1
      }
    }
    place = length - answers.count
    stream.shuffle(&inputs, in: 0..<place)
    ask([0], answers: answers, at: &place)
  }
}
