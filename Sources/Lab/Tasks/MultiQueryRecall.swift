import Core

/// Multi-query associative recall as Zoology defines it (Arora et al., "Zoology: Measuring and
/// Improving Recall in Efficient Language Models", 2023; its `multiquery_ar`).
///
/// The first 2n tokens are n different keys, each followed by its value. Every key is then asked
/// once: it stands 2g tokens after the pairs, where the slots g are drawn without replacement with
/// p(g) ∝ (g + 1)^(a - 1), so that most questions come early. The target at a question is the key's
/// value; nothing else is scored. Keys are ids 1 to V/2 - 1, values V/2 to V - 1; the rest of the
/// sequence is id 0, or random ids of the whole vocabulary, keys included.
struct MultiQueryRecall: SequenceTask {
  struct Options: Configuration {
    @Field("Ids in all, V.", .count) var vocabulary = 128
    @Field("Pairs that are shown, n.", .count) var pairs = 8
    @Field("The power a of the distances.", .moderate) var power = 0.01
    @Field("Whether the rest of the sequence is random.") var randomFill = true
  }

  static let name = "mqar"
  static let summary =
    "Give the value of each key that comes again, once a key, at power-law distances."

  let options: Options
  private let length: Int
  /// The least value; keys lie between 0 and it.
  private let firstValue: Int32
  /// Proportional to the probability of each slot after the pairs, `[(T - 2n) / 2]`.
  let slotWeights: [Double]

  init(_ options: Options, length: Int) throws {
    let pairs = options.pairs
    try Self.require("vocabulary", options.vocabulary, atLeast: 2 * pairs + 2)
    try Self.require("T", length, atLeast: 4 * pairs, "each pair takes four tokens")
    try demand(length % 2 == 0, "T must be even", at: Self.place, found: "\(length)")
    (self.options, self.length) = (options, length)
    firstValue = Int32(options.vocabulary / 2)
    slotWeights = (1...(length / 2 - pairs)).map {
      DeterministicMath.pow(Double($0), options.power - 1)
    }
  }

  var vocabularySize: Int { options.vocabulary }
  var answerCount: Int { vocabularySize - Int(firstValue) }

  func draw(_ stream: inout RandomStream) -> Example {
    let pairs = options.pairs
    var example = Example(repeating: 0, length: length)
    let keys = stream.distinct(pairs, below: Int(firstValue) - 1)
    let values = stream.distinct(pairs, below: answerCount)
    let slots = stream.distinct(pairs, weights: slotWeights)
    if options.randomFill {
      for place in (2 * pairs)..<length {
        example.inputs[place] = Int32(stream.index(below: vocabularySize))
      }
    }
    for (index, slot) in slots.enumerated() {
      let question = 2 * (pairs + slot)
      example.inputs[2 * index] = keys[index] + 1
      example.inputs[2 * index + 1] = values[index] + firstValue
      example.inputs[question] = keys[index] + 1
      example.targets[question] = values[index] + firstValue
    }
    return example
  }

  func text(of token: Int32) -> String {
    token == 0 ? "." : token < firstValue ? "k\(token)" : "v\(token - firstValue)"
  }

  /// The pairs decide every answer.
  func bayesLoss(of example: Example) -> Double? { 0 }
}
