import Canvas
import Core
import Foundation
import Plot
import Testing

@testable import Report

@Suite struct HTMLWriterTests {
  @Test func thePageIsWholeAndAlwaysTheSame() throws {
    let document = try HTMLFixture.document()
    let page = try HTMLWriter.render(document)
    #expect(page == (try HTMLWriter.render(document)))
    for part in [
      "<title>A title</title>", #"<section id="one""#, ##"href="#one">One</a>"##,
      #"id="figure-chart""#, #"id="table-numbers""#, "<b>Table 1.</b> Numbers", "[1]",
      #"id="ref-wang""#, "main.swift:20", "data/x.csv:2",
    ] { #expect(page.contains(part), "\(part)") }
  }

  @Test func aValueLeadsToItsPlaceInTheList() throws {
    let page = try HTMLWriter.render(try HTMLFixture.document())
    #expect(page.contains(##"<a class="v" href="#value-gain" title="data/x.csv:2">0.14</a>"##))
    #expect(page.contains(#"<tr id="value-gain""#))
  }

  @Test func namesOfValuesBecomeNamesOfPlaces() {
    let value = Fixture.value("a b/é\"", "1")
    #expect(HTMLValues.anchor(value) == "value-a_32_b_47__195__169__34_")
    #expect(HTMLValues.anchor(Fixture.value("a.b-c1", "1")) == "value-a.b-c1")
  }

  @Test func nothingIsFetched() throws {
    let page = try HTMLWriter.render(try HTMLFixture.document())
    for part in ["<link", "<img", "<iframe", "@import", "src=\"http", "url(http", " style=\""] {
      #expect(!page.contains(part), "\(part)")
    }
  }

  /// What the policy allows is what is in the page, to the byte.
  @Test func thePolicyNamesTheHashesOfStyleAndScript() throws {
    let page = try HTMLWriter.render(try HTMLFixture.document())
    let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)?.1)
    for (tag, name) in [("style", "style-src"), ("script", "script-src")] {
      let text = try #require(
        page.components(separatedBy: "<\(tag)>").last?
          .components(separatedBy: "</\(tag)>").first)
      let hash = Data(hex: Digest.sha256(text)).base64EncodedString()
      #expect(policy.contains("\(name) 'sha256-\(hash)'"))
    }
    #expect(policy.contains("default-src 'none'"))
    #expect(policy.contains("connect-src 'none'"))
    #expect(!policy.contains("unsafe"))
  }

  /// A preview's server may add its script; a published page has no server.
  @Test func onlyALivePageTrustsItsServer() throws {
    let document = try HTMLFixture.document()
    let live = try HTMLWriter.render(document, .init(isLive: true))
    #expect(live.contains("connect-src 'self'"))
    #expect(live.firstMatch(of: /script-src 'sha256-[^']*' 'self'/) != nil)
    #expect(!(try HTMLWriter.render(document)).contains("'self'"))
  }

  @Test(arguments: HostileTextTests.names) func hostileNamesStayText(_ name: String) throws {
    let page = try HTMLWriter.render(try HTMLFixture.document(name: name))
    let outside = page.replacing(/(?s)<script type="application\/json">.*?<\/script>/, with: "")
      .replacing(/(?s)<script>.*?<\/script>/, with: "").replacing(
        /(?s)<style>.*?<\/style>/, with: "")
    #expect(!outside.contains("<script>"))
    #expect(!outside.contains("href=\"javascript:"))
    #expect(!outside.contains("<b>bold"))
  }

  /// A name that would end the script element that the numbers stand in.
  @Test func numbersForTheScriptCannotEndIt() throws {
    let page = try HTMLWriter.render(try HTMLFixture.document(name: "</script><script>alert(1)"))
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(page.contains("\\u003c/script\\u003e"))
  }

  @Test func onlyAddressesOfTheWebAreLinks() {
    #expect(HTMLText.target("https://a.b/?x=1&y=\"") == "https://a.b/?x=1&amp;y=&quot;")
    #expect(HTMLText.target("#here") == "#here")
    for address in ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "../a.md", "//evil"]
    {
      #expect(HTMLText.target(address) == nil)
    }
  }

  @Test func dataOfALinkReadsBackAsItWas() throws {
    let text = "a,\"b c\"\n1,−2 % # <&>\u{1F600}'\n"
    let url = HTMLText.dataURL(text, type: "text/csv")
    let start = try #require(url.firstIndex(of: ","))
    #expect(String(url[url.index(after: start)...]).removingPercentEncoding == text)
    #expect(!url.contains { "\"<>&' ".contains($0) })
  }

  @Test func longListsOfSourcesAreShortened() {
    #expect(HTMLText.sources(["a", "b"]) == "a; b")
    #expect(
      HTMLText.sources(["d.csv:4", "by hand", "d.csv:5", "e.csv:9", "d.csv:6", "d.csv:8"])
        == "d.csv:4–6,8; by hand; e.csv:9")
    #expect(HTMLText.sources(["a", "b", "c", "d", "e", "f"]) == "a; b; c; d; and 2 more")
  }

  /// A family that no chart shows has no switch.
  @Test func onlyWhatIsDrawnCanBeSwitchedOff() throws {
    var document = try HTMLFixture.document()
    document.series.append(SeriesName(key: "c", label: "Nowhere", color: Palette.brown))
    let page = try HTMLWriter.render(document)
    #expect(page.contains("id=\"series-1\"") && !page.contains("id=\"series-2\""))
    #expect(page.contains(".k32406f{--c:#32406F}"))
  }

  /// A mark that follows a value, or ends an emphasis, closes.
  @Test func quotationMarksTurnByWhatStandsBefore() throws {
    let page = try HTMLWriter.render(
      Fixture.document(
        [Fixture.prose("{{gain}}'s \"so *far*\" and *\"this\"*.")],
        values: [Fixture.value("gain", "0.14")]))
    #expect(page.contains(">0.14</a>’s “so <em>far</em>” and <em>“this”</em>."))
  }

  @Test func headingsOfProseAreInTheContents() throws {
    let page = try HTMLWriter.render(
      Fixture.document([Fixture.prose("## Part\n\nText.\n\n### Detail\n\n## Other *one*")]))
    #expect(page.contains(##"<li><a href="#one-1">Part</a></li>"##))
    #expect(page.contains(##"<li><a href="#one-3">Other one</a></li>"##))
    #expect(!page.contains(##"href="#one-2""##))
    #expect(page.contains(#"<h4 id="one-2">Detail</h4>"#))
  }

  @Test func whatNothingBoundIsAFaultWithItsLine() throws {
    #expect(throws: Fault.self) {
      try HTMLWriter.render(Fixture.document([Fixture.prose("One.\n\nOf {{nothing}}.")]))
    }
  }

  /// The numerals that a reader sees are those that the document can account for.
  @Test func theNumeralAuditHoldsForThePage() throws {
    let document = try HTMLFixture.document()
    let page = try HTMLWriter.render(document)
    let text = page.replacing(
      /(?s)<(script|style|details|title|header)[^>]*>.*?<\/(script|style|details|title|header)>/,
      with: ""
    )
    .replacing(/<[^>]*>/, with: "\n").replacing("&nbsp;", with: " ")
    #expect(ReportAudit.unexplained(in: text, of: document) == [])
    let planted = text + "\n77.77 here"
    #expect(ReportAudit.unexplained(in: planted, of: document).map { $0.prefix(5) } == ["77.77"])
  }
}

extension Data {
  fileprivate init(hex: String) {
    let digits = Array(hex)
    self.init(
      stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0..<($0 + 2)]), radix: 16)
      })
  }
}
