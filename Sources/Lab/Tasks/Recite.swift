import Core

/// A dictionary in context, asked densely: n pairs of key and value, then key and value over and over
/// to the end, each key drawn uniformly from those shown. Every value after the pairs is scored, at
/// the position of its key, so that a sequence has many more questions than in `mqar`.
///
/// Keys of a sequence differ; values are drawn independently of one another. Keys are ids 0 to
/// `keys` - 1, values follow.
struct Recite: WordTask {
  static let name = "recite"
  static let summary =
    "Give the value of a key that was shown with it, at every second token after the pairs."
  static let defaults: [String: JSONValue] = ["pairs": 8, "keys": 32, "values": 32]

  let options: [String: JSONValue]
  private let length: Int
  private let pairs: Int
  let tokens: TokenKinds

  init(options: inout JSONFields, length: Int) throws {
    pairs = try options.count("pairs")
    let keys = try options.count("keys")
    let values = try options.count("values")
    try options.require("keys", keys, atLeast: pairs, hint: "the keys of a sequence differ")
    try options.require("T", length, atLeast: 2 * pairs + 1, hint: "questions follow the pairs")
    self.options = options.values
    self.length = length
    tokens = TokenKinds(("k", keys), ("v", values))
  }

  var answerCount: Int { tokens[1].count }

  func draw(_ stream: inout RandomStream) -> Example {
    var example = Example(repeating: 0, length: length)
    let keys = stream.distinct(pairs, below: tokens[0].count)
    let values = keys.map { _ in stream.token(in: tokens[1]) }
    for place in stride(from: 0, to: length, by: 2) {
      let isShown = place < 2 * pairs
      let pair = isShown ? place / 2 : stream.index(below: pairs)
      example.inputs[place] = keys[pair]
      if place + 1 < length { example.inputs[place + 1] = values[pair] }
      if !isShown { example.targets[place] = values[pair] }
    }
    return example
  }
}
