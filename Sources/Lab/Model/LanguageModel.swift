import CKernels
import COpenBLAS
import Core

/// A hybrid language model: embedding, layers of a mixer (`LayerBlock`), a final norm and a head (FLA's
/// `*ForCausalLM`), with hand-written backward passes.
///
/// A batch runs through in slices of a few sequences, forward and backward, so that what a slice
/// carries from one pass to the other stays near the CPU; gradients add up in the order of the
/// slices. All memory is allocated here, once.
public final class LanguageModel {
  public let config: ModelConfig
  /// Every learned tensor.
  public let parameters: ParameterSet
  /// The largest B and T of a batch.
  let capacity: Extent
  /// Sequences of a slice.
  let slice: Int
  let blocks: [any LayerBlock]
  let embedding: TokenEmbedding
  private let finalNorm: StreamNorm
  private let head: Parameter
  private let arena: Arena
  private let gradient: Buffer
  private let normGradient: Buffer
  private let logits: Buffer
  /// Adds up where the time goes, while it is set.
  public var clock: PartClock? {
    didSet { for block in blocks { block.clock = clock } }
  }
  private var losses: [Float]
  private var hits: [UInt8]

  /// - Parameters:
  ///   - sequences: the largest B that will be given.
  ///   - length: the largest T.
  ///   - allocates: false for a model that is only checked: it has no memory and runs nothing.
  /// - Throws: `Fault` where the configuration asks for what is not supported, or for too much.
  public init(
    _ config: ModelConfig, sequences: Int, length: Int, registry: MixerRegistry = .standard,
    allocates: Bool = true
  ) throws {
    try demand(
      sequences > 0 && length > 0, "a batch needs at least one sequence of one token", at: "model")
    try demand(
      length <= TaskRegistry.largest, "the sequences are too long", at: "model",
      expected: "at most \(TaskRegistry.largest) tokens", found: "\(length)")
    try Bounds.checkTokens("batchSize", sequences: sequences, length: length, at: "model")
    openblas_set_num_threads(1)
    self.config = config
    capacity = Extent(sequences: sequences, length: length)
    slice = min(sequences, max(1, Self.sliceTokens / length))
    let size = Extent(sequences: slice, length: length)
    let (parameters, arena) = (ParameterSet(), Arena())
    func maker(_ layer: Int) -> LayerMaker {
      LayerMaker(
        config: config, layer: layer, capacity: size, parameters: parameters, arena: arena)
    }
    let model = maker(0).under("model.")
    embedding = TokenEmbedding(model)
    blocks = try (0..<config.layerCount).map { layer in
      arena.beginLayer()
      var (type, options) = try config.mixer(ofLayer: layer, registry: registry)
      let block = try type.block(&options, maker(layer))
      try options.refuseUnread(expected: "options that \(type.facts.title) has")
      return block
    }
    finalNorm = StreamNorm("norm", model)
    head =
      config.tieWordEmbeddings
      ? embedding.table : maker(0).matrix("lm_head.weight", [config.vocabSize, model.width])
    gradient = model.keep(perToken: model.width)
    normGradient = model.keep(perToken: model.width)
    logits = model.keep(perToken: config.vocabSize)
    (self.parameters, self.arena) = (parameters, arena)
    try Bounds.check(
      parameters: parameters.count, activationBytes: arena.plannedBytes,
      available: allocates ? Bounds.machineMemory : nil)
    losses = Array(repeating: 0, count: allocates ? size.tokens : 0)
    hits = Array(repeating: 0, count: allocates ? size.tokens : 0)
    guard allocates else { return }
    parameters.seal()
    arena.seal()
    for block in blocks { block.mixer.prepare() }
  }

  /// Sequences that run together: about this many tokens fill the products of the layers and still
  /// leave a slice's memory near the CPU (measured with `interleave bench`).
  static let sliceTokens = 1024

  /// Starts every parameter as FLA does.
  public func initialise(seed: UInt64) { parameters.initialise(seed: seed) }

  /// The mean loss over the scored positions of `batch`, in nats; the gradients of that mean replace
  /// those in `parameters`. A batch in which nothing is scored has loss 0.
  public func lossAndGradients(_ batch: Batch) -> Double {
    parameters.zeroGradients()
    let predictions = batch.predictions
    guard predictions > 0 else { return 0 }
    var total = 0.0
    visit(batch) { ids, targets, extent, _ in
      forward(ids, extent)
      crossEntropy(targets, extent, scale: 1 / Float(predictions))
      for i in 0..<extent.tokens { total += Double(losses[i]) }
      backward(ids, extent)
    }
    return total / Double(predictions)
  }

