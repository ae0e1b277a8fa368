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
  static let name = "frequent_words"
  static let summary = "Name the most frequent words after the noise, most frequent first."
  static let defaults: [String: JSONValue] = ["exponent": 2.0, "top": 3, "words": 32]

  let options: [String: JSONValue]
  private let length: Int
  private let top: Int
  let tokens: TokenKinds
  /// How often the words of ranks 2, 3, ... stand in the text; none is 0.
  let counts: [Int]

  init(options: inout JSONFields, length: Int) throws {
    let exponent = try options.positiveNumber("exponent")
    top = try options.count("top")
    tokens = try TokenKinds(("?", 1), (".", 1), ("w", options.count("words")))
    try demand(
      exponent > 1 && exponent <= 100, "exponent is out of range", at: options.place,
      expected: "above 1, and at most 100", found: "\(exponent)")
    try options.require("words", tokens[2].count, atLeast: top)
    try options.require("T", length, atLeast: top + 1)
    counts = Self.counts(text: length - top, words: tokens[2].count, exponent: exponent)
    try Self.check(counts, top: top, at: options.place)
    self.options = options.values
    self.length = length
  }

  /// How often the words of ranks 2, 3, ... stand in a text of so many tokens.
  private static func counts(text: Int, words: Int, exponent: Double) -> [Int] {
    let share = Double(text) / zeta(exponent)
    return (2..<(words + 2)).map {
      Int(clamping: share * DeterministicMath.pow(Double($0), -exponent))
    }
    .filter { $0 > 0 }
  }

  private static func check(_ counts: [Int], top: Int, at place: String) throws {
    let asked = counts.prefix(top + 1)
    try demand(
      counts.count >= top && zip(asked, asked.dropFirst()).allSatisfy { $0 > $1 },
      "the words that are asked do not differ in frequency", at: place,
      expected: "\(top) counts that fall, and a lower one after them",
      found: asked.map(String.init).joined(separator: ", "),
      hint: "take a larger T or a smaller top")
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
      counting: words, times: counts, answers: Array(words.prefix(top)), length: length,
      from: &stream)
  }
}
