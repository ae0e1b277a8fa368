import Lab

/// What is known of a training run before it starts.
public struct RunDescription: Sendable, Equatable {
  /// A hash of all that the result depends on but the machine.
  public var identity: String
  /// The profile that it was first made for.
  public var profile: String
  /// The whole configuration as JSON text.
  public var config: String
  /// The mixer of the layers that are not attention, by FLA's name: `gla`.
  public var family: String
  /// Which layers are full attention, in words: `pure`, `one in 4`.
  public var layout: String
  public var attentionLayers: Int
  public var layers: Int
  /// d_model.
  public var width: Int
  public var seed: Int
  /// The version of what computes the run.
  public var engine: String

  public init(
    identity: String, profile: String, config: String, family: String, layout: String,
    attentionLayers: Int, layers: Int, width: Int, seed: Int, engine: String
  ) {
    (self.identity, self.profile, self.config) = (identity, profile, config)
    (self.family, self.layout, self.attentionLayers) = (family, layout, attentionLayers)
    (self.layers, self.width, self.seed, self.engine) = (layers, width, seed, engine)
  }

  /// Attention layers over all layers.
  public var attentionFraction: Double { Double(attentionLayers) / Double(layers) }
}

/// A training run as the store has it.
public struct StoredRun: Sendable, Equatable {
  public var description: RunDescription
  /// How many numbers the model learns; nil before the start.
  public var parameters: Int?
  /// OpenBLAS's kernels; bits are promised for the same ones alone.
  public var coreType: String?
  public var cpu: String?
  public var outcome: RunOutcome
  /// What went wrong, where something did.
  public var reason: String?
  /// Time spent in training. No report shows it, since it is another one every time.
  public var seconds: Double?
  /// SHA-256 of all that the run came to, apart from the machine and the time; nil where there is
  /// no result.
  public var recordHash: String?

  public var identity: String { description.identity }
}
