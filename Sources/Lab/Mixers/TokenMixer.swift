import Core

/// What the rest of the project knows of a mixer, as plain data.
public struct MixerFacts: Sendable, Hashable {
  /// FLA's `hidden_ratio` of most families: the GatedMLP is 2/3 of this times as wide as the model.
  static let usualHiddenRatio = 4.0

  /// The name on the command line: `gla`.
  public let name: String
  /// FLA's `model_type`: `gla`.
  public let modelType: String
  /// The name in prose: `GLA`.
  public let title: String
  /// Further names that the command line accepts.
  public var aliases: [String] = []
  /// The palette's name of the family's colour in charts: `olive`.
  public let color: String
  /// The shape of the family's markers in charts: `circle`.
  public let marker: String
  /// FLA's default of `hidden_ratio`.
  public var hiddenRatio = usualHiddenRatio

  func answers(to name: String) -> Bool {
    name == self.name || name == modelType || aliases.contains(name)
  }
}

/// A token mixer: what takes the place of attention in one layer.
///
/// One file holds one mixer, and `MixerRegistry.standard` has one line for it; nothing else knows its
/// name. A mixer is made once for each layer that it serves, declares its parameters by FLA's names,
/// asks for its memory, and then only computes.
protocol TokenMixer: AnyObject, SendableMetatype {
  static var facts: MixerFacts { get }
  /// The mixer's options for a model of this width and number of heads, by FLA's names: what a
  /// small model needs where FLA's defaults are for large ones.
  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue]
  /// The layer around the mixer. By default FLA's: see `ResidualBlock`.
  /// - Parameter make: a maker for parameters of the whole model; `make.layer` is the layer.
  static func block(_ options: inout JSONFields, _ make: LayerMaker) throws -> any LayerBlock

  /// Declares parameters and memory.
  /// - Parameter options: FLA's options; what is left unread is refused by the caller.
  /// - Throws: `Fault` where the options do not fit, or ask for what is not supported.
  init(_ options: inout JSONFields, _ make: LayerMaker) throws

  /// Fills tables that need memory: once, after the arena is sealed.
  func prepare()

  /// y `[B, T, d]` = mixer(x `[B, T, d]`), from an empty state; keeps what `backward` needs.
  func forward(_ x: Rows, into y: Rows, _ extent: Extent)

  /// dx `[B, T, d]` from dy, for the x of the last `forward`; parameter gradients grow.
  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent)

  /// Floats of the recurrent state of one sequence that may grow to `length` tokens.
  func stateCount(length: Int) -> Int

  /// One token of one sequence by the plain recurrence: y `[d]` from x `[d]`.
  /// - Parameters:
  ///   - state: `stateCount` floats, zero before the first token.
  ///   - position: how many tokens came before.
  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int)

  /// Floating-point operations of the forward pass over one sequence of T tokens, products alone.
  func flops(length: Int) -> Double
}

extension TokenMixer {
  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads)]
  }

  static func block(_ options: inout JSONFields, _ make: LayerMaker) throws -> any LayerBlock {
    try ResidualBlock(Self.self, &options, make)
  }

  func prepare() {}

  /// Bytes that decoding keeps for one sequence once it has read `length` tokens, float32.
  func stateBytes(length: Int) -> Int { stateCount(length: length) * 4 }
}

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

  /// What is known of each mixer, in order.
  public var facts: [MixerFacts] { mixers.map { $0.facts } }

  /// Names on the command line, in order.
  public var names: [String] { facts.map(\.name) }

  /// The mixer of FLA's `model_type`, or of a name on the command line; nil where there is none.
  func find(_ name: String) -> (any TokenMixer.Type)? {
    mixers.first { $0.facts.answers(to: name) }
  }

  /// - Throws: `Fault` listing what there is.
  func mixer(_ name: String, at place: String) throws -> any TokenMixer.Type {
    guard let found = find(name) else {
      throw Fault.unknown("mixer", name, among: names, at: place)
    }
    return found
  }

  /// What is known of the mixer of this name.
  public func description(_ name: String) throws -> MixerFacts {
    try mixer(name, at: "mixer").facts
  }
}
