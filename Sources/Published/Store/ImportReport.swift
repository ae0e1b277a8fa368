import Core

/// What an import did.
public struct ImportReport: Sendable, Equatable {
  /// What became of one file.
  public struct File: Sendable, Equatable {
    /// The file, such as `data/paper/table7.csv`.
    public let path: String
    /// What became of it.
    public let outcome: Outcome
    /// How many records it has, or had.
    public let rows: Int
  }

  /// What an import does with a file.
  public enum Outcome: Sendable, Equatable {
    /// The store did not have it.
    case new
    /// The store has exactly this already.
    case same
    /// The store had an earlier revision, which is gone as a whole.
    case replaced([ValueChange])
    /// The store had it, and the manifest no longer lists it.
    case removed
  }

  /// A value that a new revision of a file changes, adds or takes away.
  public struct ValueChange: Sendable, Equatable {
    /// The name of the model.
    public let model: String
    /// The task.
    public let task: String
    /// The metric.
    public let metric: String
    /// The printed value before; none if it is new.
    public let old: String?
    /// The printed value now; none if it is gone.
    public let new: String?
  }

  /// Every file, in the order of the manifest; removed ones last.
  public let files: [File]
  /// Values that their own work prints twice and differently. Both stay in the store.
  public let conflicts: [ObservationPair]

  /// Whether the store is as it was.
  public var changedNothing: Bool { files.allSatisfy { $0.outcome == .same } }
}

extension ImportReport: CustomStringConvertible {
  /// One line a file, then the changed values and the conflicts.
  public var description: String {
    let lines = files.flatMap { file -> [String] in
      guard case .replaced(let changes) = file.outcome else {
        return ["\(file.path): \(file.outcome), rows: \(file.rows)"]
      }
      return ["\(file.path): replaced, rows: \(file.rows), values changed: \(changes.count)"]
        + changes.map { "  \($0)" }
    }
    return (lines + conflicts.map { "conflict: \($0)" }).map { VisibleText.of($0) }
      .joined(separator: "\n")
  }
}

extension ImportReport.ValueChange: CustomStringConvertible {
  /// What changed, in one line.
  public var description: String {
    "\(model), \(task) \(metric): \(old ?? "nothing") → \(new ?? "nothing")"
  }
}
