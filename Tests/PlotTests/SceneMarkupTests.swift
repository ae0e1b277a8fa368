import Canvas
import Core
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif
import Testing

@testable import Plot

@Suite struct SceneMarkupTests {
  func svg(_ items: [SceneItem], series: [String] = ["a", "b"]) throws -> String {
    var markup = SceneMarkup(series: series)
    let scene = Scene(size: Size(width: 10, height: 20), title: "", altText: "", items: items)
    return try markup.svg(scene, labelledBy: "alt")
  }

  @Test func aDrawingIsNamedByItsLabels() throws {
    #expect(
      try svg([]) == #"<svg viewBox="0 0 10 20" role="img" aria-labelledby="alt"></svg>"#)
  }

  @Test func aLineIsAPathInTheClassOfItsColour() throws {
    let stroke = Stroke(Color(hex: 0x0299FD), width: 1.4, dash: [2, 1])
    let path = ScenePath([.zero, Point(x: 1.234, y: 2)], stroke: stroke)
    #expect(
      try svg([.path(path)]).contains(
        #"<path class="s k0299fd" stroke-width="1.4" stroke-dasharray="2 1" d="M0 0L1.23 2"/>"#))
  }

  @Test func aTagBecomesSeriesAndTitle() throws {
    let marker = SceneMarker(.circle, center: .zero, size: 4, color: .black)
    let tagged = SceneItem.marker(marker).tagged(SceneTag(series: "b", note: "B <b>&"))
    let text = try svg([tagged])
    #expect(text.contains(#"data-s="1""#))
    #expect(text.contains("<title>B &lt;b&gt;&amp;</title></circle>"))
    #expect(
      try svg([.marker(marker).tagged(SceneTag(series: "no series of the page"))])
        .contains("data-s") == false)
  }

  @Test func textStaysText() throws {
    let style = TextStyle(.sans, 8, weight: .semibold, tabularFigures: true)
    let text = try SceneText("a < b", style).placed(.left, x: 1, top: 2)
    let drawn = try svg([.text(text)])
    #expect(drawn.contains(">a &lt; b</tspan></text>"))
    #expect(drawn.contains(#"class="f sans w600 tn k000000""#))
    #expect(drawn.contains(#"font-size="8""#))
  }

  /// Each line of a wrapped text stands at its own place.
  @Test func wrappedTextHasALineEach() throws {
    let text = try SceneText("one two three four", TextStyle(.sans, 8), wrapWidth: 40)
    let drawn = try svg([.text(text)])
    let lines = drawn.matches(of: /<text x="[^"]*" y="([^"]*)">/).map { String($0.1) }
    #expect(lines.count == 2)
    #expect(Set(lines).count == 2)
    let words = drawn.replacing(/<[^>]*>/, with: " ").split(separator: " ")
    #expect(words == ["one", "two", "three", "four"])
  }

  @Test func aFormulaRisesAndComesBack() throws {
    let style = TextStyle(.serif, 10)
    let text = try SceneText([
      TextRun("x", style), TextRun("2", style.with(rise: 4)), TextRun("é", style),
    ])
    let drawn = try svg([.text(text)])
    #expect(drawn.contains(#"dy="-4">2<"#))
    #expect(drawn.contains(#"dy="4">é<"#))
  }

  @Test func coloursHaveRulesForBothGrounds() throws {
    var markup = SceneMarkup(series: [])
    let fixed = SceneItem.path(ScenePath(Rect(x: 0, y: 0, width: 1, height: 1), fill: .white))
      .tagged(SceneTag(keepsColor: true))
    let free = SceneItem.path(ScenePath(Rect(x: 0, y: 0, width: 1, height: 1), fill: .white))
    _ = try markup.svg(
      Scene(size: Size(width: 1, height: 1), title: "", altText: "", items: [fixed, free]),
      labelledBy: "")
    #expect(markup.styleSheet.light == ".kffffff{--c:#FFFFFF}.xffffff{--c:#FFFFFF}")
    #expect(markup.styleSheet.dark == ".kffffff{--c:\(Color.white.onDarkGround.hex)}")
  }

  /// A policy may forbid styles in attributes, and scripts; a drawing needs neither.
  @Test func everyDemoKeepsToAStrictPolicy() throws {
    for demo in DemoCharts.all {
      let text = try svg([.group(SceneGroup("all", items: demo.make().scene().items))])
      #expect(!text.contains("style="))
      #expect(!text.contains("<script"))
      #expect(XMLParser(data: Data(text.utf8)).parse())
    }
  }
}
