/// One sequence: T inputs and T targets, `Batch.ignored` where nothing is scored.
public struct Example: Sendable, Hashable {
  public var inputs: [Int32]
  public var targets: [Int32]

  public init(inputs: [Int32], targets: [Int32]) {
    precondition(inputs.count == targets.count)
    (self.inputs, self.targets) = (inputs, targets)
  }

  /// T inputs that are all `token`, and nothing scored.
  init(repeating token: Int32, length: Int) {
    inputs = Array(repeating: token, count: length)
    targets = Array(repeating: Batch.ignored, count: length)
  }

  /// How many positions are scored.
  public var predictions: Int { targets.count { $0 != Batch.ignored } }
}

/// B sequences of T tokens, and what is to be predicted at each position.
public struct Batch: Sendable, Equatable {
  /// In `targets`: nothing is predicted here.
  public static let ignored: Int32 = -1

  /// B.
  public let sequences: Int
  /// T.
  public let length: Int
  /// Token ids `[B, T]`.
  public var inputs: [Int32]
  /// The id that the logits at (b, t) are scored against, `[B, T]`; `Batch.ignored` for none.
  public var targets: [Int32]
  /// Which task of the mixture sequence b came from, `[B]`.
  public var tasks: [Int]

  public init(
    sequences: Int, length: Int, inputs: [Int32], targets: [Int32], tasks: [Int]? = nil
  ) {
    precondition(inputs.count == sequences * length && targets.count == inputs.count)
    (self.sequences, self.length) = (sequences, length)
    (self.inputs, self.targets) = (inputs, targets)
    self.tasks = tasks ?? Array(repeating: 0, count: sequences)
  }

  /// How many positions are scored.
  public var predictions: Int { targets.count { $0 != Self.ignored } }

  /// Token ids `[B, T]`, each predicting the next of its sequence.
  init(nextTokensOf ids: [Int32], sequences: Int, length: Int) {
    let targets = ids.indices.map { ($0 + 1) % length == 0 ? Self.ignored : ids[$0 + 1] }
    self.init(sequences: sequences, length: length, inputs: ids, targets: targets)
  }

  /// Sequence b by itself.
  public func example(_ number: Int) -> Example {
    let range = (number * length)..<((number + 1) * length)
    return Example(inputs: Array(inputs[range]), targets: Array(targets[range]))
  }
}
