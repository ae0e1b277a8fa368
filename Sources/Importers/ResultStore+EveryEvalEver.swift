import Core
import Foundation
import GRDB
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
    self.organization = organization
    self.relationship = relationship
    self.time = time
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
    let points = try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM point") } ?? 0
    if points > 0 { done.notes.append("left out \(points) points of curves: the schema has none") }
    for model in try models() where model.scores > 0 {
      for group in ScoreGroup.all(try toolScores(of: model.name)) {
        let log = EveryEvalEverLog(model: model.name, group: group, source: source)
        let path = "data/interleave/\(log.folders)/\(try log.uuid()).json"
        try AtomicFile.write(try log.data(), to: folder.appendingPathComponent(path))
        done.files.append(path)
        done.scores += group.scores.count
      }
    }
    return done
  }

  /// A model's scores with the tool that each came from, by tool, task and the rest.
  private func toolScores(of model: String) throws -> [(tool: Tool, score: ScoreRecord)] {
    try file.read { db in
      let width = ResultKey.width
      return try db.rows(
        """
        SELECT \(ResultKey.columns), value, stderr, n, format, version
        FROM score s JOIN result_key k ON k.id = s.key_id JOIN result_file f ON f.id = s.file_id
        WHERE model_id = (SELECT id FROM result_model WHERE name = ?)
        ORDER BY format, version, \(ResultKey.columns), s.file_id, turn
        """, { $0.bind(1, model) }
      ) { row in
        let key = ResultKey(row, from: 0)
        let score = ScoreRecord(
          model: model, task: key.task, metric: key.metric, filter: key.filter, shots: key.shots,
          taskVersion: key.taskVersion, settings: key.settings, seed: key.seed,
          value: row.double(width), unit: key.unit, standardError: row.optionalDouble(width + 1),
          n: row.count(width + 2), higherIsBetter: key.higherIsBetter, locator: "")
        return (Tool(format: row.text(width + 3), version: row.text(width + 4)), score)
      }
    }
  }
}

/// The program that wrote the files of some scores.
struct Tool: Equatable {
  let format: String
  let version: String
}

/// The scores of a model that one tool gave, each once.
struct ScoreGroup {
  let tool: Tool
  var scores: [ScoreRecord] = []

  /// - Parameter scores: ordered by tool, equal ones side by side.
  static func all(_ scores: [(tool: Tool, score: ScoreRecord)]) -> [ScoreGroup] {
    var groups: [ScoreGroup] = []
    for (tool, score) in scores {
      if groups.last?.tool != tool { groups.append(ScoreGroup(tool: tool)) }
      let last = groups.count - 1
      if groups[last].scores.last != score { groups[last].scores.append(score) }
    }
    return groups
  }
}
