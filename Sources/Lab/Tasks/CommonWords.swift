import Core

/// Which words come often (RULER's common words extraction, Hsieh et al. 2024), over a small
/// vocabulary.
///
/// k common words stand in the text `commonCount` times each, and as many others as fit
/// `uncommonCount` times each, all in random order; a rest too short for another word is `.`. Then
/// `?` asks for the common words. All come equally often, so the answers are in order of id.
///
/// Ids: `?` is 0, `.` is 1, then words.
struct CommonWords: WordTask {
  static let name = "common_words"
  static let summary = "Name the words that come most often, in order of id."
  static let defaults: [String: JSONValue] = [
    "common": 3, "commonCount": 6, "uncommonCount": 2, "words": 128,
  ]

  let options: [String: JSONValue]
  private let length: Int
  private let common: Int
  private let commonCount: Int
  private let uncommon: Int
  private let uncommonCount: Int
  let tokens: TokenKinds

  init(options: inout JSONFields, length: Int) throws {
    common = try options.count("common")
    commonCount = try options.count("commonCount")
    uncommonCount = try options.count("uncommonCount")
    tokens = try TokenKinds(("?", 1), (".", 1), ("w", options.count("words")))
    try options.require(
      "commonCount", commonCount, atLeast: uncommonCount + 1, hint: "it must exceed uncommonCount")
    try options.require(
      "T", length, atLeast: common * (commonCount + 1) + uncommonCount,
      hint: "the common words, one other and the question take so many tokens")
    uncommon = (length - common - common * commonCount) / uncommonCount
    try options.require(
      "words", tokens[2].count, atLeast: common + uncommon, hint: "the text has so many")
    self.options = options.values
    self.length = length
  }

  var answerCount: Int { tokens[2].count }

  func draw(_ stream: inout RandomStream) -> Example {
    let words = stream.distinct(common + uncommon, below: tokens[2].count)
      .map { $0 + tokens[2].lowerBound }
    let counts = words.indices.map { $0 < common ? commonCount : uncommonCount }
    return Example(
      counting: words, times: counts, answers: words.prefix(common).sorted(), length: length,
      from: &stream)
  }
}
