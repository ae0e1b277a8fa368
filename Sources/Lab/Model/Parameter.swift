import Core

/// A learned tensor, by FLA's name, with its gradient.
///
/// Its numbers lie inside the two flat arrays of a `ParameterSet`, in the order of declaration, so that
/// the projections of a mixer can be multiplied as one matrix.
public final class Parameter {
  /// FLA's name: `model.layers.0.attn.q_proj.weight`.
  public let name: String
  /// PyTorch's layout; a Linear weight is `[out, in]`.
  public let shape: [Int]
  /// How it starts.
  public let initial: Initial
  /// Whether AdamW's weight decay applies: to matrices, not to norms, biases and gates.
  public let decays: Bool
  /// Where it starts in the flat arrays.
  public let offset: Int

  /// The numbers; valid once the set is sealed.
  public fileprivate(set) var value: UnsafeMutablePointer<Float>
  /// d loss / d value.
  public fileprivate(set) var gradient: UnsafeMutablePointer<Float>

  public var count: Int { shape.reduce(1, *) }

  fileprivate init(name: String, shape: [Int], initial: Initial, decays: Bool, offset: Int) {
    (self.name, self.shape, self.initial) = (name, shape, initial)
    (self.decays, self.offset) = (decays, offset)
    (value, gradient) = (ParameterSet.unsealed, ParameterSet.unsealed)
  }
}

/// All learned tensors of a model, in two flat arrays: values and gradients.
public final class ParameterSet {
  fileprivate static var unsealed: UnsafeMutablePointer<Float> {
    UnsafeMutablePointer(bitPattern: 64)!
  }

  public private(set) var all: [Parameter] = []
  private var byName: [String: Parameter] = [:]
  /// Every value, `[count]`, in order of declaration.
  public private(set) var values = UnsafeMutableBufferPointer<Float>(start: nil, count: 0)
  /// Every gradient, in the same order.
  public private(set) var gradients = UnsafeMutableBufferPointer<Float>(start: nil, count: 0)
  /// How many numbers the model learns.
  public private(set) var count = 0

  public init() {}

  deinit {
    values.baseAddress?.deallocate()
    gradients.baseAddress?.deallocate()
  }

  /// Declares a parameter, or finds the one of this name: layers may share a parameter.
  public func declare(_ name: String, _ shape: [Int], _ initial: Initial, decays: Bool)
    -> Parameter
  {
    if let found = byName[name] {
      precondition(found.shape == shape, "\(name) is declared with two shapes")
      return found
    }
    precondition(values.baseAddress == nil, "\(name) is declared after the set was sealed")
    let parameter = Parameter(
      name: name, shape: shape, initial: initial, decays: decays, offset: count)
    all.append(parameter)
    byName[name] = parameter
    count += parameter.count
    return parameter
  }

  public subscript(name: String) -> Parameter? { byName[name] }

  /// Allocates the flat arrays, zeroed; nothing can be declared afterwards.
  public func seal() {
    values = Self.allocate(count)
    gradients = Self.allocate(count)
    for parameter in all {
      parameter.value = values.baseAddress! + parameter.offset
      parameter.gradient = gradients.baseAddress! + parameter.offset
    }
  }

  public func zeroGradients() { gradients.update(repeating: 0) }

  private static func allocate(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    let start = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    start.initialize(repeating: 0, count: max(count, 1))
    return UnsafeMutableBufferPointer(start: start, count: count)
  }
}

/// How a parameter starts; the kinds are those of FLA 0.3.0 and later.
public enum Initial: Sendable, Equatable {
  /// N(0, sd²).
  case normal(Double)
  case constant(Float)
  /// log of U(0, 16): GatedDeltaNet's `A_log`.
  case logUniform16
  /// softplus⁻¹ of exp(U(log 0.001, log 0.1)), at least 1e-4: GatedDeltaNet's `dt_bias`.
  case inverseSoftplusTimeStep

  /// The next number from the stream.
  func draw(_ stream: inout RandomStream) -> Float {
    switch self {
    case .normal(let deviation): return Float(stream.normal() * deviation)
    case .constant(let value): return value
    case .logUniform16:
      return Float(DeterministicMath.log(16 * max(stream.uniform(), 0x1p-53)))
    case .inverseSoftplusTimeStep:
      let (low, high) = (DeterministicMath.log(0.001), DeterministicMath.log(0.1))
      let step = max(DeterministicMath.exp(low + (high - low) * stream.uniform()), 1e-4)
      return Float(step + DeterministicMath.log(1 - DeterministicMath.exp(-step)))
    }
  }
}

extension ParameterSet {
  /// Fills every parameter from a stream of its name, whatever other parameters there are.
  public func initialise(seed: UInt64) {
    for parameter in all {
      var stream = RandomStream(seed: seed, named: "parameter \(parameter.name)")
      for i in 0..<parameter.count { parameter.value[i] = parameter.initial.draw(&stream) }
    }
  }
}
