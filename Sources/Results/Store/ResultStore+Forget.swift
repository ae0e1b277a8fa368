import GRDB

extension ResultStore {
  /// Takes out what was imported from a file, what it said of models, and the names of models that nothing
  /// else speaks of.
  /// - Parameter path: the path under which the store lists the file
  /// - Returns: whether the store knew the file.
  @discardableResult
  public func forget(path: String) throws -> Bool {
    try file.write { db in
      let ids = try db.rows("SELECT id FROM result_file WHERE path = ?", { $0.bind(1, path) }) {
        $0.int64(0)
      }
      for id in ids { try db.forget(file: id) }
      try db.execute(sql: "DELETE FROM model_statement WHERE place = ?", arguments: [path])
      return db.changesCount > 0 || !ids.isEmpty
    }
  }

  /// Takes a model out, and what was said of it. The files that speak of it count as new from then on, so
  /// that importing one again brings it back.
  /// - Returns: whether the store knew the model.
  @discardableResult
  public func forget(model: String) throws -> Bool {
    try file.write { db in
      try db.execute(sql: "DELETE FROM model_statement WHERE model = ?", arguments: [model])
      let wasNamed = db.changesCount > 0
      guard
        let id = try Int64.fetchOne(
          db, sql: "SELECT id FROM result_model WHERE name = ?", arguments: [model])
      else { return wasNamed }
      try db.forget(model: id)
      return true
    }
  }
}

extension Database {
  /// Takes out one import with its scores and points.
  func forget(file id: Int64) throws {
    for table in ["score", "point"] {
      try execute(
        sql: """
          DELETE FROM \(table) WHERE file_id = ?1
            AND model_id IN (SELECT model_id FROM file_model WHERE file_id = ?1)
          """, arguments: [id])
    }
    try execute(
      sql: """
        DELETE FROM result_model WHERE id IN (SELECT model_id FROM file_model WHERE file_id = ?1)
          AND id NOT IN (SELECT model_id FROM file_model WHERE file_id <> ?1)
        """, arguments: [id])
    try execute(sql: "DELETE FROM file_model WHERE file_id = ?", arguments: [id])
    try execute(sql: "DELETE FROM result_file WHERE id = ?", arguments: [id])
  }

  /// Takes out a model with its scores and points. What is known of its files is known of other contents.
  fileprivate func forget(model id: Int64) throws {
    try execute(
      sql: """
        UPDATE result_file SET context = context || ' without model ' || ?1
        WHERE id IN (SELECT file_id FROM file_model WHERE model_id = ?1)
        """, arguments: [id])
    for (table, column) in [
      ("score", "model_id"), ("point", "model_id"), ("file_model", "model_id"),
      ("result_model", "id"),
    ] {
      try execute(sql: "DELETE FROM \(table) WHERE \(column) = ?", arguments: [id])
    }
  }
}
