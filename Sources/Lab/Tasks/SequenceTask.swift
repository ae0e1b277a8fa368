import Core

/// Something to learn: a source of sequences with the answers to predict.
///
/// A task draws from a random stream and nothing else, so that the n-th sequence of a run is a pure
/// function of (seed, n). One file holds one task; `TaskRegistry` has one line for it.
public protocol SequenceTask: Sendable {
  /// The task's name on the command line and in records: `mqar`.
  static var name: String { get }
  /// One sentence: what a model has to do.
  static var summary: String { get }

  /// The task's options, with their defaults; nil for one that must be given.
  associatedtype Options: Configuration

  /// - Parameter length: T, the tokens of a sequence.
  /// - Throws: `Fault` naming the option, where the options do not fit one another or T.
  init(_ options: Options, length: Int) throws

  /// The options in full: part of a run's identity.
  var options: Options { get }

  /// Ids are below this.
  var vocabularySize: Int { get }

  /// How many different tokens can be an answer: a blind guess is right once in so many.
  var answerCount: Int { get }

  /// One sequence of exactly T tokens, drawn from the stream, of whichever side.
  func draw(_ stream: inout RandomStream) -> Example

  /// One sequence of one side. Unless a task says otherwise, the side of a sequence is that of
  /// `Split.side`, and sequences are drawn until one is of the side that is wanted.
  /// - Throws: `Fault` where none of `Split.attempts` sequences is.
  func draw(_ stream: inout RandomStream, split: Split) throws -> Example

  /// How a person reads a token: `k3`, `v17`, `=`...
  func text(of token: Int32) -> String

  /// The least loss that any predictor can reach on this sequence, in nats summed over its scored
  /// positions; nil where it is not known exactly.
  func bayesLoss(of example: Example) -> Double?
}

extension SequenceTask {
  /// Every option with its default; null for one that must be given.
  public static var defaults: [String: JSONValue] { Options().values }

  /// The options in full, as JSON.
  public var optionValues: [String: JSONValue] { options.values }

  /// What faults call the task.
  static var place: String { "task \(name)" }

  /// - Throws: `Fault` where a number is below its least value.
  static func require(_ what: String, _ found: Int, atLeast least: Int, _ hint: String? = nil)
    throws
  {
    try demand(
      found >= least, "\(what) is too small", at: place, expected: "at least \(least)",
      found: "\(found)", hint: hint)
  }

  public var answerCount: Int { vocabularySize }

  public func bayesLoss(of example: Example) -> Double? { nil }

  public func draw(_ stream: inout RandomStream, split: Split) throws -> Example {
    for _ in 0..<Split.attempts {
      let example = draw(&stream)
      if Split.side(of: example.inputs) == split { return example }
    }
    throw Fault(
      "no \(split.rawValue) sequence in \(Split.attempts) draws", at: "task \(Self.name)",
      hint: "with these options the task has too few different sequences")
  }
}

/// Which side of the fixed division of all possible sequences one is drawn from. The division is by
/// a hash of the tokens, so that no sequence can be on both sides, whatever the seeds.
public enum Split: String, Sendable, Codable, CaseIterable {
  case training
  case validation

  /// One sequence in so many is for validation.
  public static let share: UInt64 = 8
  /// How often a sequence is drawn before its side counts as empty. A side that holds an eighth of
  /// what a task draws is missed that often with probability (7/8)^1000, below 1e-57.
  public static let attempts = 1000

  /// The side of a sequence by its tokens. Inputs alone decide: sequences that differ in nothing but
  /// what is asked about them share a side.
  public static func side<Tokens: Sequence>(of tokens: Tokens) -> Split
  where Tokens.Element: FixedWidthInteger {
    hash(tokens) % share == 0 ? .validation : .training
  }

  /// FNV-1a over whole tokens. Its low bits depend on nothing but low bits of the tokens, so they
  /// are stirred by the finaliser of MurmurHash3.
  static func hash<Tokens: Sequence>(_ tokens: Tokens) -> UInt64
  where Tokens.Element: FixedWidthInteger {
    var hash = tokens.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64(truncatingIfNeeded: $1)) &* 0x100_0000_01b3
    }
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ hash >> 33
  }
}
