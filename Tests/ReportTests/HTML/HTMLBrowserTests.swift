import Browser
import Foundation
import Testing

@testable import Report

/// The page in a real browser. Skipped, saying so, where no Chromium is installed.
@Suite(
  .serialized,
  .enabled(if: Browser.program != nil, "no Chromium here; `make setup` installs it on Debian"))
struct HTMLBrowserTests {
  /// A page in a browser of its own.
  func shown(_ document: Document) throws -> Browser {
    let browser = try Browser()
    try browser.show(try HTMLWriter.render(document))
    return browser
  }

  @Test func nothingIsComplainedAboutAndNothingFetched() throws {
    let browser = try shown(try HTMLFixture.document())
    #expect(browser.complaints == [])
    #expect(browser.requests == [])
    #expect(try browser.evaluate("document.fonts.check('16px Inter')") as? Bool == true)
    #expect(
      try browser.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length > 2")
        as? Bool == true)
  }

  /// The comparison can fail: a page with an error, a style attribute and a picture from elsewhere
  /// is complained about.
  @Test func whatThePolicyForbidsIsNoticed() throws {
    let page = try HTMLWriter.render(try HTMLFixture.document())
    let browser = try Browser()
    try browser.show(
      page.replacing(
        "</main>", with: "<p style=\"color:red\">x</p><script>window.ran = true</script></main>"))
    #expect(browser.complaints.count >= 2)
    #expect(try browser.evaluate("window.ran === undefined") as? Bool == true)
  }

  @Test func aFamilyCanBeSwitchedOffInAllCharts() throws {
    let browser = try shown(try HTMLFixture.document())
    let shown = """
      (() => { const of = s => [...document.querySelectorAll(`.drawing [data-s="${s}"]`)];
      const on = s => of(s).filter(e => getComputedStyle(e).display !== "none").length;
      return [of(0).length, on(0), of(1).length, on(1)]; })()
      """
    let before = try #require(try browser.evaluate(shown) as? [Int])
    #expect(before[0] > 0 && before[0] == before[1] && before[2] > 0 && before[2] == before[3])
    try browser.evaluate("document.getElementById('series-0').click()")
    #expect(try browser.evaluate(shown) as? [Int] == [before[0], 0, before[2], before[2]])
  }

  @Test func tablesAreSortedByNumbersAndWhatIsMissingStaysBelow() throws {
    let browser = try shown(try HTMLFixture.document())
    func column(clicks: Int) throws -> [String]? {
      for _ in 0..<clicks {
        try browser.evaluate("document.querySelectorAll('#table-numbers th button')[1].click()")
      }
      return try browser.evaluate(
        "[...document.querySelectorAll('#table-numbers tbody tr')].map(r => r.cells[1].textContent)"
      ) as? [String]
    }
    #expect(try column(clicks: 0) == ["0.434", "−0.100", "0.390", "–"])
    #expect(try column(clicks: 1) == ["−0.100", "0.390", "0.434", "–"])
    #expect(
      try browser.evaluate("document.querySelector('th[aria-sort]').ariaSort") as? String
        == "ascending")
    #expect(try column(clicks: 1) == ["0.434", "0.390", "−0.100", "–"])
    #expect(try column(clicks: 1) == ["0.434", "−0.100", "0.390", "–"])
  }

  @Test func theKeyboardReachesTheValuesOfAChart() throws {
    let browser = try shown(try HTMLFixture.document())
    try browser.evaluate("document.querySelector('figure.chart .drawing').focus()")
    try browser.press("ArrowRight")
    let note = try browser.evaluate("document.getElementById('tip').textContent") as? String
    #expect(note == "HGRN-2 · fraction: 0.0 · recall: 0.2")
    try browser.press("ArrowRight")
    #expect(
      try browser.evaluate("document.activeElement.dataset.note") as? String
        == "HGRN-2 · fraction: 1.0 · recall: 0.8")
    try browser.press("Escape")
    #expect(try browser.evaluate("document.getElementById('tip').hidden") as? Bool == true)
  }

  @Test func thePointerShowsASource() throws {
    let browser = try shown(try HTMLFixture.document())
    try browser.point(at: "a.v")
    #expect(
      try browser.evaluate("document.getElementById('tip').textContent") as? String
        == "data/x.csv:2")
  }

  @Test func aLinkToAValueOpensTheList() throws {
    let browser = try shown(try HTMLFixture.document())
    try browser.evaluate("document.querySelector('a.v').click()")
    _ = try browser.evaluate("new Promise(done => setTimeout(() => done(true), 100))")
    #expect(try browser.evaluate("document.querySelector('details.values').open") as? Bool == true)
    #expect(try browser.evaluate("document.activeElement.id") as? String == "value-gain")
  }

  @Test(arguments: [
    "<img src=x onerror=alert(1)>", "</script><script>window.ran=1</script>", "{{x}} `a` \u{202E}b",
  ])
  func hostileNamesStayText(_ name: String) throws {
    let document = try HTMLFixture.document(name: name)
    let browser = try shown(document)
    #expect(browser.complaints == [])
    #expect(
      try browser.evaluate("window.ran === undefined && document.images.length === 0") as? Bool
        == true)
    let cell = try browser.evaluate("document.querySelector('#table-numbers tbody th').textContent")
    #expect(cell as? String == document.tables[0].rows[0][0].shown)
    let option = try browser.evaluate(
      "document.querySelector('.controls select').options[1].textContent")
    #expect(option as? String == name)
  }

  @Test func withoutScriptsEverythingCanBeRead() throws {
    let browser = try Browser()
    try browser.setScripts(enabled: false)
    try browser.show(try HTMLWriter.render(try HTMLFixture.document()))
    try browser.setScripts(enabled: true)
    #expect(try browser.evaluate("document.querySelector('.controls').hidden") as? Bool == true)
    #expect(
      try browser.evaluate("document.querySelectorAll('.stacks tbody tr').length") as? Int == 4)
    #expect(
      try browser.evaluate("document.querySelectorAll('svg title').length > 3") as? Bool == true)
    #expect(try browser.evaluate("document.querySelectorAll('th button').length") as? Int == 0)
  }

  /// WCAG 2.1 AA: 4.5 for text, in both themes.
  @Test(arguments: ["light", "dark"]) func textHasContrast(_ theme: String) throws {
    let browser = try shown(try HTMLFixture.document())
    try browser.evaluate("document.getElementById('theme-\(theme)').click()")
    try browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    let poor = try browser.evaluate(PageChecks.poorContrast) as? [String]
    #expect(poor == [])
    let ground = try browser.evaluate("getComputedStyle(document.body).backgroundColor") as? String
    #expect(ground == (theme == "light" ? "rgb(255, 255, 255)" : "rgb(21, 24, 28)"))
  }

  @Test func everyDrawingHasAWordForIt() throws {
    let browser = try shown(try HTMLFixture.document())
    #expect(try browser.evaluate(PageChecks.namelessDrawings) as? [String] == [])
    #expect(try browser.evaluate(PageChecks.brokenLinks) as? [String] == [])
  }

  /// The checks can fail: pale text, a link to nowhere, a name used twice, a drawing without a name.
  @Test func theChecksFindWhatIsPlanted() throws {
    let browser = try shown(try HTMLFixture.document())
    try browser.evaluate("document.querySelector('main p').style.color = 'rgb(200, 200, 200)'")
    try browser.evaluate(
      """
      document.querySelector('main').insertAdjacentHTML('beforeend',
        '<a href="#nowhere">x</a><i id="one"></i><svg role="img" aria-labelledby="nobody"></svg>')
      """)
    #expect((try browser.evaluate(PageChecks.poorContrast) as? [String])?.isEmpty == false)
    #expect(try browser.evaluate(PageChecks.brokenLinks) as? [String] == ["one", "nowhere"])
    #expect((try browser.evaluate(PageChecks.namelessDrawings) as? [String])?.count == 1)
  }

  @Test func aPictureCanBeTaken() throws {
    let browser = try shown(try HTMLFixture.document())
    #expect(try browser.screenshot().starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }
}
