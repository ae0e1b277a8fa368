import Core
import Foundation
import GRDB
import Lab

// How runs get into rows and out of them.

extension Database {
  func run(_ identity: String) throws -> StoredRun? {
    try Row.fetchOne(self, sql: "SELECT * FROM runs WHERE identity = ?", arguments: [identity])
      .map(StoredRun.init)
  }

  func insert(_ run: StoredRun) throws {
    let about = run.description
    try execute(
      sql: """
        INSERT INTO runs
          (identity, profile, config, family, layout, attention_layers, layers, d_model, seed, engine,
           parameters, core_type, cpu, outcome, reason, seconds, record_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        about.identity, about.profile, about.config, about.family, about.layout,
        about.attentionLayers, about.layers, about.width, about.seed, about.engine, run.parameters,
        run.coreType, run.cpu, run.outcome.rawValue, run.reason, run.seconds, run.recordHash,
      ])
  }

  /// Puts a run with its whole curve in the place of what there is of it.
  func replace(_ run: StoredRun, _ evaluations: [Evaluation]) throws {
    try execute(sql: "DELETE FROM runs WHERE identity = ?", arguments: [run.identity])
    try insert(run)
    for evaluation in evaluations { try put(evaluation, of: run.identity) }
  }

  func put(_ evaluation: Evaluation, of identity: String) throws {
    try execute(
      sql: "DELETE FROM run_evaluations WHERE identity = ? AND step = ?",
      arguments: [identity, evaluation.step])
    try execute(
      sql: "INSERT INTO run_evaluations VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        identity, evaluation.step, evaluation.tokens, evaluation.trainingLoss,
        evaluation.gradientNorm, evaluation.learningRate,
      ])
    for (position, score) in evaluation.scores.enumerated() {
      try execute(
        sql: "INSERT INTO run_scores VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          identity, evaluation.step, score.task, position, score.loss, score.accuracy,
          score.predictions, score.sequences, score.floor,
        ])
    }
  }

  /// A run's curve; that of a run with a result has to be the one that its hash was made of.
  func checkedEvaluations(of run: StoredRun, in file: URL) throws -> [Evaluation] {
    let curve = try evaluations(of: run.identity)
    if run.outcome.isFinal {
      try RunContent.check(run, curve, at: "\(file.path): run \(run.identity)")
    }
    return curve
  }

  private func evaluations(of identity: String) throws -> [Evaluation] {
    let scores = try Row.fetchAll(
      self, sql: "SELECT * FROM run_scores WHERE identity = ? ORDER BY step, position",
      arguments: [identity])
    return try Row.fetchAll(
      self, sql: "SELECT * FROM run_evaluations WHERE identity = ? ORDER BY step",
      arguments: [identity]
    ).map { row in
      let step: Int = row["step"]
      return Evaluation(
        step: step, tokens: row["tokens"], trainingLoss: row["training_loss"],
        gradientNorm: row["gradient_norm"], learningRate: row["learning_rate"],
        scores: scores.filter { $0["step"] as Int == step }.map(TaskScore.init))
    }
  }
}

extension StoredRun {
  /// A run that has told nothing yet.
  init(description: RunDescription, outcome: RunOutcome) {
    self.init(
      description: description, parameters: nil, coreType: nil, cpu: nil, outcome: outcome,
      reason: nil, seconds: nil, recordHash: nil)
  }

  init(_ row: Row) throws {
    let word: String = row["outcome"]
    guard let outcome = RunOutcome(rawValue: word) else {
      throw Fault("the store holds an unknown word", at: "column outcome", found: word)
    }
    self.init(
      description: RunDescription(
        identity: row["identity"], profile: row["profile"], config: row["config"],
        family: row["family"], layout: row["layout"], attentionLayers: row["attention_layers"],
        layers: row["layers"], width: row["d_model"], seed: row["seed"], engine: row["engine"]),
      parameters: row["parameters"], coreType: row["core_type"], cpu: row["cpu"],
      outcome: outcome, reason: row["reason"], seconds: row["seconds"],
      recordHash: row["record_hash"])
  }
}

extension TaskScore {
  init(_ row: Row) {
    self.init(
      task: row["task"], loss: row["loss"], accuracy: row["accuracy"],
      predictions: row["predictions"], sequences: row["sequences"], floor: row["floor"])
  }
}