  /// Loss in nats and hit at each scored position (an index into the batch), without gradients.
  public func score(_ batch: Batch, _ body: (_ position: Int, _ loss: Float, _ hit: Bool) -> Void) {
    visit(batch) { ids, targets, extent, first in
      forward(ids, extent)
      crossEntropy(targets, extent, scale: 0)
      for i in 0..<extent.tokens where targets[i] >= 0 {
        body(first + i, losses[i], hits[i] != 0)
      }
    }
  }

  /// The logits `[B, T, vocab]` of token ids `[B, T]`.
  public func logits(_ ids: [Int32], sequences: Int, length: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(ids.count * config.vocabSize)
    let batch = Batch(
      sequences: sequences, length: length, inputs: ids,
      targets: Array(repeating: Batch.ignored, count: ids.count))
    visit(batch) { ids, _, extent, _ in
      forward(ids, extent)
      result.append(
        contentsOf: UnsafeBufferPointer(
          start: logits.base, count: extent.tokens * config.vocabSize))
    }
    return result
  }

  /// Operations of one sequence's forward pass: products alone, a multiply and an add counting two.
  /// The backward pass has twice as many.
  public func flops(length: Int) -> Double {
    blocks.reduce(0) { $0 + $1.flops(length: length) }
      + 2 * Double(length * config.hiddenSize * config.vocabSize)
  }

  /// Bytes of all activations that the passes keep or share.
  public var activationBytes: Int { arena.bytes }

  /// Bytes that decoding keeps of one sequence once it has read `length` tokens, float32.
  public func stateBytes(length: Int) -> Int {
    4 * embedding.stateCount + blocks.reduce(0) { $0 + $1.mixer.stateBytes(length: length) }
  }
}

// MARK: - Passes over one slice

extension LanguageModel {
  private typealias Pass = (
    _ ids: UnsafePointer<Int32>, _ targets: UnsafePointer<Int32>, _ extent: Extent, _ first: Int
  ) -> Void

  private func visit(_ batch: Batch, _ body: Pass) {
    precondition(
      batch.sequences <= capacity.sequences && batch.length <= capacity.length,
      "the batch is larger than the model's capacity")
    let environment = ck_enter()
    defer { ck_leave(environment) }
    batch.inputs.withUnsafeBufferPointer { ids in
      batch.targets.withUnsafeBufferPointer { targets in
        guard let ids = ids.baseAddress, let targets = targets.baseAddress else { return }
        for first in stride(from: 0, to: batch.sequences, by: slice) {
          let extent = Extent(
            sequences: min(slice, batch.sequences - first), length: batch.length)
          let row = first * batch.length
          body(ids + row, targets + row, extent, row)
        }
      }
    }
  }

  private var table: Rows { Rows(head.value, stride: config.hiddenSize) }

  private func forward(_ ids: UnsafePointer<Int32>, _ extent: Extent) {
    embedding.forward(ids, extent)
    clock?.mark(.embedding)
    var stream = embedding.output
    for block in blocks {
      block.forward(stream, extent)
      stream = block.output
    }
    BLAS.nt(
      extent.tokens, config.vocabSize, config.hiddenSize, finalNorm.forward(stream, extent.tokens),
      table, logits.rows(config.vocabSize))
    clock?.mark(.head)
  }

  private func crossEntropy(_ targets: UnsafePointer<Int32>, _ extent: Extent, scale: Float) {
    ck_cross_entropy(
      logits.base, targets, &losses, &hits, extent.tokens, config.vocabSize, scale)
  }

  /// From the logits' gradients to all parameters'.
  private func backward(_ ids: UnsafePointer<Int32>, _ extent: Extent) {
    let (width, tokens) = (config.hiddenSize, extent.tokens)
    let dLogits = logits.rows(config.vocabSize)
    BLAS.tn(
      config.vocabSize, width, tokens, dLogits, finalNorm.normed,
      Rows(head.gradient, stride: width), beta: 1)
    BLAS.nn(tokens, width, config.vocabSize, dLogits, table, normGradient.rows(width))
    let streams = [embedding.output] + blocks.map(\.output)
    finalNorm.backward(normGradient, x: streams[blocks.count], into: gradient, tokens)
    clock?.mark(.head)
    for i in blocks.indices.reversed() {
      blocks[i].backward(gradient, x: streams[i], extent)
    }
    embedding.backward(gradient, ids, extent)
    clock?.mark(.embedding)
  }

