import Core

/// Chains of assignments among noise (RULER's variable tracking, Hsieh et al. 2024), in toy form.
///
/// A chain of h hops is h + 1 assignments: `x1 = v`, `x2 = x1`, to `x(h+1) = xh`. They stand in this
/// order, the assignments of all chains interleaved at random, with noise words between them. Then
/// one chain is asked:
///
/// - `ask` = `variables`, as in RULER: `? v`, and the answers are x1 to x(h+1) in order. Each answer
///   but the first follows from the one before it by a single hop.
/// - `ask` = `value`: `? x(h+1)`, and the answer is v: all hops in one prediction.
///
/// Variables and values of a sequence differ. Ids: `?` is 0, `=` is 1, then noise words, variables,
/// values.
struct VariableTracking: WordTask {
  /// What the question asks for.
  enum Question: String, CaseIterable { case variables, value }

  struct Options: Configuration {
    @Field("Chains of assignments.", .count) var chains = 2
    @Field("Hops of each chain, h.", .count) var hops = 3
    @Field("What the question asks for.", .oneOf(Question.allCases.map(\.rawValue)))
    var ask = Question.variables.rawValue
    @Field("Different noise words.", .count) var noiseWords = 16
    @Field("Different variables.", .count) var variables = 32
    @Field("Different values.", .count) var values = 32
  }

  static let name = "variable_tracking"
  static let summary =
    "Follow a chain of assignments: name all variables that hold a value, or the last one's value."

  let options: Options
  let tokens: TokenKinds
  private let length: Int
  private let question: Question
  private let haystack: Haystack

  init(_ options: Options, length: Int) throws {
    (self.options, self.length) = (options, length)
    question = Question(rawValue: options.ask) ?? .variables
    tokens = TokenKinds(
      ("?", 1), ("=", 1), ("n", options.noiseWords), ("x", options.variables),
      ("v", options.values))
    let ending = 2 + (question == .variables ? options.hops : 0)
    haystack = Haystack(length: length - ending, noise: tokens[2], width: 3)
    let assignments = options.chains * (options.hops + 1)
    try Self.require("variables", options.variables, atLeast: assignments, "they differ")
    try Self.require("values", options.values, atLeast: options.chains, "they differ")
    try Self.require(
      "T", length, atLeast: 3 * assignments + ending,
      "each assignment takes three tokens, the question with its answers \(ending)")
  }

  var answerCount: Int { tokens[question == .variables ? 3 : 4].count }

  func draw(_ stream: inout RandomStream) -> Example {
    let (chains, hops) = (options.chains, options.hops)
    let steps = hops + 1
    let variables = stream.distinct(chains * steps, below: tokens[3].count)
      .map { $0 + tokens[3].lowerBound }
    let values = stream.distinct(chains, below: tokens[4].count).map { $0 + tokens[4].lowerBound }
    var done = [Int](repeating: 0, count: chains)
    var assignments: [Int32] = []
    for turn in stream.permutation(of: chains * steps) {
      let chain = Int(turn) / steps
      let variable = chain * steps + done[chain]
      let source = done[chain] == 0 ? values[chain] : variables[variable - 1]
      assignments += [variables[variable], 1, source]
      done[chain] += 1
    }
    var example = Example(repeating: 0, length: length)
    haystack.write(assignments, to: &example.inputs, from: &stream)
    let asked = stream.index(below: chains)
    let names = Array(variables[(asked * steps)..<((asked + 1) * steps)])
    var place = haystack.length
    switch question {
    case .variables: example.ask([0, values[asked]], answers: names, at: &place)
    case .value: example.ask([0, names[hops]], answers: [values[asked]], at: &place)
    }
    return example
  }
}
