import Core
import Foundation

/// How far this engine is from FLA on one golden case.
///
/// The difference of two tensors is max |a - b| / max |b|, b being FLA's.
public struct ParityResult: Sendable, Codable {
  /// The largest differences that pass, as the golden cases' own notes set them.
  public enum Tolerance {
    public static let logits = 5e-5
    public static let loss = 1e-5
    public static let gradient = 2e-4
  }

  /// A tensor's name and its difference.
  public struct Named: Sendable, Codable {
    public var name: String
    public var value: Double
  }

  public var `case`: String
  /// Of the short sequences; nil where the case has none. So are the others.
  public var logits: Double?
  public var longLogits: Double?
  public var loss: Double?
  /// The parameter whose gradient is furthest off.
  public var worstGradient: Named?
  /// Whether everything that was compared is within its tolerance.
  public var pass: Bool
  /// What stopped the comparison, where something did.
  public var error: String?
  /// What the reader should know about the case.
  public var note: String?

  enum CodingKeys: String, CodingKey {
    case `case`, logits, loss, pass, error, note
    case longLogits = "long_logits"
    case worstGradient = "worst_gradient"
  }
}

extension ParityResult {
  /// Sets `pass`. A difference that is not finite fails the case and is dropped, for JSON's sake.
  fileprivate mutating func judge() {
    let compared = [
      ("logits", logits, Tolerance.logits), ("long_logits", longLogits, Tolerance.logits),
      ("loss", loss, Tolerance.loss),
      ("the gradient of \(worstGradient?.name ?? "")", worstGradient?.value, Tolerance.gradient),
    ].compactMap { name, value, limit in value.map { (name: name, value: $0, limit: limit) } }
    let bad = compared.filter { !$0.value.isFinite }.map(\.name)
    if !bad.isEmpty {
      error = "the difference is not a finite number: \(bad.joined(separator: ", "))"
    }
    pass = bad.isEmpty && !compared.isEmpty && compared.allSatisfy { $0.value <= $0.limit }
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    (logits, longLogits, loss) = (finite(logits), finite(longLogits), finite(loss))
    if finite(worstGradient?.value) == nil { worstGradient = nil }
  }
}

/// Runs golden cases through the engine.
public enum ParityCheck {
  /// One case; a fault while running it becomes the result's `error`.
  public static func run(_ json: URL) -> ParityResult {
    do {
      return try compare(GoldenCase(json: json))
    } catch {
      let name = VisibleText.of(json.deletingPathExtension().lastPathComponent)
      return ParityResult(case: name, pass: false, error: "\(error)")
    }
  }

  static func compare(_ golden: GoldenCase) throws -> ParityResult {
    let model = try makeModel(golden)
    try model.load(golden.tensors, prefix: "param.")
    var result = ParityResult(case: golden.name, pass: false, note: golden.note)
    result.logits = try logits("", golden, model)
    result.longLogits = try logits("long_", golden, model)
    if let (ids, shape) = try golden.ids("input_ids"), golden.loss != nil {
      let loss = model.lossAndGradients(
        Batch(nextTokensOf: ids, sequences: shape[0], length: shape[1]))
      result.loss = golden.loss.map { abs(loss - $0) / abs($0) }
      result.worstGradient = try worstGradient(golden, model)
    }
    result.judge()
    return result
  }

  private static func makeModel(_ golden: GoldenCase) throws -> LanguageModel {
    let shapes = try ["input_ids", "long_input_ids"].compactMap { try golden.ids($0)?.shape }
    guard let sequences = shapes.map({ $0[0] }).max(), let length = shapes.map({ $0[1] }).max()
    else { throw Fault("the case has no input_ids", at: golden.name) }
    try demand(
      shapes.allSatisfy { $0[0] * $0[1] <= mostTokens }, "the case has too many tokens",
      at: golden.name, expected: "at most \(mostTokens)", found: "input_ids of shape \(shapes)")
    // Nothing is allocated for a model whose parameters the case does not have.
    try LanguageModel(
      golden.config, sequences: sequences, length: length, allocates: false
    ).checkTensors(golden.tensors, prefix: "param.")
    return try LanguageModel(golden.config, sequences: sequences, length: length)
  }

  /// The most tokens of a batch: attention takes time with their square.
  private static let mostTokens = 16_384

  private static func logits(_ prefix: String, _ golden: GoldenCase, _ model: LanguageModel) throws
    -> Double?
  {
    guard let (ids, shape) = try golden.ids("\(prefix)input_ids"),
      let expected = golden.tensors.tensors["\(prefix)logits"]?.floats
    else { return nil }
    let found = model.logits(ids, sequences: shape[0], length: shape[1])
    try demand(
      found.count == expected.count, "the logits have the wrong size",
      at: "\(golden.name): \(prefix)logits", expected: String(found.count),
      found: String(expected.count))
    return difference(found, expected)
  }

