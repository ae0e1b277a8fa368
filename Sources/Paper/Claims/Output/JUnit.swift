import Core
import Foundation

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
