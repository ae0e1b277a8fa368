import Core

/// The mixers that models can be made of.
public struct MixerRegistry: Sendable {
  let mixers: [any TokenMixer.Type]

  init(_ mixers: [any TokenMixer.Type]) { self.mixers = mixers }

  /// One line for each mixer; their order is that of tables and legends.
  public static let standard = MixerRegistry([
    SoftmaxAttention.self,
    HGRN.self,
    RetNet.self,
    GLA.self,
    HGRN2.self,
    DeltaNet.self,
    GatedDeltaNet.self,
  ])

  /// Names on the command line, in order.
  public var names: [String] { mixers.map { $0.name } }

  /// The mixer of FLA's `model_type`, or of a name on the command line.
  /// - Throws: `Fault` listing what there is.
  func mixer(_ name: String, at place: String) throws -> any TokenMixer.Type {
    guard let found = mixers.first(where: { $0.modelType == name || $0.name == name }) else {
      throw Fault(
        "there is no such mixer", at: place, expected: names.joined(separator: ", "), found: name)
    }
    return found
  }

  /// Name, FLA's model type and title of a mixer.
  public func description(_ name: String) throws -> (name: String, modelType: String, title: String)
  {
    let type = try mixer(name, at: "mixer")
    return (type.name, type.modelType, type.title)
  }

  /// The options that a small model of this width and number of heads needs, by FLA's names.
  public func options(_ name: String, hiddenSize: Int, heads: Int) throws -> [String: JSONValue] {
    try mixer(name, at: "mixer").options(hiddenSize: hiddenSize, heads: heads)
  }
}
