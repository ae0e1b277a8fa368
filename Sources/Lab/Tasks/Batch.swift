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
    self.sequences = sequences
    self.length = length
    self.inputs = inputs
    self.targets = targets
    self.tasks = tasks ?? Array(repeating: 0, count: sequences)
  }

  /// How many positions are scored.
  public var predictions: Int { targets.count { $0 != Self.ignored } }
}
