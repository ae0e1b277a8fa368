import CKernels

/// One sequence, token by token: every mixer by its plain recurrence, with a state of its own.
///
/// It shares the model's memory, so it is not to be used between a forward and a backward pass.
public final class TokenDecoder {
  private let model: LanguageModel
  private var states: [[Float]]
  private var shiftState: [Float]
  private var stream: [Float]
  /// Tokens read so far.
  public private(set) var position = 0

  public init(_ model: LanguageModel) {
    self.model = model
    let length = model.capacity.length
    states = model.blocks.map {
      Array(repeating: 0, count: max($0.mixer.stateCount(length: length), 1))
    }
    shiftState = Array(repeating: 0, count: max(model.embedding.stateCount, 1))
    stream = Array(repeating: 0, count: model.config.hiddenSize)
  }

  /// Reads a token; the logits `[vocab]` of the next one.
  /// - Precondition: fewer tokens were read than the model's longest sequence has.
  public func read(_ token: Int32) -> [Float] {
    precondition(position < model.capacity.length, "the model's longest sequence is read")
    let environment = ck_enter()
    defer { ck_leave(environment) }
    return stream.withUnsafeMutableBufferPointer { stream in
      guard let x = stream.baseAddress else { return [] }
      shiftState.withUnsafeMutableBufferPointer { state in
        if let state = state.baseAddress { model.embedding.step(token, into: x, state: state) }
      }
      for (i, block) in model.blocks.enumerated() {
        states[i].withUnsafeMutableBufferPointer { state in
          if let state = state.baseAddress { block.step(x, state: state, position: position) }
        }
      }
      position += 1
      return model.logits(of: x)
    }
  }
}