  /// One token's stream through final norm and head.
  func logits(of stream: UnsafeMutablePointer<Float>) -> [Float] {
    normGradient.base.update(from: stream, count: config.hiddenSize)
    BLAS.nt(
      1, config.vocabSize, config.hiddenSize, finalNorm.forward(normGradient, 1), table,
      logits.rows(config.vocabSize))
    return Array(UnsafeBufferPointer(start: logits.base, count: config.vocabSize))
  }
}

extension ModelConfig {
  /// The mixer of one layer and its options: full attention where `attn.layers` says so.
  func mixer(ofLayer layer: Int, registry: MixerRegistry) throws -> (
    any TokenMixer.Type, JSONFields
  ) {
    if let attention, attention.layers.contains(layer) {
      let type = try registry.mixer(Self.attentionModel, at: "attn")
      return (type, try JSONFields(.object(attention.options), at: "attn"))
    }
    let type = try registry.mixer(modelType, at: "model_type")
    return (type, try JSONFields(.object(options), at: "model (\(modelType))"))
  }
}

// MARK: - Costs

/// What a model costs by count: the operations of its forward pass, and what decoding keeps.
///
/// The counts are those of the layers as they are computed here, chunkwise forms and projections
/// included; nothing is timed, and no memory for a sequence is needed.
public struct ModelCost: Sendable, Equatable {
  /// Tokens of the sequence.
  public let length: Int
  /// Floating-point operations of the forward pass over the whole sequence, a token: products alone, a
  /// multiply and an add counting two.
  public let flopsPerToken: Double
  /// Those of the token mixers alone.
  public let mixerFlopsPerToken: Double
  /// Bytes that decoding keeps of the sequence once it has read it: states, keys and values, float32.
  public let stateBytes: Int

  /// - Throws: `Fault` where the configuration asks for what is not computed here.
  public init(_ config: ModelConfig, length: Int) throws {
    try demand(length > 0, "a sequence has at least one token", at: "model", found: "\(length)")
    // One token's memory: the counts do not depend on it.
    let model = try LanguageModel(config, sequences: 1, length: 1)
    self.length = length
    flopsPerToken = model.flops(length: length) / Double(length)
    mixerFlopsPerToken =
      model.blocks.reduce(0) { $0 + $1.mixer.flops(length: length) } / Double(length)
    stateBytes = model.stateBytes(length: length)
  }
}

// MARK: - Tensors

extension LanguageModel {
  /// Takes every parameter from a file, by FLA's names.
  /// - Parameter prefix: what the names begin with in the file.
  /// - Throws: `Fault` where a parameter is missing, has another shape, or the file has one that the
  ///   model does not.
  public func load(_ file: Safetensors, prefix: String = "") throws {
    try checkTensors(file, prefix: prefix)
    for parameter in parameters.all {
      guard let values = file.tensors[prefix + parameter.name]?.floats else { continue }
      parameter.value.update(from: values, count: parameter.count)
    }
  }

  /// What `load` demands of a file; the model need not have any memory.
  func checkTensors(_ file: Safetensors, prefix: String) throws {
    let known = Set(parameters.all.map { prefix + $0.name })
    let tied = prefix + "lm_head.weight"
    let extra = file.tensors.keys.filter {
      $0.hasPrefix(prefix) && !known.contains($0) && !(config.tieWordEmbeddings && $0 == tied)
    }
    try demand(
      extra.isEmpty, "the model has no such parameter", at: extra.min() ?? "",
      found: config.modelType,
      hint: "the configuration may lack an option that the checkpoint was made with")
    for parameter in parameters.all {
      guard let tensor = file.tensors[prefix + parameter.name], tensor.floats != nil else {
        throw Fault("the parameter is missing", at: prefix + parameter.name)
      }
      try demand(
        tensor.shape == parameter.shape, "the parameter has the wrong shape", at: parameter.name,
        expected: "\(parameter.shape)", found: "\(tensor.shape)")
    }
  }
}

extension ParameterSet {
  /// Every parameter's values, by FLA's names.
  func tensors() -> [String: Safetensors.Tensor] {
    all.reduce(into: [:]) { tensors, parameter in
      let values = UnsafeBufferPointer(start: parameter.value, count: parameter.count)
      tensors[parameter.name] = .init(Array(values), shape: parameter.shape)
    }
  }
}
