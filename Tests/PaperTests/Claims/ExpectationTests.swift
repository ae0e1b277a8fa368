import Core
import Foundation
import Testing

@testable import Paper

/// The file of verdicts on record.
@Suite struct ExpectationTests {
  private let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("expected-\(UUID().uuidString).json")

  private func written(_ text: String) throws -> URL {
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  @Test func whatIsRecordedIsReadAgain() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let review = ClaimReview(try Printed.base(), claims: [.tieAtLargeScale, .cacheFactor])
    try Expectations.record(review, to: file)
    let read = try Expectations(file: file)
    #expect(read == Expectations(["tie-1b3": .supported, "kv-cache-factor": .supported]))
    #expect(read.differences(from: review) == [])
  }

  @Test func differencesNameTheClaim() throws {
    let review = ClaimReview(
      try Printed.base(), claims: [.tieAtLargeScale, .cacheFactor, .lmCluster])
    let expected = Expectations([
      "tie-1b3": .contradicted, "kv-cache-factor": .supported, "z-gone": .supported,
      "a-gone": .untestable,
    ])
    #expect(
      expected.differences(from: review) == [
        "tie-1b3: supported, recorded as contradicted",
        "lm-cluster: supported, and no verdict is on record",
        "a-gone: on record, but there is no such claim",
        "z-gone: on record, but there is no such claim",
      ])
  }

  @Test func aClaimThatCannotBeReadIsNotOnRecord() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let review = ClaimReview(try Printed.base(), claims: [.tieAtLargeScale, .unreadable])
    try Expectations.record(review, to: file)
    #expect(try Expectations(file: file).verdicts == ["tie-1b3": .supported])
  }

  @Test func aMissingFileSaysHowToMakeIt() {
    let error = #expect(throws: Fault.self) { try Expectations(file: file) }
    #expect(error?.what == "there is no file of expected verdicts")
    #expect(error?.hint?.contains("--record") == true)
  }

  @Test(arguments: [
    ("{\"tie-1b3\": ", "this is not valid JSON"), ("[\"supported\"]", "this is not a list"),
    ("{\"tie-1b3\": \"proven\"}", "unknown verdict"), ("{\"tie-1b3\": 1}", "unknown verdict"),
  ])
  func aDamagedFileIsAFault(_ text: String, _ what: String) throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let file = try written(text)
    let error = #expect(throws: Fault.self) { try Expectations(file: file) }
    #expect(error?.what.hasPrefix(what) == true)
    #expect(error?.location == file.path)
  }
}
