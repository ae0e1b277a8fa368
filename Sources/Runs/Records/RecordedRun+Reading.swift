import Core

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
    guard let outcome = StoredRun.Outcome(rawValue: word) else { throw wrong("outcome", word) }
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

  func evaluation(_ json: JSONNode) throws -> RunEvaluation {
    guard let row = json.array, row.count == 6, let step = row[0].integer,
      let tokens = row[1].integer, let rate = row[4].number, let scores = row[5].array
    else { throw wrong("curve", json.summary) }
    return RunEvaluation(
      step: step, tokens: tokens, trainingLoss: row[2].number, gradientNorm: row[3].number,
      learningRate: rate, scores: try scores.map(score))
  }

  private func score(_ json: JSONNode) throws -> RunScore {
    guard let row = json.array, row.count == 6, let task = row[0].string,
      let loss = row[1].number, let accuracy = row[2].number, (0...1).contains(accuracy),
      let predictions = row[3].integer, let sequences = row[4].integer
    else { throw wrong("curve", json.summary) }
    return RunScore(
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
