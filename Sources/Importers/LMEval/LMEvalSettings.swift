import Core
import Results

/// How a results file says that all of its tasks were evaluated.
enum LMEvalSettings {
  static func settings(_ root: JSONObject) -> EvaluationSettings {
    let config = root["config"]?.object
    var said: [String: String] = [:]
    said[EvaluationSettings.limit] = limit(config?["limit"])
    said["chat_template"] = chatTemplate(root) ?? config.flatMap(chatTemplate)
    if flag(root["fewshot_as_multiturn"]) { said["fewshot_as_multiturn"] = "yes" }
    said["system_instruction"] = text(root["system_instruction"]).map(short)
    add(ModelArguments(config?["model_args"]), to: &said)
    let generation = ModelArguments(config?["gen_kwargs"]).text
    if !generation.isEmpty { said["gen_kwargs"] = short(generation) }
    return EvaluationSettings(said)
  }

  /// The seed of the examples in the prompt, or else of everything that is drawn.
  static func seed(_ root: JSONObject) -> Int? {
    let config = root["config"]
    return (config?["fewshot_seed"] ?? config?["random_seed"])?.natural
  }

  /// How many items, or which share of them, were asked; nil where all were.
  static func limit(_ node: JSONNode?) -> String? {
    guard let value = node?.number else { return text(node).flatMap { $0 == "None" ? nil : $0 } }
    return Int(exactly: value).map(String.init) ?? "\(value)"
  }

  /// Adds the arguments of the model that a score can depend on, as `model_args.dtype`.
  static func add(_ arguments: ModelArguments, to said: inout [String: String]) {
    for (name, value) in arguments.pairs where !isOfRun(name) {
      said["model_args.\(name.clipped)"] = short(value)
    }
  }

  /// A template's hash begins with these digits; so does that of any text too long for a name.
  private static let digits = 12
  private static let longest = 80

  /// A text as it is, or the beginning of its hash where it is long.
  static func short(_ text: String) -> String {
    let isPlain = text.utf8.count <= longest && !text.contains(where: \.isNewline)
    return isPlain ? text : "sha256 \(Digest.sha256(text).prefix(digits))"
  }

  /// The template that was applied, by its hash or name; nil where none was.
  private static func chatTemplate(_ object: JSONObject) -> String? {
    if let template = text(object["chat_template"]) {
      return text(object["chat_template_sha"]).map { "sha256 \($0.prefix(digits))" }
        ?? short(template)
    }
    return text(object["apply_chat_template"])
      ?? (flag(object["apply_chat_template"]) || flag(object["chat_template"]) ? "yes" : nil)
  }

  private static func text(_ node: JSONNode?) -> String? {
    node?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func flag(_ node: JSONNode?) -> Bool { node?.value == .bool(true) }

  /// Whether an argument names the model or only says how it is run.
  private static func isOfRun(_ name: String) -> Bool {
    ofRun.contains(name) || name.hasPrefix("max_memory")
  }

  private static let ofRun: Set<String> = [
    "pretrained", "peft", "delta", "model", "path", "engine", "revision", "tokenizer", "subfolder",
    "device", "device_map", "device_map_option", "parallelize", "use_accelerate",
    "trust_remote_code", "cache_dir", "download_dir", "batch_size", "max_batch_size",
    "offload_folder", "low_cpu_mem_usage", "tensor_parallel_size", "data_parallel_size",
    "pipeline_parallel_size", "gpu_memory_utilization", "use_fast_tokenizer", "swap_space",
    "base_url", "num_concurrent", "max_retries",
  ]
}

/// Arguments of a model or of its generation, which are a text `pretrained=x,dtype=bfloat16`, the text of a
/// Python dictionary, or an object.
struct ModelArguments {
  /// Name and value, in the order of the file; no name stands twice.
  private(set) var pairs: [(name: String, value: String)] = []

  init(_ node: JSONNode?) {
    if let text = node?.string { add(text) }
    for member in node?.object?.members ?? [] { add(member.key, member.value.argumentText) }
  }

  init(_ text: String) { add(text) }

  private mutating func add(_ text: String) {
    var text = text.trimmed[...]
    let isDictionary = text.first == "{" && text.last == "}" && text.count > 1
    if isDictionary { text = text.dropFirst().dropLast() }
    for part in Self.split(text, at: ",") {
      let pair = Self.split(part, at: isDictionary ? ":" : "=", once: true)
      if pair.count == 2 { add(pair[0].trimmed.unquoted, pair[1].trimmed.unquoted) }
    }
  }

  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// `name=value,name=value` in order of name: one text for each set of arguments.
  var text: String {
    pairs.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }

  func leavingOut(_ names: Set<String>) -> ModelArguments {
    var rest = self
    rest.pairs.removeAll { names.contains($0.name) }
    return rest
  }

  /// More arguments than any model takes; the others do not count.
  private static let most = 256

  private mutating func add(_ name: String, _ value: String) {
    guard !name.isEmpty, !["", "None"].contains(value), pairs.count < Self.most, self[name] == nil
    else { return }
    pairs.append((name, value))
  }

  /// Splits where the separator stands outside of quotes and brackets.
  private static func split(
    _ text: Substring, at separator: Character, once: Bool = false
  ) -> [Substring] {
    var parts: [Substring] = []
    var (start, depth) = (text.startIndex, 0)
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      switch character {
      case quote: quote = nil
      case _ where quote != nil: break
      case "'", "\"": quote = character
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case separator where depth <= 0 && !(once && !parts.isEmpty):
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }
}

extension JSONNode {
  /// The value as it would stand on a command line of Python: `True`, `2048`, `{a: 1}`; empty for null.
  fileprivate var argumentText: String {
    switch value {
    case .null: ""
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .notFinite(let word): word.rawValue
    case .string(let text): text.trimmed.unquoted
    case .array(let items): "[\(items.map(\.argumentText).joined(separator: ", "))]"
    case .object(let object):
      "{\(object.members.map { "\($0.key): \($0.value.argumentText)" }.joined(separator: ", "))}"
    }
  }
}