  private static func worstGradient(_ golden: GoldenCase, _ model: LanguageModel) throws
    -> ParityResult.Named?
  {
    var worst: ParityResult.Named?
    for parameter in model.parameters.all {
      guard let expected = golden.tensors.tensors["grad.\(parameter.name)"]?.floats else {
        continue
      }
      let found = Array(UnsafeBufferPointer(start: parameter.gradient, count: parameter.count))
      try demand(
        found.count == expected.count, "the gradient has the wrong size",
        at: "\(golden.name): \(parameter.name)")
      let value = difference(found, expected)
      if value > worst?.value ?? -1 || value.isNaN {
        worst = ParityResult.Named(name: parameter.name, value: value)
      }
      if value.isNaN { break }
    }
    return worst
  }

  /// max |a - b| / max |b|; where b is all zeros, max |a|.
  static func difference(_ a: [Float], _ b: [Float]) -> Double {
    var (gap, size) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
      let d = abs(Double(x) - Double(y))
      gap = d.isNaN ? .nan : max(gap, d)
      if gap.isNaN { return .nan }
      size = max(size, abs(Double(y)))
    }
    return size > 0 ? gap / size : gap
  }
}

/// One golden case: a model that FLA ran, with its inputs, outputs and gradients.
///
/// `<name>.json` holds the configuration and the loss, `<name>.safetensors` the tensors: `param.*`,
/// `grad.*`, `input_ids` and `logits` of a short batch, `long_input_ids` and `long_logits` of a longer
/// sequence. Either of the two sequences may be missing.
public struct GoldenCase {
  public let name: String
  public let config: ModelConfig
  public let loss: Double?
  public let tensors: Safetensors
  /// Where the case's parameters are not those of its configuration.
  public let note: String?
}

extension GoldenCase {
  /// - Throws: `Fault` naming the file that is missing or damaged.
  public init(json: URL) throws {
    let place = json.path
    let data = try InputFile.data(at: json, atMost: 16 << 20)
    var fields = try JSONFields(JSONValue(data: data, at: place), at: place)
    let given = try fields.string("case") ?? json.deletingPathExtension().lastPathComponent
    name = VisibleText.of(String(given.prefix(100)))
    loss = try fields.number("loss")
    let value = try fields.required(fields.value("config"), "config")
    tensors = try Safetensors.read(
      from: json.deletingPathExtension().appendingPathExtension("safetensors"))
    let stated = try ModelConfig(json: value, at: "\(place): config")
    config = stated.asBuilt(parameters: tensors.tensors.keys)
    note = config == stated ? nil : "use_short_conv is stated, but the model has no filters"
  }

  /// The cases in a folder, by name. One that lacks a file is listed too, so that it fails by name.
  /// - Throws: `Fault` where there are none.
  public static func all(in folder: URL) throws -> [URL] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let names = files.compactMap { file in
      [".json", ".safetensors"].first(where: file.hasSuffix).map { file.dropLast($0.count) }
    }
    let cases = Set(names).map { "\($0).json" }
    try demand(
      !cases.isEmpty, "there are no golden cases", at: folder.path,
      expected: "pairs of <name>.json and <name>.safetensors")
    return cases.sorted().map { folder.appendingPathComponent($0) }
  }
}

extension ModelConfig {
  /// The configuration that the parameters show. FLA 0.6.0 reads `use_short_conv` in RetNet's
  /// configuration but does not hand it to the layer: such a model has no filters.
  func asBuilt(parameters: some Sequence<String>) -> ModelConfig {
    guard options["use_short_conv"] == true,
      !parameters.contains(where: { $0.contains("_conv1d.") })
    else { return self }
    var built = self
    built.options["use_short_conv"] = false
    return built
  }
}

extension GoldenCase {
  /// Token ids `[B, T]` and their shape.
  func ids(_ name: String) throws -> (ids: [Int32], shape: [Int])? {
    guard let tensor = tensors.tensors[name] else { return nil }
    guard let ids = tensor.integers, tensor.shape.count == 2, !ids.isEmpty else {
      throw Fault(
        "\(name) is not an int32 [B, T]", at: self.name, found: "shape \(tensor.shape)")
    }
    if let bad = ids.first(where: { !(0..<Int32(config.vocabSize)).contains($0) }) {
      throw Fault(
        "\(name) has an id outside the vocabulary", at: self.name,
        expected: "0 to \(config.vocabSize - 1)", found: String(bad))
    }
    return (ids, tensor.shape)
  }
}
