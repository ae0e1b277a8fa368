import Core

/// The most frequent words of a text with Zipf's law (RULER's frequent words extraction, Hsieh et
/// al. 2024), over a small vocabulary.
///
/// In a text of N tokens the word of rank r stands floor(N r^-a / zeta(a)) times, in random order. The
/// first rank is noise, `.`, which also takes what rounding leaves; which words have the other ranks
/// is drawn anew for each sequence. Then `?` asks for ranks 2, 3, ..., most frequent first. Options
/// with which two of those ranks, or the one after them, would tie are refused.
///
/// Ids: `?` is 0, `.` is 1, then words.
struct FrequentWords: WordTask {
  struct Options: Configuration {
    @Field("The exponent a of Zipf's law.", .zipf) var exponent = 2.0
    @Field("Words that are asked.", .count) var top = 3
    @Field("Different words.", .count) var words = 32
  }

  static let name = "frequent_words"
  static let summary = "Name the most frequent words after the noise, most frequent first."

  let options: Options
  let tokens: TokenKinds
  private let length: Int
  /// How often the words of ranks 2, 3, ... stand in the text; none is 0.
  let counts: [Int]

  init(_ options: Options, length: Int) throws {
    let (top, words) = (options.top, options.words)
    try Self.require("words", words, atLeast: top)
    try Self.require("T", length, atLeast: top + 1)
    counts = Self.counts(text: length - top, words: words, exponent: options.exponent)
    let asked = counts.prefix(top + 1)
    try demand(
      counts.count >= top && zip(asked, asked.dropFirst()).allSatisfy { $0 > $1 },
      "the words that are asked do not differ in frequency", at: Self.place,
      expected: "\(top) counts that fall, and a lower one after them",
      found: asked.map(String.init).joined(separator: ", "),
      hint: "take a larger T or a smaller top")
    (self.options, self.length) = (options, length)
    tokens = TokenKinds(("?", 1), (".", 1), ("w", words))
  }

  /// How often the words of ranks 2, 3, ... stand in a text of so many tokens.
  private static func counts(text: Int, words: Int, exponent: Double) -> [Int] {
    let share = Double(text) / zeta(exponent)
    return (2..<(words + 2)).map {
      Int(clamping: share * DeterministicMath.pow(Double($0), -exponent))
    }
    .filter { $0 > 0 }
  }

  /// Riemann's zeta function for s > 1: the first terms, and Euler and Maclaurin's formula for the
  /// rest; the error is at most that of rounding.
  static func zeta(_ s: Double) -> Double {
    let n = 100.0
    let head = (1..<100).reversed().reduce(0) { $0 + DeterministicMath.pow(Double($1), -s) }
    let last = DeterministicMath.pow(n, -s)
    let third = s * (s + 1) * (s + 2) / (720 * n * n * n)
    return head + last * (n / (s - 1) + 0.5 + s / (12 * n) - third)
  }

  var answerCount: Int { tokens[2].count }

  func draw(_ stream: inout RandomStream) -> Example {
    let words = stream.distinct(counts.count, below: tokens[2].count)
      .map { $0 + tokens[2].lowerBound }
    return Example(
      counting: words, times: counts, answers: Array(words.prefix(options.top)), length: length,
      from: &stream)
  }
}

extension Allowed<Double> {
  fileprivate static let zipf = Self(text: "above 1, and at most 100") { $0 > 1 && $0 <= 100 }
}
