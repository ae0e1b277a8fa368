import GRDB

extension ResultStore {
  /// Takes out what was imported from a file, and the names of models that nothing else speaks of.
  /// - Parameter path: the path under which the store lists the file
  /// - Returns: how many imports that were; 0 where the store lists no such file.
  @discardableResult
  public func forget(path: String) throws -> Int {
    try file.write { db in
      let ids = try db.rows("SELECT id FROM result_file WHERE path = ?", { $0.bind(1, path) }) {
        $0.int64(0)
      }
      for id in ids { try db.forget(file: id) }
      return ids.count
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
}
