import Core
import Foundation

/// The verdicts that the project has on record, so that a changed number, or a changed rule, does
/// not change one unnoticed.
///
///     {"recall-rises": "supported", "retnet-near-zero": "untestable"}
public struct Expectations: Sendable, Equatable {
  public let verdicts: [String: Verdict]

  public init(_ verdicts: [String: Verdict]) { self.verdicts = verdicts }

  /// Reads the file of expectations.
  /// - Throws: `Fault` where it is missing, is not a JSON object, or names an unknown verdict.
  public init(file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw Fault(
        "there is no file of expected verdicts", at: file.path,
        hint: "record the present ones: interleave claims --record")
    }
    let data = try InputFile.data(at: file)
    guard case .object(let fields) = try JSONValue(data: data, at: file.path) else {
      throw Fault(
        "this is not a list of expected verdicts", at: file.path,
        expected: #"an object: {"claim": "verdict"}"#)
    }
    verdicts = try fields.mapValues { value in
      guard case .string(let text) = value, let verdict = Verdict(rawValue: text) else {
        throw Fault(
          "unknown verdict", at: file.path,
          expected: Verdict.allCases.map(\.rawValue).joined(separator: ", "), found: "\(value)")
      }
      return verdict
    }
  }

  /// Writes the verdicts of a review; claims that could not be read are left out.
  public static func record(_ review: ClaimReview, to file: URL) throws {
    let fields = review.results.compactMap { result in
      result.verdict.map { (result.claim.id, JSONValue.string($0.rawValue)) }
    }
    let object = JSONValue.object(Dictionary(fields) { $1 })
    try AtomicFile.write(try object.data(pretty: true) + Data("\n".utf8), to: file)
  }

  /// What a review differs in: one line for each claim, none where all is as recorded.
  public func differences(from review: ClaimReview) -> [String] {
    let known = Set(review.results.map(\.claim.id))
    let changed = review.results.compactMap { result -> String? in
      guard let verdict = result.verdict else { return nil }
      guard let expected = verdicts[result.claim.id] else {
        return "\(result.claim.id): \(verdict.rawValue), and no verdict is on record"
      }
      return verdict == expected
        ? nil : "\(result.claim.id): \(verdict.rawValue), recorded as \(expected.rawValue)"
    }
    let gone = verdicts.keys.filter { !known.contains($0) }.sorted()
      .map { "\($0): on record, but there is no such claim" }
    return changed + gone
  }
}
