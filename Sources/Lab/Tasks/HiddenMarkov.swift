import Core

/// A language without recall: what a hidden Markov chain emits, every next token scored.
///
/// The chain is drawn once from `sourceSeed`, so that runs with other seeds learn the same language.
/// The loss that cannot be undercut is known exactly: the predictive loss of the forward algorithm,
/// which starts from the distribution that the sequences start from. (It takes no notice of the
/// division into sides, as a model cannot.)
public struct HiddenMarkov: SequenceTask {
  public static let name = "hmm"
  public static let summary = "Predict each next symbol of a hidden Markov chain; no recall needed."
  public static let defaults: [String: JSONValue] = [
    "states": 32, "symbols": 32, "transitionConcentration": 0.05, "emissionConcentration": 0.05,
    "sourceSeed": 1,
  ]

  public let options: [String: JSONValue]
  public let source: HiddenMarkovSource
  private let length: Int

  public init(options: inout JSONFields, length: Int) throws {
    let seed = try options.requiredInteger("sourceSeed")
    source = try HiddenMarkovSource(
      states: options.count("states", atMost: 1024),
      symbols: options.count("symbols", atMost: 4096),
      transitionConcentration: options.positiveNumber("transitionConcentration"),
      emissionConcentration: options.positiveNumber("emissionConcentration"),
      seed: UInt64(bitPattern: Int64(seed)))
    self.options = options.values
    self.length = length
  }

  public var vocabularySize: Int { source.symbols }

  public func draw(_ stream: inout RandomStream) -> Example {
    let symbols = source.sample(length + 1, from: &stream)
    return Example(inputs: Array(symbols.dropLast()), targets: Array(symbols.dropFirst()))
  }

  /// Letters, as far as they go.
  public func text(of token: Int32) -> String {
    token < 26 ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(token))) : "s\(token)"
  }

  public func bayesLoss(of example: Example) -> Double? {
    guard let last = example.targets.last else { return 0 }
    return source.losses(of: example.inputs + [last]).dropFirst().reduce(0, +)
  }
}
