import Canvas
import Core
import Testing

@testable import Plot

@Suite struct MarkTests {
  let styles = [
    NamedStyle("a", SeriesStyle(label: "A", color: Palette.sky, marker: .square)),
    NamedStyle("b", SeriesStyle(label: "B", color: Palette.pink, dash: [2, 1])),
  ]

  /// A square of 100 points from (0, 0), with y from 0 to 1 upwards.
  func area(x: any AxisKind = LinearAxis(0...10)) throws -> PlotArea {
    PlotArea(
      rect: Rect(x: 0, y: 0, width: 100, height: 100), x: try x.scale(for: []),
      y: try LinearAxis(0...1).scale(for: []), styles: styles)
  }

  let ratio = RatioAxis(
    ticks: [RatioTick(0.25, labels: ["4:1"]), RatioTick(0.5, labels: ["2:1"])], pure: ["pure"])

  func dump(_ items: [SceneItem]) -> [String] {
    Scene(size: Size(width: 100, height: 100), title: "", altText: "", items: items)
      .dump.split(separator: "\n").dropFirst().map { String($0.dropFirst(2)) }
  }

  @Test func aLineRunsFromLeftToRight() throws {
    let frame = try Frame(["x": .numbers([10, 0, 5]), "y": .numbers([0, 1, 0.25])])
    let mark = LineMark(frame, x: "x", y: "y", series: .named("b"))
    #expect(
      try dump(mark.draw(in: area())) == ["path 0,0 50,75 100,100 stroke #FF5692 1.4 dash 2,1"])
  }

  /// The comparison can fail: another value is another text.
  @Test func dumpsOfDifferentScenesDiffer() throws {
    func lines(_ y: Double) throws -> [String] {
      let frame = try Frame(["x": .numbers([0, 10]), "y": .numbers([0, y])])
      return dump(try LineMark(frame, x: "x", y: "y", series: .named("a")).draw(in: area()))
    }
    #expect(try lines(0.5) == lines(0.5))
    #expect(try lines(0.5) != lines(0.5001))
  }

  @Test func aMissingValueInterruptsTheLine() throws {
    let frame = try Frame([
      "x": .numbers([0, 1, 2, 3, 4]), "y": .numbers([0, 0, nil, 1, 1]),
    ])
    let mark = LineMark(frame, x: "x", y: "y", series: .named("a"))
    #expect(
      try dump(mark.draw(in: area())) == [
        "path 0,100 10,100 stroke #0299FD 1.4", "path 30,0 40,0 stroke #0299FD 1.4",
      ])
  }

  @Test func dotsLeadOverABreak() throws {
    let frame = try Frame(["x": .numbers([0, 0.25, 0.5]), "y": .numbers([0, 0.5, 1])])
    let lines = try dump(
      LineMark(frame, x: "x", y: "y", series: .named("a")).draw(in: area(x: ratio)))
    #expect(lines.count == 2)
    #expect(lines[0].hasSuffix("stroke #0299FD 0.84 dash 1,1.8"))
    #expect(lines[1].hasSuffix("stroke #0299FD 1.4"))
  }

  @Test func withoutABridgeALoneValueIsABar() throws {
    let frame = try Frame(["x": .numbers([0, 0.25, 0.5]), "y": .numbers([0, 0.5, 1])])
    let mark = LineMark(frame, x: "x", y: "y", series: .named("a"), bridgesBreaks: false)
    let place = try area(x: ratio).placeX(.number(0))
    #expect(
      try dump(mark.draw(in: area(x: ratio)))[0]
        == "path \(rounded(place - 4)),100 \(rounded(place + 4)),100 stroke #0299FD 1.4")
  }

  @Test func contextIsGreyAndSaysNothing() throws {
    let frame = try Frame(["x": .numbers([0, 1]), "y": .numbers([0, 1])])
    let mark = LineMark(frame, x: "x", y: "y", series: .named("unknown"), isContext: true)
    #expect(try dump(mark.draw(in: area()))[0].contains("#C4C4C4 0.8"))
    #expect(try mark.endLabels(in: area()).isEmpty)
    #expect(mark.frame == nil && mark.depth < MarkDepth.line)
  }

  @Test func aPointOnOneRunIsHollow() throws {
    let frame = try Frame([
      "x": .numbers([0, 5, 10]), "y": .numbers([0, 0.5, nil]), "n": .numbers([1, 3, 3]),
    ])
    let mark = PointMark(frame, x: "x", y: "y", series: .named("a"), n: "n")
    #expect(
      try dump(mark.draw(in: area())) == [
        "marker hollow square 0,100 size 4.6 #0299FD",
        "marker solid square 50,50 size 4.6 #0299FD",
      ])
  }

  @Test func singleRunsStandBesideTheirMean() throws {
    let frame = try Frame(["x": .numbers([5]), "y": .numbers([0.5])])
    let mark = PointMark(frame, x: "x", y: "y", series: .named("a"), isFaint: true)
    #expect(
      try dump(mark.draw(in: area())) == ["marker solid square 45.5,50 size 3.22 #0299FD80"])
    #expect(mark.depth < MarkDepth.interval)
  }

  @Test func anIntervalMayLeaveThePanel() throws {
    let frame = try Frame(["x": .numbers([5]), "low": .numbers([0.5]), "high": .numbers([1.5])])
    let mark = IntervalMark(frame, x: "x", low: "low", high: "high", series: .named("a"))
    let lines = try dump(mark.draw(in: area()))
    #expect(lines[0] == "group “intervals” clip 0 0 100 100")
    #expect(lines[1] == "  path 50,50 50,-50 stroke #0299FD 1")
  }

  @Test func anIntervalCanLie() throws {
    let frame = try Frame(["y": .numbers([0.5]), "low": .numbers([2]), "high": .numbers([4])])
    let mark = IntervalMark(frame, y: "y", low: "low", high: "high", series: .named("a"))
    #expect(try dump(mark.draw(in: area()))[1] == "  path 20,50 40,50 stroke #0299FD 1")
    #expect(try mark.extent().x == [.number(2), .number(4)])
  }

  @Test func aRibbonIsInterruptedByABreak() throws {
    let frame = try Frame([
      "x": .numbers([0, 0.25, 0.5]), "low": .numbers([0, 0, 0]), "high": .numbers([1, 1, 1]),
    ])
    let mark = RibbonMark(frame, x: "x", low: "low", high: "high", series: .named("a"))
    let lines = try dump(mark.draw(in: area(x: ratio)))
    #expect(lines.count == 3)
    #expect(lines.dropFirst().allSatisfy { $0.hasSuffix("close fill #0299FD33") })
  }

  @Test func bandsAndReferencesNameThemselves() throws {
    let upright = BandMark(x: 2...4, label: "range", padding: 0)
    #expect(try dump(upright.draw(in: area()))[0].hasPrefix("path 20,0 40,0 40,100 20,100 close"))
    #expect(try upright.topLabels(in: area()) == [TopLabel(text: "range", midX: 30)])
    let level = ReferenceMark(y: 0.5, label: "level")
    #expect(try dump(level.draw(in: area())) == ["path 0,50 100,50 stroke #000000 0.9 dash 4,2.5"])
    #expect(try level.endLabels(in: area())[0].end == Point(x: 100, y: 50))
    #expect(try ReferenceMark(x: 5, label: "v").topLabels(in: area())[0].midX == 50)
  }

  @Test func anUnknownSeriesIsAFault() throws {
    let frame = try Frame(["x": .numbers([0]), "y": .numbers([0]), "s": .text(["zebra"])])
    let fault = #expect(throws: Fault.self) {
      _ = try PointMark(frame, x: "x", y: "y", series: "s").draw(in: area())
    }
    #expect(fault?.what.contains("zebra") == true && fault?.expected == "one of a, b")
  }
}

@Suite struct MarkerShapeTests {
  /// Shapes of one size look equally heavy: their areas are within 25 % of the circle's.
  @Test(arguments: [MarkerShape.square, .diamond, .triangleUp, .triangleDown, .star])
  func areasAreAlike(_ shape: MarkerShape) {
    let corners = shape.corners
    let area = corners.indices.reduce(0.0) { sum, i in
      let (a, b) = (corners[i], corners[(i + 1) % corners.count])
      return sum + (a.x * b.y - b.x * a.y) / 2
    }
    #expect(abs(abs(area) / (.pi / 4) - 1) < 0.25, "\(shape): \(abs(area) / (.pi / 4))")
  }

  @Test func openShapesAreStrokes() {
    #expect(MarkerShape.allCases.filter(\.isOpen) == [.plus, .cross])
    #expect(MarkerShape.plus.corners.count == 4)
  }
}
