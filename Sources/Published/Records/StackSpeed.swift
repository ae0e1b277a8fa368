/// How fast a stack of our own trained and decoded on one CPU, on one thread.
public struct StackSpeed: Sendable, Hashable {
  /// The profile whose stack it is.
  public let profile: String
  /// The mixer of the layers that are not attention, by FLA's name: `gla`.
  public let family: String
  /// `pure`, `one in 4`, `full`.
  public let layout: String
  public let layers: Int
  /// d_model.
  public let width: Int
  /// Tokens of a sequence.
  public let length: Int
  /// Forward, backward and the optimiser's step.
  public let trainTokensPerSecond: Double
  /// Operations of that step over time, over the rate of sgemm.
  public let trainShareOfSgemm: Double
  /// One sequence, token by token.
  public let decodeTokensPerSecond: Double
  /// What the machine's sgemm gave between the same steps, billions of operations a second.
  public let sgemmGflops: Double
  /// OpenBLAS's kernels.
  public let coreType: String
  public let cpu: String
  /// `data/toy/speed.csv:4`
  public let provenance: String

  /// The columns of the files that they are read from, in order.
  public static let columns = [
    "profile", "family", "layout", "layers", "d_model", "length", "train_tokens_per_second",
    "train_share_of_sgemm", "decode_tokens_per_second", "sgemm_gflops", "core_type", "cpu",
  ]
}
