import CKernels

/// One sequence, token by token: every mixer by its plain recurrence, with a state of its own.
///
/// It shares the model's memory, so it is not to be used between a forward and a backward pass.
public final class TokenDecoder {
  private let model: LanguageModel
  /// The embedding's state, those of the layers, and the stream `[d]`, one after the other.
  private let memory: UnsafeMutableBufferPointer<Float>
  /// Tokens read so far.
  public private(set) var position = 0

  public init(_ model: LanguageModel) {
    self.model = model
    let states = model.stateBytes(length: model.capacity.length) / 4
    memory = .allocate(capacity: states + model.config.hiddenSize)
    memory.initialize(repeating: 0)
  }

  deinit { memory.deallocate() }

  /// Reads a token; the logits `[vocab]` of the next one.
  /// - Precondition: fewer tokens were read than the model's longest sequence has.
  public func read(_ token: Int32) -> [Float] {
    precondition(position < model.capacity.length, "the model's longest sequence is read")
    guard var state = memory.baseAddress else { return [] }
    let environment = ck_enter()
    defer { ck_leave(environment) }
    let x = state + memory.count - model.config.hiddenSize
    model.embedding.step(token, into: x, state: state)
    state += model.embedding.stateCount
    for block in model.blocks {
      block.step(x, state: state, position: position)
      state += block.mixer.stateCount(length: model.capacity.length)
    }
    position += 1
    return model.logits(of: x)
  }
}
