import GRDB

extension RunStore {
  /// Every run, by family, share of attention, seed and identity.
  public func runs() throws -> [StoredRun] {
    try file.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM runs ORDER BY family, attention_fraction, seed, identity"
      ).map(StoredRun.init)
    }
  }

  /// The run with this identity; nil where the store does not know it.
  public func run(_ identity: String) throws -> StoredRun? {
    try file.read { try $0.run(identity) }
  }

  /// A run's curve, by step; none of a run that the store does not know.
  /// - Throws: `Fault` where the run has a result and is not what its hash was made of.
  public func evaluations(of identity: String) throws -> [RunEvaluation] {
    try file.read { db in
      guard let run = try db.run(identity) else { return [] }
      return try db.checkedEvaluations(of: run, in: url)
    }
  }
}
