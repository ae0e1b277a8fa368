import Core

/// A token mixer: what stands in the place of attention in one layer.
///
/// One file holds one mixer, and `MixerRegistry.standard` has one line for it; nothing else knows its
/// name. A mixer is made once for each layer that it serves, declares its parameters by FLA's names,
/// asks for its memory, and then only computes.
protocol TokenMixer: AnyObject, SendableMetatype {
  /// The name on the command line: `gla`.
  static var name: String { get }
  /// FLA's `model_type`: `gla`.
  static var modelType: String { get }
  /// The name in prose: `GLA`.
  static var title: String { get }
  /// The mixer's options for a model of this width and number of heads, by FLA's names; what a
  /// small model needs where FLA's defaults are for large ones.
  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue]

  /// Declares parameters and memory.
  /// - Parameter options: FLA's options; what is left unread is refused by the caller.
  /// - Throws: `Fault` where the options do not fit, or ask for what is not computed here.
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
  func prepare() {}

  /// Bytes that decoding keeps for one sequence once it has read `length` tokens, float32.
  func stateBytes(length: Int) -> Int { stateCount(length: length) * 4 }
}
