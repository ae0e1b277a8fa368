import Core
import GRDB

/// How fast stacks trained and decoded, once on one CPU.
struct SpeedRows: DataRows {
  static let header = StackSpeed.columns

  let speeds: [(speed: StackSpeed, line: Int)]
  var count: Int { speeds.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var lines: [[String]: Int] = [:]
    speeds = try Table(content, header: Self.header).rows.map { row in
      let speed = try StackSpeed(row)
      let stack = [speed.profile, speed.family, speed.layout]
      if let line = lines.updateValue(row.line, forKey: stack) {
        throw row.fault("layout", "repeats the stack of line \(line)")
      }
      return (speed, row.line)
    }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO stack_speed
          (source_id, line, profile, family, layout, layers, d_model, length,
           train_tokens_per_second, train_share_of_sgemm, decode_tokens_per_second, sgemm_gflops,
           core_type, cpu)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (speed, line) in speeds {
      try statement.execute(arguments: [
        source, line, speed.profile, speed.family, speed.layout, speed.layers, speed.width,
        speed.length, speed.trainTokensPerSecond, speed.trainShareOfSgemm,
        speed.decodeTokensPerSecond, speed.sgemmGflops, speed.coreType, speed.cpu,
      ])
    }
  }
}

extension StackSpeed {
  fileprivate init(_ row: TableRow) throws {
    self.init(
      profile: try row.text("profile"), family: try row.text("family"),
      layout: try row.text("layout"), layers: try row.requiredNatural("layers", atLeast: 1),
      width: try row.requiredNatural("d_model", atLeast: 1),
      length: try row.requiredNatural("length", atLeast: 1),
      trainTokensPerSecond: try row.rate("train_tokens_per_second"),
      trainShareOfSgemm: try row.rate("train_share_of_sgemm"),
      decodeTokensPerSecond: try row.rate("decode_tokens_per_second"),
      sgemmGflops: try row.rate("sgemm_gflops"), coreType: try row.text("core_type"),
      cpu: try row.text("cpu"), provenance: row.place)
  }
}

extension TableRow {
  /// A decimal number above 0.
  fileprivate func rate(_ column: String) throws -> Double {
    _ = try text(column)
    guard let rate = try decimal(column)?.value, rate > 0 else {
      throw fault(column, "is not a rate", expected: "a number above 0")
    }
    return rate
  }
}

extension Store {
  /// The measured speeds of a profile's stacks, in the order of their file; none where nobody measured.
  public func speeds(
    of profile: String, file: String = #fileID, line: Int = #line
  ) throws -> [StackSpeed] {
    let speeds = try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT t.*, s.path || ':' || t.line AS provenance
          FROM stack_speed t JOIN source s ON s.id = t.source_id
          WHERE profile = ? ORDER BY s.position, t.line
          """, arguments: [profile]
      ).map { row in
        StackSpeed(
          profile: row["profile"], family: row["family"], layout: row["layout"],
          layers: row["layers"], width: row["d_model"], length: row["length"],
          trainTokensPerSecond: row["train_tokens_per_second"],
          trainShareOfSgemm: row["train_share_of_sgemm"],
          decodeTokensPerSecond: row["decode_tokens_per_second"],
          sgemmGflops: row["sgemm_gflops"], coreType: row["core_type"], cpu: row["cpu"],
          provenance: row["provenance"])
      }
    }
    note("speeds(of: \"\(profile)\")", speeds.map(\.provenance), file, line)
    return speeds
  }
}
