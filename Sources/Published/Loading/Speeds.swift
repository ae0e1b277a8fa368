import Core
import GRDB

/// How fast a stack of our own trained and decoded on one CPU, on one thread.
public struct StackSpeed: Sendable, Hashable {
  /// The profile whose stack it is.
  public let profile: String
  /// The mixer of the layers that are not attention, by FLA's name: `gla`.
  public let family: String
  /// `pure`, `one in 4`, `full`.
  public let layout: String
  public let layers: Int
  /// d_model.
  public let width: Int
  /// Tokens of a sequence.
  public let length: Int
  /// Forward, backward and the optimiser's step.
  public let trainTokensPerSecond: Double
  /// Operations of that step over time, over the rate of sgemm.
  public let trainShareOfSgemm: Double
  /// One sequence, token by token.
  public let decodeTokensPerSecond: Double
  /// What the machine's sgemm gave between the same steps, billions of operations a second.
  public let sgemmGflops: Double
  /// OpenBLAS's kernels.
  public let coreType: String
  public let cpu: String
  /// `data/toy/speed.csv:4`
  public let provenance: String

  /// The columns of the files that they are read from, in order.
  public static let columns = [
    "profile", "family", "layout", "layers", "d_model", "length", "train_tokens_per_second",
    "train_share_of_sgemm", "decode_tokens_per_second", "sgemm_gflops", "core_type", "cpu",
  ]
}

extension StackSpeed: TableFact {
  static let header = columns
  static let table = "stack_speed"
  static let isCited = false

  init(_ row: TableRow, knowing catalog: Catalog) throws {
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

  var keys: [(column: String, key: [String])] { [("layout", [profile, family, layout])] }

  func values() -> [(any DatabaseValueConvertible)?] {
    [
      profile, family, layout, layers, width, length, trainTokensPerSecond, trainShareOfSgemm,
      decodeTokensPerSecond, sgemmGflops, coreType, cpu,
    ]
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
