import Core
import GRDB
import Storage

/// Which scores make an average that the paper prints, in the names that harnesses give them.
public struct AverageDefinition: Sendable, Hashable {
  /// One of the scores, all of which weigh the same.
  public struct Part: Sendable, Hashable {
    /// What it is called in reports.
    public let name: String
    /// Names of the task, the preferred first; a model's first one counts.
    public let tasks: [String]
    /// Names of the metric likewise; `{length}` stands for a number of tokens.
    public let metrics: [String]
    /// Where it was read that the score belongs there.
    public let source: String
  }

  /// The task that stands for the average: `lm_average`.
  public let key: String
  public let parts: [Part]

  /// Whether there is one average for each length of context.
  public var hasLengths: Bool {
    parts.contains { $0.metrics.contains { $0.contains(Self.length) } }
  }

  static let length = "{length}"
}

extension AverageDefinition.Part {
  /// The metric's names at a length; nil for a part that has none.
  package func metrics(at length: Int?) -> [String] {
    metrics.map { metric in
      length.map { metric.replacing(AverageDefinition.length, with: "\($0)") } ?? metric
    }
  }

  /// The length in a metric's name, where it fits one of this part's.
  package func length(in metric: String) -> Int? {
    for pattern in metrics {
      guard let place = pattern.firstRange(of: AverageDefinition.length) else { continue }
      let (before, after) = (pattern[..<place.lowerBound], pattern[place.upperBound...])
      guard metric.hasPrefix(before), metric.hasSuffix(after),
        metric.count > before.count + after.count,
        let length = StrictNumber.natural(
          String(metric.dropFirst(before.count).dropLast(after.count)))
      else { continue }
      return length
    }
    return nil
  }
}

/// A row of the file: one part of an average.
struct AveragePart: TableFact {
  let average: String
  let part: AverageDefinition.Part

  static let header = ["average", "part", "tasks", "metrics", "source"]
  static let table = "average_part"
  static let columns = ["average", "part", "tasks", "metrics", "source_text"]

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    part = AverageDefinition.Part(
      name: try row.text("part"), tasks: try row.names("tasks"),
      metrics: try row.names("metrics"), source: try row.text("source"))
    average = try row.text("average")
  }

  var keys: [(column: String, key: [String])] { [("part", [average, part.name])] }

  func values() throws -> [(any DatabaseValueConvertible)?] {
    [average, part.name, try jsonText(part.tasks), try jsonText(part.metrics), part.source]
  }
}

extension TableRow {
  /// Names between semicolons, one at least.
  fileprivate func names(_ column: String) throws -> [String] {
    let names = try text(column).split(separator: ";", omittingEmptySubsequences: false)
      .map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }) else {
      throw fault(column, "has an empty name", expected: "names with semicolons between")
    }
    return names
  }
}
