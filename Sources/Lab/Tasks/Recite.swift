import Core

/// A dictionary in context, asked densely: n pairs of key and value, then key and value over and over
/// to the end, each key drawn uniformly from those shown. Every value after the pairs is scored, at
/// the position of its key, so that a sequence has many more questions than in `mqar`.
///
/// Keys of a sequence differ; values are drawn independently of one another. Keys are ids 0 to
/// `keys` - 1, values follow.
struct Recite: WordTask {
  struct Options: Configuration {
    @Field("Pairs that are shown.", .count) var pairs = 8
    @Field("Different keys.", .count) var keys = 32
    @Field("Different values.", .count) var values = 32
  }

  static let name = "recite"
  static let summary =
    "Give the value of a key that was shown with it, at every second token after the pairs."

  let options: Options
  let tokens: TokenKinds
  private let length: Int

  init(_ options: Options, length: Int) throws {
    try Self.require("keys", options.keys, atLeast: options.pairs, "the keys of a sequence differ")
    try Self.require("T", length, atLeast: 2 * options.pairs + 1, "questions follow the pairs")
    (self.options, self.length) = (options, length)
    tokens = TokenKinds(("k", options.keys), ("v", options.values))
  }

  var answerCount: Int { tokens[1].count }

  func draw(_ stream: inout RandomStream) -> Example {
    var example = Example(repeating: 0, length: length)
    let keys = stream.distinct(options.pairs, below: tokens[0].count)
    let values = keys.map { _ in stream.token(in: tokens[1]) }
    for place in stride(from: 0, to: length, by: 2) {
      let isShown = place < 2 * options.pairs
      let pair = isShown ? place / 2 : stream.index(below: options.pairs)
      example.inputs[place] = keys[pair]
      if place + 1 < length { example.inputs[place + 1] = values[pair] }
      if !isShown { example.targets[place] = values[pair] }
    }
    return example
  }
}
