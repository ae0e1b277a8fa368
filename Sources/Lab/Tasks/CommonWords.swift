import Core

/// Which words come often (RULER's common words extraction, Hsieh et al. 2024), in toy form.
///
/// k common words stand in the text `commonCount` times each, and as many others as fit
/// `uncommonCount` times each, all in random order; a rest too short for another word is `.`. Then
/// `?` asks for the common words. All come equally often, so the answers are in order of id.
///
/// Ids: `?` is 0, `.` is 1, then words.
struct CommonWords: WordTask {
  struct Options: Configuration {
    @Field("Common words, k.", .count) var common = 3
    @Field("How often each common word stands in the text.", .count) var commonCount = 6
    @Field("How often each other word does.", .count) var uncommonCount = 2
    @Field("Different words.", .count) var words = 128
  }

  static let name = "common_words"
  static let summary = "Name the words that come most often, in order of id."

  let options: Options
  let tokens: TokenKinds
  private let length: Int
  private let uncommon: Int

  init(_ options: Options, length: Int) throws {
    let (common, often, rarely) = (options.common, options.commonCount, options.uncommonCount)
    try Self.require("commonCount", often, atLeast: rarely + 1, "it must exceed uncommonCount")
    try Self.require(
      "T", length, atLeast: common * (often + 1) + rarely,
      "the common words, one other and the question take so many tokens")
    uncommon = (length - common - common * often) / rarely
    try Self.require(
      "words", options.words, atLeast: common + uncommon, "the text has so many")
    (self.options, self.length) = (options, length)
    tokens = TokenKinds(("?", 1), (".", 1), ("w", options.words))
  }

  var answerCount: Int { tokens[2].count }

  func draw(_ stream: inout RandomStream) -> Example {
    let words = stream.distinct(options.common + uncommon, below: tokens[2].count)
      .map { $0 + tokens[2].lowerBound }
    let counts = words.indices.map {
      $0 < options.common ? options.commonCount : options.uncommonCount
    }
    return Example(
      counting: words, times: counts, answers: words.prefix(options.common).sorted(),
      length: length, from: &stream)
  }
}
