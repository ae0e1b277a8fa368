/// What the import of one file did.
public struct ImportOutcome: Sendable, Equatable {
  /// The file's number in the store.
  public let id: Int64
  /// What errors and tables call the file.
  public let path: String
  public let format: String
  /// The version or era of the format; empty where it has none.
  public let version: String
  /// Whether the store had these bytes already, and nothing was read.
  public let isKnown: Bool
  /// Models or runs in the file; 0 where it was known.
  public let models: Int
  /// Different metrics and series in the file; 0 where it was known.
  public let metrics: Int
  /// Values of which the store had none before.
  public let new: Int
  /// Values that the store had already.
  public let same: Int
  /// Values that differ from all that the store has for their model and metric.
  public let conflicting: Int
  public let warnings: [String]
}
