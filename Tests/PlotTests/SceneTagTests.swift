import Canvas
import Core
import Testing

@testable import Plot

@Suite struct SceneTagTests {
  let styles = [
    NamedStyle("a", SeriesStyle(label: "Family A", color: Palette.sky)),
    NamedStyle("b", SeriesStyle(label: "Family B", color: Palette.pink)),
  ]

  func area(x: any AxisKind = LinearAxis(0...10)) throws -> PlotArea {
    PlotArea(
      rect: Rect(x: 0, y: 0, width: 100, height: 100), x: try x.scale(for: []),
      y: try LinearAxis(0...1).scale(for: []), styles: styles, xTitle: "layers", yTitle: "recall")
  }

  func tags(_ items: [SceneItem]) -> [SceneTag?] {
    items.flatMap { item -> [SceneTag?] in
      switch item {
      case .path(let path): [path.tag]
      case .marker(let marker): [marker.tag]
      case .text(let text): [text.tag]
      case .group(let group): tags(group.items)
      }
    }
  }

  @Test func aPointSaysItsValues() throws {
    let frame = try Frame([
      "x": .numbers([2.5, 5]), "y": .numbers([0.41234, nil]), "n": .numbers([5, 5]),
    ])
    let mark = PointMark(frame, x: "x", y: "y", series: .named("a"), n: "n")
    #expect(
      try tags(mark.draw(in: area())) == [
        SceneTag(series: "a", note: "Family A · layers: 2.5 · recall: 0.4123 · n = 5")
      ])
  }

  @Test func aPlaceWithATickIsCalledByItsLabel() throws {
    let ratio = RatioAxis(
      ticks: [RatioTick(0.25, labels: ["4:1", "a quarter"]), RatioTick(0.5, labels: ["2:1", ""])])
    let frame = try Frame(["x": .numbers([0.25, 0.5, 0.3]), "y": .numbers([0, 0, 0])])
    let mark = PointMark(frame, x: "x", y: "y", series: .named("b"))
    let notes = try tags(mark.draw(in: area(x: ratio))).compactMap { $0?.note }
    #expect(notes.map { $0.contains("layers: 4:1 / a quarter") } == [true, false, false])
    #expect(notes[1].contains("layers: 2:1 ·"))
    #expect(notes[2].contains("layers: 0.3 ·"))
  }

  @Test func linesIntervalsAndRibbonsBelongToTheirSeries() throws {
    let frame = try Frame([
      "x": .numbers([0, 5]), "y": .numbers([0, 1]), "low": .numbers([0, 0.25]),
      "high": .numbers([0.5, 1]), "s": .text(["a", "b"]),
    ])
    let line = LineMark(frame, x: "x", y: "y", series: .named("a"))
    #expect(try tags(line.draw(in: area())) == [SceneTag(series: "a")])
    let ribbon = RibbonMark(frame, x: "x", low: "low", high: "high", series: "s")
    #expect(try tags(ribbon.draw(in: area())).map { $0?.series } == ["a", "b"])
    let interval = IntervalMark(frame, x: "x", low: "low", high: "high", series: "s")
    let notes = try Set(tags(interval.draw(in: area())).compactMap { $0?.note })
    #expect(notes == ["Family A · 0 · 0 to 0.5", "Family B · 5 · 0.25 to 1"])
  }

  /// Text on a shade must stay readable on any ground, so the shade must not change.
  @Test func shadesWithTextsKeepTheirColours() throws {
    let frame = try Frame([
      "x": .numbers([1]), "y": .numbers([0.5]), "v": .numbers([0.25]),
    ])
    let wide = PlotArea(
      rect: Rect(x: 0, y: 0, width: 400, height: 100), x: try LinearAxis(0...2).scale(for: []),
      y: try LinearAxis(0...1).scale(for: []), styles: styles)
    let items = try TileMark(frame, x: "x", y: "y", value: "v").draw(in: wide)
    #expect(tags(items).map { $0?.keepsColor } == [true, true])
    #expect(tags(items)[0]?.note == "0.5 · 1.0 · 0.25")
  }

  @Test func namesAtTheRightEdgeBelongToTheirSeries() throws {
    let frame = try Frame(["x": .numbers([0, 10]), "y": .numbers([0, 1])])
    let chart = Chart(
      title: "A takeaway", subtitle: "",
      panels: [
        Panel(
          x: Axis("x", LinearAxis(0...10)), y: Axis("y", LinearAxis(0...1)),
          marks: [LineMark(frame, x: "x", y: "y", series: .named("a"))])
      ], styles: styles)
    let scene = try chart.scene()
    #expect(scene.texts.first { $0.text == "Family A" }?.tag?.series == "a")
    #expect(scene.texts.first { $0.text == "A takeaway" }?.tag == nil)
  }

  @Test(arguments: [
    (0.0, "0"), (0.41234, "0.4123"), (0.5, "0.5"), (-0.25, "−0.25"), (12345.6, "12346"),
    (0.000012344, "0.00001234"), (1, "1"), (999.96, "1000"), (10.5, "10.5"),
  ])
  func numbersHaveFourDigits(_ value: Double, _ text: String) {
    #expect(PlotArea.short(value) == text)
  }
}
