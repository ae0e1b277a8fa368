import Core
import Foundation
import Testing

@testable import Paper
@testable import Published

/// The repository's own evidence and its review, made once for all suites.
enum Printed {
  static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("data")

  private static let loaded = Result { try load(DataFolder(data)) }
  private static let judged = Result { ClaimReview(try base()) }

  static func base() throws -> EvidenceBase { try loaded.get() }
  static func review() throws -> ClaimReview { try judged.get() }

  /// The evidence of a data folder, through a store that is thrown away.
  static func load(_ data: DataFolder) throws -> EvidenceBase {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("claims-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store.open(at: folder.appendingPathComponent("store.sqlite"))
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

/// Numbers to put in place of printed ones, by table, family and ratio.
struct Replacement {
  let table: PaperTable
  let task: String
  var values: [(family: String, ratio: String, value: Double)] = []

  static func recall(_ values: (String, String, Double)...) -> Replacement {
    Replacement(table: .seven, task: "ruler_average", values: values)
  }

  static func lm(_ values: (String, String, Double)...) -> Replacement {
    Replacement(table: .six, task: "lm_average", values: values)
  }

  /// The evidence with these numbers.
  func applied() throws -> EvidenceBase {
    var places: [String: Double] = [:]
    for (family, ratio, value) in values {
      places[try Printed.row(table, task, family, ratio).provenance] = value
    }
    return try Printed.base().replacing(places)
  }
}

extension Claim {
  /// The registered claim with an identity.
  static func named(_ id: String) throws -> Claim {
    try #require(ClaimRegistry.all.first { $0.id == id }, "there is no claim \(id)")
  }
}

/// The verdict of a registered claim on some evidence.
func verdict(_ id: String, _ base: EvidenceBase) throws -> Verdict? {
  try Claim.named(id).result(base).verdict
}
