import Core
import Foundation

extension ClaimReview {
  /// A list of {id, scope, statement, verdict, effect, interval, n, where, ...}; numbers that a
  /// claim does not have are null.
  public var json: JSONValue { .array(results.map(\.json)) }
}

extension ClaimResult {
  /// One entry of the list. A claim that could not be read has the verdict null and an `error`.
  var json: JSONValue {
    let effect = judgement?.effect
    var fields: [String: JSONValue] = [
      "id": .string(claim.id), "scope": .string(claim.scope.rawValue),
      "kind": .string(claim.kind.rawValue), "claim": .integer(claim.number),
      "statement": .string(claim.statement), "where": .string(claim.place),
      "verdict": verdict.map { .string($0.rawValue) } ?? .null,
      "effect": .finite(effect?.value),
      "effect_name": effect.map { .string($0.name) } ?? .null,
      "interval": effect?.interval.map { .array([.finite($0.low), .finite($0.high)]) } ?? .null,
      "interval_kind": effect?.interval.map { .string($0.kind) } ?? .null,
      "n": judgement?.n.map { .integer($0) } ?? .null,
      "n_unit": judgement.map { .string($0.unit) } ?? .null,
      "sentence": judgement.map { .string($0.sentence) } ?? .null,
      "sensitivity": .array(judgement?.sensitivity.map(\.json) ?? []),
      "reads": .array(reads.map { .string($0) }),
    ]
    if claim.paper != Claim.reproducedPaper { fields["paper"] = .string(claim.paper) }
    if let failure { fields["error"] = .string(failure) }
    return .object(fields)
  }
}

extension Sensitivity {
  var json: JSONValue {
    .object([
      "change": .string(change), "verdict": .string(verdict.rawValue),
      "effect": .finite(effect),
    ])
  }
}

extension ClaimReview {
  /// JUnit XML, one test case a claim: contradicted is a failure, inconclusive and untestable are
  /// skipped with their reason, unreadable is an error. Effect, interval and n are properties.
  public var junit: String {
    let failures = count(.contradicted)
    let skipped = count(.inconclusive) + count(.untestable)
    let errors = results.count { $0.verdict == nil }
    let counts =
      "tests=\"\(results.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    let cases = results.map(\.testCase).joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts)>
        <testsuite name="claims of arXiv:2507.06457" \(counts)>
      \(cases)  </testsuite>
      </testsuites>

      """
  }
}

extension ClaimResult {
  fileprivate var testCase: String {
    let head =
      "    <testcase classname=\"\(XMLText.escaped("\(claim.scope.rawValue).\(claim.section)"))\""
      + " name=\"\(XMLText.escaped(claim.id))\">\n"
    return head + properties + outcome + "    </testcase>\n"
  }

  private var properties: String {
    var pairs = [("statement", claim.statement)]
    if let effect = judgement?.effect {
      pairs.append((effect.name, NumberText.exact(effect.value)))
      if let interval = effect.interval {
        pairs.append(
          (interval.kind, "\(NumberText.exact(interval.low)) to \(NumberText.exact(interval.high))")
        )
      }
    }
    if let judgement, let n = judgement.n { pairs.append(("n", "\(n) \(judgement.unit)")) }
    let lines = pairs.map { name, value in
      "        <property name=\"\(XMLText.escaped(name))\" value=\"\(XMLText.escaped(value))\"/>\n"
    }
    return "      <properties>\n\(lines.joined())      </properties>\n"
  }

  private var outcome: String {
    guard let judgement else {
      return "      <error message=\"\(XMLText.escaped(failure ?? "unreadable"))\"/>\n"
    }
    let message = XMLText.escaped(judgement.sentence)
    switch judgement.verdict {
    case .supported: return ""
    case .contradicted: return "      <failure message=\"\(message)\"/>\n"
    case .inconclusive, .untestable:
      return "      <skipped message=\"\(judgement.verdict.rawValue): \(message)\"/>\n"
    }
  }
}

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
