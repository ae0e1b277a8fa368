import Core
import Foundation
import Published
import Results

/// What has to be said with an export in the schema Every Eval Ever that no store of results knows.
public struct EveryEvalEverSource: Sendable {
  /// How who evaluated relates to who made the model.
  public enum Relationship: String, Sendable, CaseIterable {
    case firstParty = "first_party"
    case thirdParty = "third_party"
    case collaborative
    case other
  }

  /// Who provides the results.
  public var organization: String
  public var relationship: Relationship
  /// When the export was made, in seconds since 1970.
  public var time: Int

  public init(organization: String, relationship: Relationship, time: Int) {
    (self.organization, self.relationship, self.time) = (organization, relationship, time)
  }
}

/// What an export into a folder wrote.
public struct ResultFolder: Sendable, Equatable {
  /// The files, relative to the folder, in the order in which they were written.
  public var files: [String] = []
  public var scores = 0
  /// What was left out, and why.
  public var notes: [String] = []
}

extension ResultStore {
  /// Writes all scores in the schema Every Eval Ever 0.3.0, in the layout of its repository: a file for
  /// each model and tool, `data/interleave/DEVELOPER/MODEL/UUID.json`.
  ///
  /// The same contents and source give the same names and bytes. A value that several files have stands
  /// once; values that contradict one another all stand. The schema has no curves: points are left out.
  public func exportEveryEvalEver(
    to folder: URL, source: EveryEvalEverSource
  ) throws -> ResultFolder {
    var done = ResultFolder()
    let models = try models()
    let points = models.map(\.points).reduce(0, +)
    if points > 0 { done.notes.append("left out \(points) points of curves: the schema has none") }
    for model in models where model.scores > 0 {
      for group in try toolScores(of: model.name) {
        let log = EveryEvalEverLog(model: model.name, group: group, source: source)
        let path = "data/interleave/\(log.folders)/\(try log.uuid()).json"
        try AtomicFile.write(try log.data(), to: folder.appendingPathComponent(path))
        done.files.append(path)
        done.scores += group.scores.count
      }
    }
    return done
  }

  /// A model's scores by the tool that they came from; equal ones side by side stand once.
  private func toolScores(of model: String) throws -> [ScoreGroup] {
    let groups = Dictionary(grouping: try scores(model: model)) {
      Tool(format: $0.format, version: $0.version)
    }
    return groups.sorted { $0.key < $1.key }.map { tool, found in
      var group = ScoreGroup(tool: tool)
      for var score in found.map(\.score) {
        score.locator = ""
        if group.scores.last != score { group.scores.append(score) }
      }
      return group
    }
  }
}

/// The program that wrote the files of some scores.
struct Tool: Hashable, Comparable {
  let format: String
  let version: String

  static func < (a: Tool, b: Tool) -> Bool { (a.format, a.version) < (b.format, b.version) }
}

/// The scores of a model that one tool gave.
struct ScoreGroup {
  let tool: Tool
  var scores: [ScoreRecord] = []
}

/// One file of the schema Every Eval Ever: the scores of one model by one tool.
struct EveryEvalEverLog {
  let model: String
  let group: ScoreGroup
  let source: EveryEvalEverSource

  private typealias Detail = EveryEvalEver.Detail

  func data() throws -> Data { try json.data(pretty: true) + Data("\n".utf8) }

