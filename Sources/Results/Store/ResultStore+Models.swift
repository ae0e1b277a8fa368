import Core
import GRDB
import Published

/// A model or run, what it is, and why.
public struct KnownModel: Sendable, Hashable {
  public let name: String
  public let standing: ModelStanding
  /// Scores of all files.
  public let scores: Int

  public init(name: String, standing: ModelStanding, scores: Int) {
    (self.name, self.standing, self.scores) = (name, standing, scores)
  }
}

extension ResultStore {
  /// Stores what a place says of a model. A mapping takes the place of all earlier mappings of it.
  public func state(_ statements: [(model: String, statement: ModelStatement)]) throws {
    try file.write { db in
      let forget = try RawStatement(
        db, "DELETE FROM model_statement WHERE model = ? AND origin = 'mapping'")
      let put = try RawStatement.putStatement(db)
      for (model, statement) in statements {
        if statement.origin == .mapping {
          forget.bind(1, model)
          _ = try forget.step()
          forget.reset()
        }
        try put.put(statement, of: model)
      }
    }
  }

  /// Models that have scores, by name, each with what it is known to be.
  public func knownModels(families: [Family]) throws -> [KnownModel] {
    try file.read { db in
      let said = try db.statements()
      return try db.rows(
        """
        SELECT name, n FROM result_model m
        JOIN (SELECT model_id, count(*) AS n FROM score GROUP BY model_id) s ON s.model_id = m.id
        ORDER BY name
        """
      ) { row in
        let name = row.text(0)
        return KnownModel(
          name: name,
          standing: ModelStanding(name: name, statements: said[name] ?? [], families: families),
          scores: row.int(1))
      }
    }
  }

  /// The names of a file's models, at most `limit` of them.
  public func models(ofFile id: Int64, limit: Int) throws -> [String] {
    try file.read { db in
      try db.rows(
        """
        SELECT name FROM file_model f JOIN result_model m ON m.id = f.model_id
        WHERE file_id = ? ORDER BY name LIMIT ?
        """,
        {
          $0.bind(1, id)
          $0.bind(2, limit)
        }
      ) { $0.text(0) }
    }
  }
}

extension Database {
  /// All statements by model, those of a model in the order of origin and place.
  fileprivate func statements() throws -> [String: [ModelStatement]] {
    let all = try rows(
      """
      SELECT model, origin, place, family, scale, ratio_label, ratio_convention, total_layers,
        attention_layers, caveat
      FROM model_statement ORDER BY model, origin, place
      """
    ) { (model: $0.text(0), statement: ModelStatement($0)) }
    return Dictionary(grouping: all, by: \.model).mapValues { $0.map(\.statement) }
  }
}

extension ModelStatement {
  /// A number of layers that cannot be one is none: the file may be from anywhere.
  fileprivate init(_ row: RawStatement) {
    func layers(_ column: Int32) -> Int? {
      row.optionalInt(column).flatMap { (0...ConfigStack.mostLayers).contains($0) ? $0 : nil }
    }
    self.init(
      Origin(rawValue: row.text(1)) ?? .record, at: row.text(2), family: row.text(3),
      scale: row.text(4), ratioLabel: row.text(5),
      ratioConvention: RatioConvention(rawValue: row.text(6)) ?? .stated,
      totalLayers: layers(7), attentionLayers: layers(8), caveat: row.text(9))
  }
}

extension RawStatement {
  static func putStatement(_ db: Database) throws -> RawStatement {
    try RawStatement(
      db,
      """
      INSERT OR REPLACE INTO model_statement (model, origin, place, family, scale, ratio_label,
        ratio_convention, total_layers, attention_layers, caveat)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
  }

  /// For a statement of `putStatement`.
  func put(_ said: ModelStatement, of model: String) throws {
    defer { reset() }
    let texts = [
      model, said.origin.rawValue, said.place, said.family, said.scale, said.ratioLabel,
      said.ratioConvention.rawValue,
    ]
    for (place, text) in texts.enumerated() { bind(Int32(place + 1), text) }
    bind(8, said.totalLayers)
    bind(9, said.attentionLayers)
    bind(10, said.caveat)
    _ = try step()
  }
}
