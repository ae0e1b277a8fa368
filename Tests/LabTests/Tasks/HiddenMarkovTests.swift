import Core
import Testing

@testable import Lab

@Suite struct HiddenMarkovTests {
  private static let small = HiddenMarkovSource(
    transitions: [0.7, 0.2, 0.1, 0.05, 0.9, 0.05, 0.3, 0.3, 0.4],
    emissions: [0.8, 0.2, 0.4, 0.6, 0.1, 0.9], states: 3)

  /// All sequences of `length` numbers below `base`.
  private static func all(_ length: Int, below base: Int) -> [[Int]] {
    (0..<length).reduce([[]]) { shorter, _ in
      shorter.flatMap { head in (0..<base).map { head + [$0] } }
    }
  }

  /// p(sequence), summed over all hidden paths.
  private static func probability(_ sequence: [Int], _ source: HiddenMarkovSource) -> Double {
    all(sequence.count, below: source.states).reduce(0) { sum, path in
      var p = source.initial[path[0]]
      for (t, state) in path.enumerated() {
        if t > 0 { p *= source.transitions[path[t - 1] * source.states + state] }
        p *= source.emissions[state * source.symbols + sequence[t]]
      }
      return sum + p
    }
  }

  @Test func theInitialDistributionIsStationary() {
    for source in [Self.small, try? Self.drawn().source].compactMap({ $0 }) {
      for to in 0..<source.states {
        let next = (0..<source.states).reduce(0) {
          $0 + source.initial[$1] * source.transitions[$1 * source.states + to]
        }
        #expect(abs(next - source.initial[to]) < 1e-12)
      }
      #expect(abs(source.initial.reduce(0, +) - 1) < 1e-12)
    }
  }

  /// Over all sequences of length 4: probabilities, and so the mean loss, are those of brute force.
  @Test func lossesAreThoseOfSummingOverAllPaths() {
    let sequences = Self.all(4, below: 2)
    let brute = sequences.map { Self.probability($0, Self.small) }
    #expect(abs(brute.reduce(0, +) - 1) < 1e-12)
    var entropy = (brute: 0.0, forward: 0.0)
    for (sequence, p) in zip(sequences, brute) {
      let losses = Self.small.losses(of: sequence.map(Int32.init))
      let first = -DeterministicMath.log(Self.probability([sequence[0]], Self.small))
      #expect(abs(losses[0] - first) < 1e-12)
      #expect(abs(losses.reduce(0, +) + DeterministicMath.log(p)) < 1e-12)
      entropy.brute -= p * DeterministicMath.log(p)
      entropy.forward += p * losses.reduce(0, +)
    }
    #expect(abs(entropy.brute - entropy.forward) < 1e-12)
  }

  /// A sample has the mean loss that enumeration gives: what is drawn is what is scored.
  @Test func samplesHaveTheLossOfTheirSource() {
    let sequences = Self.all(4, below: 2)
    let expected = sequences.reduce(0) { sum, sequence in
      let p = Self.probability(sequence, Self.small)
      let head = Self.probability([sequence[0]], Self.small)
      return sum - p * DeterministicMath.log(p / head)
    }
    var counts = [Int](repeating: 0, count: 16)
    var loss = 0.0
    var stream = RandomStream(seed: 3)
    let n = 20_000
    for _ in 0..<n {
      let drawn = Self.small.sample(4, from: &stream)
      counts[drawn.reduce(0) { 2 * $0 + Int($1) }] += 1
      loss += Self.small.losses(of: drawn).dropFirst().reduce(0, +)
    }
    #expect(fits(counts, sequences.map { Self.probability($0, Self.small) }))
    #expect(abs(loss / Double(n) - expected) < 0.02)
  }

  private static func drawn() throws -> HiddenMarkov {
    try TaskRegistry.make(HiddenMarkov.self, options: ["states": 8, "symbols": 12], length: 256)
  }

  /// Against tables counted on the very sequences that are scored, which flatters them.
  @Test func noTableOfCountsBeatsTheFloor() throws {
    let task = try Self.drawn()
    var stream = RandomStream(seed: 4)
    let examples = (0..<400).map { _ in task.draw(&stream) }
    let n = task.vocabularySize
    var table = [Double](repeating: 0, count: n * n)
    for example in examples {
      for (now, next) in zip(example.inputs, example.targets) {
        table[Int(now) * n + Int(next)] += 1
      }
    }
    let total = table.reduce(0, +)
    let bigram = (0..<n).reduce(0) { sum, now in
      let row = table[(now * n)..<((now + 1) * n)]
      let all = row.reduce(0, +)
      return row.reduce(sum) { $1 > 0 ? $0 - $1 * DeterministicMath.log($1 / all) : $0 }
    }
    let floor = examples.reduce(0) { $0 + (task.bayesLoss(of: $1) ?? .nan) }
    #expect(floor / total < bigram / total - 0.05)
    #expect(floor > 0)
  }

  @Test func theLanguageIsThatOfItsOwnSeed() throws {
    func transitions(_ seed: Int) throws -> [Double] {
      try TaskRegistry.make(HiddenMarkov.self, options: ["sourceSeed": .integer(seed)], length: 8)
        .source.transitions
    }
    #expect(try transitions(1) == transitions(1))
    #expect(try transitions(1) != transitions(2))
    #expect(throws: Fault.self) {
      try TaskRegistry.make("hmm", options: ["emissionConcentration": -1], length: 8)
    }
  }

  @Test func everyNextSymbolIsATarget() throws {
    let example = try sequences("hmm", length: 32, count: 1)[0]
    #expect(Array(example.inputs.dropFirst()) == Array(example.targets.dropLast()))
    #expect(example.predictions == 32)
  }
}
