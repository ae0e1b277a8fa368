import Core
import Foundation
import Testing

@testable import Paper

@Suite struct AuditJSONTests {
  private func entries() throws -> [[String: JSONValue]] {
    let data = try Printed.audit().json.data()
    guard case .array(let list) = try JSONValue(data: data, at: "audit") else { return [] }
    return list.compactMap { if case .object(let fields) = $0 { fields } else { nil } }
  }

  @Test func hasAnEntryWithAllKeysForEachFinding() throws {
    let findings = try Printed.audit().findings
    let entries = try entries()
    #expect(entries.count == findings.count)
    let wanted = ["id", "where", "what", "printed", "recomputed", "tolerance", "status"]
    for (entry, finding) in zip(entries, findings) {
      #expect(wanted.allSatisfy { entry[$0] != nil }, "\(finding.id)")
      #expect(entry["id"] == .string(finding.id))
      #expect(entry["where"] == .string(finding.place))
      #expect(entry["status"] == .string(finding.status.rawValue))
      #expect((entry["printed"] == .null) == (finding.comparison == nil))
    }
  }

  @Test func numbersAreThoseOfTheFinding() throws {
    let entry = try #require(
      try entries().first { $0["id"] == .string("printed-twice/GLA 3:1") })
    #expect(entry["printed"] == .number(0.332))
    #expect(entry["recomputed"] == .number(0.365))
    #expect(entry["status"] == .string("discrepant"))
  }

  /// JSON has no word for what is not a number.
  @Test func whatIsNotFiniteIsNull() {
    let finding = AuditFinding(
      id: "a/b", check: "a", exhibits: [], place: "", what: "",
      comparison: Comparison(printed: .nan, recomputed: .infinity, tolerance: 0),
      status: .discrepant, sentence: "", replacement: [:], reads: [])
    guard case .object(let fields) = finding.json else { return }
    #expect(fields["printed"] == .null)
    #expect(fields["recomputed"] == .null)
    #expect((try? finding.json.data()) != nil)
  }
}
