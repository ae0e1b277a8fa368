import Canvas
import Core
import Testing

@testable import Plot

@Suite struct LayoutTests {
  /// Pairs of texts that share some area.
  func overlaps(_ scene: Scene) -> [String] {
    let texts = scene.texts
    return texts.indices.flatMap { i in
      // Places are rounded, so that neighbours may share a thousandth of a point.
      texts[(i + 1)...].filter { $0.box.inset(dx: 0, dy: 0.01).intersects(texts[i].box) }
        .map { "“\(texts[i].text)” and “\($0.text)”" }
    }
  }

  @Test(arguments: DemoCharts.all.map(\.name))
  func noTextTouchesAnotherOrLeavesTheScene(_ name: String) throws {
    let chart = try #require(try DemoCharts.all.first { $0.name == name }?.make())
    let scene = try chart.scene()
    #expect(overlaps(scene).isEmpty)
    let frame = Rect(x: 0, y: 0, width: scene.size.width, height: scene.size.height)
    for text in scene.texts {
      #expect(frame.inset(dx: -0.01, dy: -0.01).contains(text.box), "“\(text.text)” \(text.box)")
    }
  }

  /// The check above can fail.
  @Test func overlapsAreFound() throws {
    let text = try SceneText("abc", TextStyle(.sans, 9))
    let items = [text, text.offset(by: Point(x: 3, y: 3))].map(SceneItem.text)
    let scene = Scene(size: Size(width: 50, height: 50), title: "", altText: "", items: items)
    #expect(overlaps(scene).count == 1)
  }

  /// Lines that all end at one value: the hardest case for labels.
  func bundle(count: Int, labels: LabelPlacement = .eachPanel, height: Double = 120) throws -> Chart
  {
    let names = (0..<count).map { "series number \($0)" }
    let frame = try Frame([
      "s": .text(names + names), "x": .numbers(names.map { _ in 0 } + names.map { _ in 1 }),
      "y": .numbers(names.indices.map { Double($0) } + names.map { _ in 0 }),
    ])
    let styles = names.enumerated().map {
      NamedStyle($1, Palette.style($0 % 6, label: $1))
    }
    let panel = Panel(
      x: Axis("x", LinearAxis(0...1)), y: Axis("y", LinearAxis(0...10)),
      marks: [LineMark(frame, x: "x", y: "y", series: "s")])
    return Chart(
      title: "T", subtitle: "S", panels: [panel], styles: styles, panelHeight: height,
      labels: labels)
  }

  @Test(arguments: [1, 2, 7]) func labelsOfOneValueAreMovedApart(_ count: Int) throws {
    let scene = try bundle(count: count).scene()
    #expect(overlaps(scene).isEmpty)
    #expect(scene.texts.filter { $0.text.hasPrefix("series number") }.count == count)
    #expect(!scene.dump.contains("“legend”"))
  }

  @Test func moreThanSevenTakeALegend() throws {
    let scene = try bundle(count: 8).scene()
    #expect(scene.dump.contains("group “legend”"))
    #expect(scene.texts.filter { $0.text.hasPrefix("series number") }.count == 8)
    #expect(overlaps(scene).isEmpty)
  }

  @Test func labelsCanBeLeftOut() throws {
    let scene = try bundle(count: 8, labels: .none).scene()
    #expect(!scene.texts.contains { $0.text.hasPrefix("series number") })
  }

  @Test func labelsWithoutRoomAreAFault() throws {
    let fault = #expect(throws: Fault.self) { _ = try bundle(count: 7, height: 50).scene() }
    #expect(fault?.location == "chart 'T' / panel 1")
    #expect(fault?.hint?.contains("legend") == true)
  }

  @Test func aSeriesIsNamedInTheLastPanelThatShowsIt() throws {
    let scene = try DemoCharts.sideBySide().scene()
    let names = scene.texts.map(\.text)
    for label in ["HGRN", "RetNet", "GLA", "HGRN-2", "DeltaNet", "Gated DeltaNet", "pooled fit"] {
      #expect(names.filter { $0 == label }.count == 1, "\(label)")
    }
  }

  @Test func sharedAxesAreLabelledAtTheEdgesOnly() throws {
    let texts = try DemoCharts.smallMultiples().scene().texts.map(\.text)
    #expect(texts.filter { $0 == "24:1" }.count == 3)
    #expect(texts.filter { $0 == "0.47" }.count == 2)
    #expect(texts.filter { $0 == "mean accuracy, 6 tasks" }.count == 1)
    #expect(texts.filter { $0 == "more full →" }.count == 1)
  }

  @Test func bothConventionsCanBeRead() throws {
    let scene = try DemoCharts.wide().scene()
    func box(_ text: String) throws -> Rect {
      try #require(scene.texts.first { $0.text == text }?.box)
    }
    let (ratio, released) = (try box("24:1"), try box("1 of 24 (4.2\u{2009}%)"))
    let (read, header) = (try box("1 of 25"), try box("as the text reads"))
    #expect(abs(ratio.midX - released.midX) < 0.01 && abs(ratio.midX - read.midX) < 0.01)
    #expect(ratio.maxY <= released.minY && released.maxY <= read.minY)
    #expect(header.minY == read.minY && header.maxX < read.minX)
  }

  @Test func crowdedTicksAreAFault() throws {
    var chart = try DemoCharts.wide()
    chart.panels[0].x = DemoCharts.ratioAxis(short: false)
    chart.width = 250
    let fault = #expect(throws: Fault.self) { _ = try chart.scene() }
    #expect(fault?.what == "tick labels overlap")
    #expect(fault?.location.hasSuffix("/ panel 1 / x axis") == true)
  }

  @Test func aChartThatIsTooNarrowIsAFault() throws {
    var chart = try DemoCharts.sideBySide()
    chart.width = 150
    #expect(throws: Fault.self) { _ = try chart.scene() }
  }

  @Test func aLongTitleWrapsIntoLikeLines() throws {
    var chart = try DemoCharts.wide()
    chart.title = Array(repeating: "words", count: 14).joined(separator: " ")
    let title = try #require(try chart.scene().texts.first)
    #expect(title.box.height == 2 * Theme.titleLeading)
    #expect(title.box.width < 0.75 * chart.width)
  }
}
