import Core

/// A language without recall: what a hidden Markov chain emits, every next token scored.
///
/// The chain is drawn once from `sourceSeed`, so that runs with other seeds learn the same language.
/// The loss that cannot be undercut is known exactly: the predictive loss of the forward algorithm,
/// which starts from the distribution that the sequences start from. (It takes no notice of the
/// division into sides, as a model cannot.)
struct HiddenMarkov: SequenceTask {
  struct Options: Configuration {
    @Field("Hidden states.", .within(1...1024)) var states = 32
    @Field("Symbols.", .within(1...4096)) var symbols = 32
    @Field("Of the Dirichlet distribution of each state's transitions.", .moderate)
    var transitionConcentration = 0.05
    @Field("Of the Dirichlet distribution of each state's emissions.", .moderate)
    var emissionConcentration = 0.05
    @Field("Seeds the chain.") var sourceSeed = 1
  }

  static let name = "hmm"
  static let summary = "Predict each next symbol of a hidden Markov chain; no recall needed."

  let options: Options
  let source: HiddenMarkovSource
  private let length: Int

  init(_ options: Options, length: Int) {
    (self.options, self.length) = (options, length)
    source = HiddenMarkovSource(
      states: options.states, symbols: options.symbols,
      transitionConcentration: options.transitionConcentration,
      emissionConcentration: options.emissionConcentration,
      seed: UInt64(bitPattern: Int64(options.sourceSeed)))
  }

  var vocabularySize: Int { source.symbols }

  func draw(_ stream: inout RandomStream) -> Example {
    let symbols = source.sample(length + 1, from: &stream)
    return Example(inputs: Array(symbols.dropLast()), targets: Array(symbols.dropFirst()))
  }

  /// Letters, as far as they go.
  func text(of token: Int32) -> String {
    token < 26 ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(token))) : "s\(token)"
  }

  func bayesLoss(of example: Example) -> Double? {
    guard let last = example.targets.last else { return 0 }
    return source.losses(of: example.inputs + [last]).dropFirst().reduce(0, +)
  }
}

/// A hidden Markov chain with the exact likelihood of what it emits.
struct HiddenMarkovSource: Sendable {
  /// How many hidden states there are, S.
  let states: Int
  /// How many symbols can be emitted, V.
  let symbols: Int
  /// Probability of the next state by the present one, `[S, S]`; rows sum to 1.
  let transitions: [Double]
  /// Probability of a symbol by the state, `[S, V]`; rows sum to 1.
  let emissions: [Double]
  /// Probability of the first state, `[S]`: the stationary distribution, so that every position of a
  /// sequence has the same one.
  let initial: [Double]

  /// What a drawn probability is raised by, before rows are normalised: every state can be reached
  /// from every other, and every symbol seen.
  private static let least = 1e-6

  /// - Parameters:
  ///   - transitions: `[S, S]`, all above 0, rows that sum to 1.
  ///   - emissions: `[S, V]`, likewise.
  init(transitions: [Double], emissions: [Double], states: Int) {
    precondition(transitions.count == states * states && emissions.count % states == 0)
    (self.states, symbols) = (states, emissions.count / states)
    (self.transitions, self.emissions) = (transitions, emissions)
    initial = Self.stationary(transitions, states: states)
  }

  /// A source whose rows are drawn from symmetric Dirichlet distributions; below 1, the lower the
  /// concentration, the fewer entries of a row have most of its probability.
  init(
    states: Int, symbols: Int, transitionConcentration: Double, emissionConcentration: Double,
    seed: UInt64
  ) {
    func rows(_ name: String, _ width: Int, _ concentration: Double) -> [Double] {
      var stream = RandomStream(seed: seed, named: "hidden markov \(name)")
      return (0..<states).flatMap { _ in
        stream.dirichlet(width, concentration: concentration)
          .map { ($0 + Self.least) / (1 + Double(width) * Self.least) }
      }
    }
    self.init(
      transitions: rows("transitions", states, transitionConcentration),
      emissions: rows("emissions", symbols, emissionConcentration), states: states)
  }

  /// The stationary distribution, by eliminating states (Grassmann, Taksar and Heyman, 1985): no
  /// subtraction, so that small probabilities keep their digits.
  private static func stationary(_ transitions: [Double], states: Int) -> [Double] {
    var a = transitions
    for last in stride(from: states - 1, to: 0, by: -1) {
      let leaving = a[(last * states)..<(last * states + last)].reduce(0, +)
      for from in 0..<last {
        a[from * states + last] /= leaving
        for to in 0..<last {
          a[from * states + to] += a[from * states + last] * a[last * states + to]
        }
      }
    }
    var result = [1.0]
    for state in 1..<states {
      result.append((0..<state).reduce(0) { $0 + result[$1] * a[$1 * states + state] })
    }
    let total = result.reduce(0, +)
    return result.map { $0 / total }
  }

  /// `count` symbols, from the stationary distribution on.
  func sample(_ count: Int, from stream: inout RandomStream) -> [Int32] {
    var state = Self.pick(initial, 0..<states, &stream)
    return (0..<count).map { position in
      if position > 0 {
        state = Self.pick(transitions, (state * states)..<((state + 1) * states), &stream)
      }
      return Int32(Self.pick(emissions, (state * symbols)..<((state + 1) * symbols), &stream))
    }
  }

  private static func pick(_ table: [Double], _ row: Range<Int>, _ stream: inout RandomStream)
    -> Int
  {
    var rest = stream.uniform()
    for index in row {
      if rest < table[index] { return index - row.lowerBound }
      rest -= table[index]
    }
    return row.count - 1  // rounding carried the draw past the end
  }

  /// -log p of each symbol given those before it, in nats, by the forward algorithm.
  func losses(of sequence: [Int32]) -> [Double] {
    var belief = initial
    var next = belief
    return sequence.map { symbol in
      for state in 0..<states { belief[state] *= emissions[state * symbols + Int(symbol)] }
      let probability = belief.reduce(0, +)
      for to in 0..<states { next[to] = 0 }
      for from in 0..<states {
        let weight = belief[from] / probability
        for to in 0..<states { next[to] += weight * transitions[from * states + to] }
      }
      swap(&belief, &next)
      return -DeterministicMath.log(probability)
    }
  }
}
