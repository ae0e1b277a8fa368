import Core
import Foundation
import Lab

/// A training run that was kept: a line of a file of recorded runs, with all that its result says.
///
/// The line is a JSON object with sorted keys. `curve` has a list for each evaluation: step, tokens,
/// training loss, gradient norm, learning rate, and a list for each task: name, loss, accuracy,
/// predictions, sequences, floor.
public struct RecordedRun: Sendable, Equatable {
  public let run: StoredRun
  /// The curve, by step.
  public let evaluations: [Evaluation]
  /// Where it stands: `data/toy/standard.jsonl:3`; empty for one that was just computed.
  public var place = ""

  /// - Throws: `Fault` where the run has no result.
  public init(_ run: StoredRun, _ evaluations: [Evaluation]) throws {
    guard run.outcome.isFinal, run.recordHash != nil else {
      throw Fault(
        "the run has no result that could be kept", at: run.identity, found: run.outcome.rawValue)
    }
    (self.run, self.evaluations) = (run, evaluations)
  }

  /// The runs in a file of recorded runs, each checked against its hash.
  /// - Throws: `Fault` with the file's line.
  public static func read(_ file: URL) throws -> [RecordedRun] {
    let data = try InputFile.data(at: file)
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return try lines.enumerated().filter { !$0.element.isEmpty }.map { index, line in
      let json = try JSONReader.read(Data(line), at: file.path, line: index + 1)
      return try RecordedRun(json, at: "\(file.path):\(index + 1)")
    }
  }

  /// The line, without its end.
  public func line() throws -> String {
    let about = run.description
    let json: JSONValue = [
      "identity": .string(about.identity), "profile": .string(about.profile),
      "config": .string(about.config), "family": .string(about.family),
      "layout": .string(about.layout), "attention_layers": .integer(about.attentionLayers),
      "layers": .integer(about.layers), "d_model": .integer(about.width),
      "seed": .integer(about.seed), "engine": .string(about.engine),
      "parameters": run.parameters.map { .integer($0) } ?? .null,
      "core_type": run.coreType.map { .string($0) } ?? .null,
      "cpu": run.cpu.map { .string($0) } ?? .null, "outcome": .string(run.outcome.rawValue),
      "reason": run.reason.map { .string($0) } ?? .null, "seconds": .finite(run.seconds),
      "record_hash": run.recordHash.map { .string($0) } ?? .null,
      "curve": .array(evaluations.map(Self.json)),
    ]
    return String(decoding: try json.data(), as: UTF8.self)
  }

  private static func json(_ evaluation: Evaluation) -> JSONValue {
    let head: [JSONValue] = [
      .integer(evaluation.step), .integer(evaluation.tokens), .finite(evaluation.trainingLoss),
      .finite(evaluation.gradientNorm), .number(evaluation.learningRate),
    ]
    let scores = evaluation.scores.map { score -> JSONValue in
      [
        .string(score.task), .number(score.loss), .number(score.accuracy),
        .integer(score.predictions), .integer(score.sequences), .finite(score.floor),
      ]
    }
    return .array(head + [.array(scores)])
  }
}

extension RecordedRun {
  /// Reads a line, and checks the result against its hash.
  /// - Parameter place: `data/toy/standard.jsonl:3`
  /// - Throws: `Fault` at `place`, naming the field.
  package init(_ json: JSONNode, at place: String) throws {
    var fields = RecordFields(try RecordFields.object(json, place), place)
    let run = try fields.run()
    let evaluations = try fields.list("curve").map { try fields.evaluation($0) }
    try fields.refuseOthers()
    try self.init(run, evaluations)
    self.place = place
    try RunContent.check(run, evaluations, at: place)
  }
}

/// The fields of a line, each read once.
private struct RecordFields {
  private let object: JSONObject
  private let place: String
  private var read: Set<String> = []

  package init(_ object: JSONObject, _ place: String) {
    (self.object, self.place) = (object, place)
  }

  static func object(_ json: JSONNode, _ place: String) throws -> JSONObject {
    guard let object = json.object else {
      throw Fault(
        "this is not a recorded run", at: place, expected: "an object", found: json.summary)
    }
    return object
  }

  mutating func run() throws -> StoredRun {
    let word = try text("outcome")
    guard let outcome = RunOutcome(rawValue: word) else { throw wrong("outcome", word) }
    return StoredRun(
      description: RunDescription(
        identity: try text("identity"), profile: try text("profile"), config: try text("config"),
        family: try text("family"), layout: try text("layout"),
        attentionLayers: try integer("attention_layers"), layers: try integer("layers"),
        width: try integer("d_model"), seed: try integer("seed"), engine: try text("engine")),
      parameters: try integer("parameters"), coreType: try text("core_type"),
      cpu: try text("cpu"), outcome: outcome, reason: optionalText("reason"),
      seconds: optional("seconds")?.number, recordHash: try text("record_hash"))
  }

  mutating func list(_ name: String) throws -> [JSONNode] {
    guard let list = optional(name)?.array else { throw wrong(name, optional(name)?.summary) }
    return list
  }

  func evaluation(_ json: JSONNode) throws -> Evaluation {
    guard let row = json.array, row.count == 6, let step = row[0].integer,
      let tokens = row[1].integer, let rate = row[4].number, let scores = row[5].array
    else { throw wrong("curve", json.summary) }
    return Evaluation(
      step: step, tokens: tokens, trainingLoss: row[2].number, gradientNorm: row[3].number,
      learningRate: rate, scores: try scores.map(score))
  }

  private func score(_ json: JSONNode) throws -> TaskScore {
    guard let row = json.array, row.count == 6, let task = row[0].string,
      let loss = row[1].number, let accuracy = row[2].number, (0...1).contains(accuracy),
      let predictions = row[3].integer, let sequences = row[4].integer
    else { throw wrong("curve", json.summary) }
    return TaskScore(
      task: task, loss: loss, accuracy: accuracy, predictions: predictions, sequences: sequences,
      floor: row[5].number)
  }

  func refuseOthers() throws {
    if let other = object.keys.first(where: { !read.contains($0) }) {
      throw Fault("nobody knows this field", at: place, found: other)
    }
  }

  private mutating func optional(_ name: String) -> JSONNode? {
    read.insert(name)
    return object[name]
  }

  private mutating func optionalText(_ name: String) -> String? { optional(name)?.string }

  private mutating func text(_ name: String) throws -> String {
    guard let text = optionalText(name) else { throw wrong(name, object[name]?.summary) }
    return text
  }

  private mutating func integer(_ name: String) throws -> Int {
    guard let value = optional(name)?.integer else { throw wrong(name, object[name]?.summary) }
    return value
  }

  private func wrong(_ name: String, _ found: String?) -> Fault {
    Fault(
      found == nil ? "a field is missing" : "a field is not what it must be",
      at: "\(place): \(name)", found: found)
  }
}
