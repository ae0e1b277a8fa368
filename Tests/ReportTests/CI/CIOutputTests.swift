import Core
import Foundation
import Testing

@testable import Report

/// The short texts: annotations and the badge.
@Suite struct CIOutputTests {
  private func problem(_ title: String, _ message: String) -> CIProblem {
    CIProblem(
      level: .error, title: title, message: message,
      location: CILocation(file: "a,b:c.csv", line: 7))
  }

  @Test func anAnnotationIsOneLineAndItsPropertiesEnd() {
    let text = GitHubAnnotations.text([problem("x,y: 5%", "a\nb\r\n::error::c %0A")])
    #expect(
      text
        == "::error file=a%2Cb%3Ac.csv,line=7,title=x%2Cy%3A 5%25::a%0Ab\\r%0A::error::c %250A\n")
  }

  @Test(arguments: CIFixture.hostile) func nothingBeginsACommandOfItsOwn(_ name: String) {
    let text = GitHubAnnotations.text([problem(name, name)])
    #expect(text.count { $0.isNewline } == 1)
    #expect(text.hasPrefix("::error file=") && text.hasSuffix("\n"))
    let properties = text.dropFirst("::error ".count).firstRange(of: "::")
      .map { text[text.startIndex..<$0.lowerBound] }
    #expect(properties?.split(separator: ",").count == 3)
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func whatGitHubWouldDropIsCounted() {
    let many = (1...12).map { problem("t\($0)", "m") }
    let lines = GitHubAnnotations.text(many).split(separator: "\n")
    #expect(lines.count == GitHubAnnotations.most)
    #expect(lines[8].contains("title=t9::"))
    #expect(lines[9].hasPrefix("::error title=3 more::"))
    #expect(GitHubAnnotations.text(Array(many.prefix(10))).split(separator: "\n").count == 10)
    let long = GitHubAnnotations.text([problem("t", String(repeating: "é", count: 9000))])
    #expect(long.utf8.count < GitHubAnnotations.longest + 100)
  }

  @Test func problemsAreFailuresThenDriftThenContradictions() {
    let report = CIReport(
      verdicts: CIFixture.verdicts(4) + [
        CIVerdict(id: "u", label: "u", statement: "U", verdict: nil, reason: "damaged")
      ],
      drift: [CIDrift(id: "d", recorded: nil, present: "supported")],
      failures: [CIFailure(name: "f", message: "m")])
    #expect(
      report.problems.map { "\($0.level) \($0.title)" } == [
        "error f failed", "error verdict on d", "warning claim-1 is contradicted",
        "error u could not be read",
      ])
    #expect(report.problems[1].message == "d is supported, and no verdict is on record")
  }

  @Test(arguments: [
    (3, 4, "brightgreen"), (2, 4, "yellow"), (1, 4, "orange"), (0, 0, "lightgrey"),
  ]) func theBadgeCountsAndIsColoured(_ supported: Int, _ all: Int, _ color: String) {
    let verdicts = (0..<all).map {
      CIVerdict(
        id: "\($0)", label: "", statement: "", verdict: $0 < supported ? .supported : .untestable)
    }
    let message = all == 0 ? "not judged" : "\(supported)/\(all) supported"
    var report = CIReport(verdicts: verdicts)
    #expect(
      CIBadge.json(report).description
        == #"{"color":"\#(color)","label":"claims","message":"\#(message)","schemaVersion":1}"#)
    report.failures = [CIFailure(name: "f", message: "m")]
    #expect(CIBadge.json(report).description.contains(all == 0 ? "lightgrey" : #""red""#))
  }
}
