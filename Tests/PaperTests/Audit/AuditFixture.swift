import Core
import Foundation
import Testing

@testable import Paper
@testable import Published

/// The audit of the repository's own evidence, made once for all suites.
extension Printed {
  private static let audited = Result { try PaperAudit(try base()) }
  private static let weighed = Result { try RulerWeighting(try base()) }

  static func audit() throws -> PaperAudit { try audited.get() }
  static func weighting() throws -> RulerWeighting { try #require(try weighed.get()) }

  /// The one finding with an identity.
  static func finding(_ id: String) throws -> AuditFinding {
    try #require(try audit().findings.first { $0.id == id }, "there is no finding \(id)")
  }

  /// The numbers of a table, in the store's order.
  static func rows(_ table: PaperTable) throws -> [Observation] {
    try base().observations.filter { $0.path == table.path }
  }

  /// Tables with observations.
  static let tables: [PaperTable] = [.two, .three, .five, .six, .seven]
}

/// A finding before and after a change of the evidence; nil where it is not there.
struct Change {
  let before: AuditFinding?
  let after: AuditFinding?

  var id: String { before?.id ?? after?.id ?? "" }
  var check: String { before?.check ?? after?.check ?? "" }
  /// What it rested on before, or rests on after.
  func reads(_ place: String) -> Bool {
    before?.reads.contains(place) == true || after?.reads.contains(place) == true
  }
  /// Whether numbers or status, not only words, are others.
  var isOfNumbers: Bool {
    before?.comparison != after?.comparison || before?.status != after?.status
  }
}

/// What differs between two audits, in the order of the first.
func differences(_ before: PaperAudit, _ after: PaperAudit) -> [Change] {
  let earlier = Dictionary(uniqueKeysWithValues: before.findings.map { ($0.id, $0) })
  let later = Dictionary(uniqueKeysWithValues: after.findings.map { ($0.id, $0) })
  let ids =
    before.findings.map(\.id) + after.findings.map(\.id).filter { earlier[$0] == nil }
  return ids.filter { earlier[$0] != later[$0] }
    .map { Change(before: earlier[$0], after: later[$0]) }
}
