import Core

/// What RULER calls a variant of its needle task: the same generator with other numbers.
protocol NeedleVariant: Sendable {
  static var name: String { get }
  static var summary: String { get }
  /// How many keys the text hides, how many values each has, and how many keys are asked.
  static var counts: (keys: Int, values: Int, queries: Int) { get }
}

enum SingleNeedle: NeedleVariant {
  static let name = "niah_single"
  static let summary = "Find the one key in the noise and give its value."
  static let counts = (keys: 1, values: 1, queries: 1)
}

enum ManyKeys: NeedleVariant {
  static let name = "niah_multikey"
  static let summary = "Give the value of the key that is asked; the other keys distract."
  static let counts = (keys: 4, values: 1, queries: 1)
}

enum ManyValues: NeedleVariant {
  static let name = "niah_multivalue"
  static let summary = "Give all values of one key, in the order in which they appear."
  static let counts = (keys: 1, values: 4, queries: 1)
}

enum ManyQueries: NeedleVariant {
  static let name = "niah_multiquery"
  static let summary = "Give the values of several keys, in the order of the questions."
  static let counts = (keys: 4, values: 1, queries: 4)
}

/// A needle in a haystack (RULER's `niah`, Hsieh et al. 2024), over a small vocabulary.
///
/// A needle is a key and a value, side by side. The sequence is noise words with the needles of all
/// keys among them, in random order and at any depth with the same probability; then `?`, and for
/// each key that is asked the key and its values in order of appearance. All of those values are
/// scored. Keys and values of a sequence differ.
///
/// Ids: `?` is 0, then noise words, keys, values.
struct Needle<Variant: NeedleVariant>: WordTask {
  struct Options: Configuration {
    @Field("Keys in the text.", .count) var keys = Variant.counts.keys
    @Field("Values of each key.", .count) var values = Variant.counts.values
    @Field("Keys that are asked.", .count) var queries = Variant.counts.queries
    @Field("Different noise words.", .count) var noiseWords = 16
    @Field("Different keys.", .count) var keyWords = 32
    @Field("Different values.", .count) var valueWords = 32
  }

  static var name: String { Variant.name }
  static var summary: String { Variant.summary }

  let options: Options
  let tokens: TokenKinds
  private let length: Int
  private let haystack: Haystack

  init(_ options: Options, length: Int) throws {
    let (keys, values, queries) = (options.keys, options.values, options.queries)
    (self.options, self.length) = (options, length)
    tokens = TokenKinds(
      ("?", 1), ("n", options.noiseWords), ("k", options.keyWords), ("v", options.valueWords))
    haystack = Haystack(length: length - queries * (1 + values), noise: tokens[1], width: 2)
    try Self.require("keys", keys, atLeast: queries, "each query asks another key")
    try Self.require("keyWords", options.keyWords, atLeast: keys, "they differ")
    try Self.require("valueWords", options.valueWords, atLeast: keys * values, "they differ")
    try Self.require(
      "T", length, atLeast: 2 * keys * values + queries * (1 + values),
      "needles and questions take so many tokens")
  }

  var answerCount: Int { tokens[3].count }

  func draw(_ stream: inout RandomStream) -> Example {
    let (keys, values, queries) = (options.keys, options.values, options.queries)
    let keyWords = stream.distinct(keys, below: tokens[2].count)
    let valueWords = stream.distinct(keys * values, below: tokens[3].count)
    let order = stream.permutation(of: keys * values)
    var needles: [Int32] = []
    var answers = [[Int32]](repeating: [], count: keys)
    for needle in order {
      let key = Int(needle) / values
      let value = tokens[3].lowerBound + valueWords[Int(needle)]
      needles += [tokens[2].lowerBound + keyWords[key], value]
      answers[key].append(value)
    }
    var example = Example(repeating: 0, length: length)
    haystack.write(needles, to: &example.inputs, from: &stream)
    var place = haystack.length
    for (index, key) in stream.distinct(queries, below: keys).enumerated() {
      let word = tokens[2].lowerBound + keyWords[Int(key)]
      example.ask(index == 0 ? [0, word] : [word], answers: answers[Int(key)], at: &place)
    }
    return example
  }
}
