import Core
import TestSupport
import Testing

@testable import Paper
@testable import Published

/// The repository's own evidence and its review, made once for all suites.
enum Printed {
  private static let loaded = Result { try load(DataFolder(dataRoot)) }
  private static let judged = Result { ClaimReview(try base()) }

  static func base() throws -> EvidenceBase { try loaded.get() }
  static func review() throws -> ClaimReview { try judged.get() }

  /// The evidence of a data folder, through a store that is thrown away.
  static func load(_ data: DataFolder) throws -> EvidenceBase {
    let folder = try TemporaryFolder()
    let store = try Store.open(at: folder.storeURL)
    try store.importData(try data.load())
    return try EvidenceBase(store)
  }

  /// The one number of a table with a task, family and ratio.
  static func row(
    _ table: PaperTable, _ task: String, _ family: String, _ ratio: String
  ) throws -> Observation {
    try #require(
      try base().observations.first {
        $0.path == table.path && $0.task == task && $0.model.family == family
          && $0.model.ratioLabel == ratio
      }, "\(table.title) has no \(task) of \(family) \(ratio)")
  }

  /// The quoted number with an identity.
  static func quote(_ id: String) throws -> Quote {
    try #require(try base().quotes.first { $0.id == id })
  }
}
