import Core
import Foundation
import Testing

@testable import Paper
#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The XML that test runners show, read by a parser that takes no liberties.
@Suite struct JUnitTests {
  @Test func everyClaimIsACase() throws {
    let review = try Printed.review()
    let report = try JUnitReport(review.junit)
    #expect(report.cases.map(\.name) == review.results.map(\.claim.id))
    for (item, result) in zip(report.cases, review.results) {
      let expected: [String] =
        switch result.verdict {
        case .supported: []
        case .contradicted: ["failure"]
        case .inconclusive, .untestable: ["skipped"]
        case nil: ["error"]
        }
      #expect(item.outcomes.map(\.element) == expected, "\(item.name)")
      #expect(item.group == "\(result.claim.scope.rawValue).\(result.claim.section)")
    }
  }

  @Test func countsAgree() throws {
    let report = try JUnitReport(try Printed.review().junit)
    #expect(report.counts.count == 2)
    for counts in report.counts {
      #expect(counts["tests"] == "\(report.cases.count)")
      for (attribute, element) in [
        ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
      ] {
        let number = report.cases.count { $0.outcomes.contains { $0.element == element } }
        #expect(counts[attribute] == "\(number)", "\(attribute)")
      }
    }
  }

  @Test func outcomesHaveReasons() throws {
    let review = ClaimReview(
      try Printed.base(), claims: [.hgrn2OverStandalone, .standaloneRanks, .unprinted, .unreadable])
    let messages = try JUnitReport(review.junit).cases.map { $0.outcomes.first?.message ?? "" }
    #expect(messages[0].hasPrefix("0.456 less 0.442 is +0.014, where the paper says “"))
    #expect(messages[1].hasPrefix("inconclusive: Kendall's tau is 0.21 over 6 families"))
    #expect(messages[2].hasPrefix("untestable: Untestable: data/paper/table7.csv has no"))
    #expect(messages[3].contains("several observations match"))
  }

  @Test func textSurvivesTheMarkup() throws {
    let report = try JUnitReport(ClaimReview(try Printed.base(), claims: [.fixture]).junit)
    let properties = try #require(report.cases.first).properties
    #expect(properties["statement"] == Claim.fixture.statement)
    #expect(properties["recall"] == "0.33")
    #expect(properties["made up"] == "0.25 to 0.5")
    #expect(properties["n"] == "1 model")
  }

  @Test(arguments: [
    ("a & b", "a &amp; b"), ("<\"x\">", "&lt;&quot;x&quot;&gt;"), ("a\nb\tc", "a b c"),
    ("a\u{1}b", "ab"), ("×–é", "×–é"),
  ])
  func escapes(_ text: String, _ escaped: String) {
    #expect(XMLText.escaped(text) == escaped)
  }
}

/// What a JUnit file says.
private final class JUnitReport: NSObject, XMLParserDelegate {
  struct Case {
    let name: String
    let group: String
    var properties: [String: String] = [:]
    var outcomes: [(element: String, message: String)] = []
  }

  private(set) var cases: [Case] = []
  /// The counts of `testsuites` and of `testsuite`.
  private(set) var counts: [[String: String]] = []

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Fault("this is no XML", found: parser.parserError.map { "\($0)" })
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    switch element {
    case "testsuites", "testsuite": counts.append(attributes)
    case "testcase":
      cases.append(Case(name: attributes["name"] ?? "", group: attributes["classname"] ?? ""))
    case "properties": break
    case "property":
      cases[cases.count - 1].properties[attributes["name"] ?? ""] = attributes["value"]
    default: cases[cases.count - 1].outcomes.append((element, attributes["message"] ?? ""))
    }
  }
}