  /// A name for the file in the form of a random UUID, made of its contents.
  func uuid() throws -> String {
    var digits = Array(Digest.sha256(try json.data()).prefix(32))
    digits[12] = "4"
    digits[16] = ["8", "9", "a", "b"][(digits[16].hexDigitValue ?? 0) % 4]
    let text = String(digits)
    var parts: [Substring] = []
    var rest = text[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }

  /// `DEVELOPER/MODEL`, as the repository of the schema names folders.
  var folders: String {
    let parts = id.split(separator: "/").map(String.init)
    let developer = parts.count > 1 ? parts[0] : source.organization
    let name = parts.count > 1 ? parts.dropFirst().joined(separator: "_") : id
    return PortableName.folder(developer) + "/" + PortableName.folder(name)
  }

  /// The model's name where it has the form of one on the Hub, or else its last part: paths are no ids.
  private var id: String {
    let parts = model.split(separator: "/", omittingEmptySubsequences: false)
    let isPath = parts.contains { ["", ".", "..", "~"].contains($0) }
    guard isPath else { return model }
    return parts.last { !["", ".", ".."].contains($0) }.map(String.init) ?? "model"
  }

  private var json: JSONValue {
    var seen: [String: Int] = [:]
    return .object([
      "schema_version": .string(EveryEvalEver.version),
      "evaluation_id": .string(
        "interleave/\(id)/\(group.tool.format)/\(group.tool.version)/\(source.time)"),
      "retrieved_timestamp": .string("\(source.time)"),
      "source_metadata": [
        "source_name": "Interleave", "source_type": "documentation",
        "source_organization_name": .string(source.organization),
        "evaluator_relationship": .string(source.relationship.rawValue),
      ],
      "eval_library": [
        "name": .string(group.tool.format == "lm-eval" ? EveryEvalEver.harness : group.tool.format),
        "version": .string(group.tool.version.isEmpty ? "unknown" : group.tool.version),
      ],
      "model_info": modelInfo,
      "evaluation_results": .array(group.scores.map { result($0, &seen) }),
    ])
  }

  private var modelInfo: JSONValue {
    var details: [String: JSONValue] = [
      "deployment_type": "unknown", "model_availability": "unknown",
    ]
    if id != model { details[Detail.model] = .string(model) }
    var info: [String: JSONValue] = [
      "name": .string(model), "id": .string(id), "additional_details": .object(details),
    ]
    if !id.contains("/") { info["developer"] = .string(source.organization) }
    return .object(info)
  }

  private func result(_ score: ScoreRecord, _ seen: inout [String: Int]) -> JSONValue {
    var fields: [String: JSONValue] = [
      "evaluation_result_id": .string(resultID(score, &seen)),
      "evaluation_name": .string(score.task),
      "source_data": ["dataset_name": .string(score.task), "source_type": "other"],
      "metric_config": metric(score),
      "score_details": details(score),
    ]
    if let generation = generation(score) { fields["generation_config"] = generation }
    return .object(fields)
  }

  /// Task, metric and filter; scores that differ in other things are numbered.
  private func resultID(_ score: ScoreRecord, _ seen: inout [String: Int]) -> String {
    let parts = [score.task, score.metric, score.filter]
    let name = parts.filter { !$0.isEmpty }.joined(separator: ":")
    let count = seen[name, default: 0] + 1
    seen[name] = count
    return count == 1 ? name : "\(name)#\(count)"
  }

  private func metric(_ score: ScoreRecord) -> JSONValue {
    var details: [String: JSONValue] = [
      Detail.filter: .string(score.filter), Detail.unit: .string(score.unit.rawValue),
    ]
    if let version = score.taskVersion { details[Detail.taskVersion] = .string(version) }
    if score.higherIsBetter == nil {
      details[Detail.direction] = .string(EveryEvalEver.unknownDirection)
    }
    var fields: [String: JSONValue] = [
      "metric_name": .string(score.metric), "additional_details": .object(details),
      "lower_is_better": .bool(!(score.higherIsBetter ?? score.unit.isMoreBetter)),
    ]
    if let unit = EveryEvalEver.name(of: score.unit) {
      let bounds = EveryEvalEver.bounds(of: score.unit)
      fields["metric_unit"] = .string(unit)
      fields["score_type"] = "continuous"
      fields["min_score"] = bounds.low.map { .number($0) } ?? "-Infinity"
      fields["max_score"] = bounds.high.map { .number($0) } ?? "Infinity"
    }
    return .object(fields)
  }

  private func details(_ score: ScoreRecord) -> JSONValue {
    var uncertainty: [String: JSONValue] = [:]
    if let error = score.standardError { uncertainty["standard_error"] = ["value": .number(error)] }
    if let n = score.n { uncertainty["num_samples"] = .integer(n) }
    var fields: [String: JSONValue] = ["score": .number(score.value)]
    if !uncertainty.isEmpty { fields["uncertainty"] = .object(uncertainty) }
    return .object(fields)
  }

  private func generation(_ score: ScoreRecord) -> JSONValue? {
    var details: [String: JSONValue] = [:]
    if let shots = score.shots { details[Detail.shots] = .string("\(shots)") }
    if let seed = score.seed { details[Detail.seed] = .string("\(seed)") }
    if !score.settings.text.isEmpty { details[Detail.settings] = .string(score.settings.text) }
    var arguments: [String: JSONValue] = [:]
    for name in EveryEvalEver.arguments {
      guard let text = score.settings[EveryEvalEver.setting(name)],
        let value = StrictNumber.decimal(text)?.value
      else { continue }
      if name != "max_tokens" {
        arguments[name] = .number(value)
      } else if let count = NumberCell.natural(value), count > 0 {
        arguments[name] = .integer(count)
      }
    }
    guard !details.isEmpty else { return nil }
    var fields: [String: JSONValue] = ["additional_details": .object(details)]
    if !arguments.isEmpty { fields["generation_args"] = .object(arguments) }
    return .object(fields)
  }
}

extension MetricUnit {
  /// Whether more is better by the nature of the unit, for formats that want an answer.
  fileprivate var isMoreBetter: Bool {
    switch self {
    case .perplexity, .nats, .milliseconds, .seconds, .megabytes, .mebibytes: false
    case .fraction, .percent, .logProbability, .score, .tokensPerSecond, .count: true
    }
  }
}

/// Names of folders that every file system takes.
enum PortableName {
  private static let longest = 120

  /// A name out of a file as one folder: it leads nowhere else.
  static func folder(_ name: String) -> String {
    let refused: Set<Unicode.Scalar> = ["<", ">", ":", "\"", "/", "\\", "|", "?", "*"]
    let scalars = name.unicodeScalars.prefix(longest).map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F || refused.contains(scalar) ? "_" : scalar
    }
    var text = String(String.UnicodeScalarView(scalars))
    while let last = text.last, last == "." || last == " " { text.removeLast() }
    return text.isEmpty || text == "data" ? text + "_" : text
  }
}
