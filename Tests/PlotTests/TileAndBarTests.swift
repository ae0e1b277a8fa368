import Canvas
import Core
import Testing

@testable import Plot

/// A space of 100 points square, with two styles.
private func area(x: any AxisKind, y: any AxisKind) throws -> PlotArea {
  PlotArea(
    rect: Rect(x: 0, y: 0, width: 100, height: 100), x: try x.scale(for: []),
    y: try y.scale(for: []),
    styles: [
      NamedStyle("a", SeriesStyle(label: "A", color: .black)),
      NamedStyle("b", SeriesStyle(label: "B", color: Color(hex: 0xEEEEEE))),
    ])
}

private func dump(_ items: [SceneItem]) -> [String] {
  Scene(size: Size(width: 100, height: 100), title: "", altText: "", items: items)
    .dump.split(separator: "\n").dropFirst().map { String($0.dropFirst(2)) }
}

@Suite struct TileMarkTests {
  let grid = try? Frame([
    "x": .text(["l", "r"]), "y": .text(["t", "t"]), "s": .text(["a", "b"]),
    "v": .numbers([1, nil]), "w": .text(["in", ""]),
  ])

  @Test func aTileFillsItsPlace() throws {
    let mark = TileMark(try #require(grid), x: "x", y: "y", series: "s", text: "w")
    let lines = dump(
      try mark.draw(in: area(x: CategoryAxis(["l", "r"]), y: CategoryAxis(["t", "u"]))))
    // The first of two columns, and the lower of two rows, less half a point on each side.
    #expect(lines[0] == "path 0.5,50.5 49.5,50.5 49.5,99.5 0.5,99.5 close fill #000000")
    #expect(lines[1].hasPrefix("text “in”") && lines[1].hasSuffix("#FFFFFF"))
    #expect(lines[2].hasPrefix("path 50.5,50.5") && lines[2].hasSuffix("fill #EEEEEE"))
    #expect(lines.count == 3)
  }

  @Test func numbersTakeOneUnit() throws {
    let frame = try Frame(["x": .numbers([3]), "y": .text(["t"]), "s": .text(["a"])])
    let mark = TileMark(frame, x: "x", y: "y", series: "s")
    let lines = dump(try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["t"]))))
    #expect(lines == ["path 25.5,0.5 34.5,0.5 34.5,99.5 25.5,99.5 close fill #000000"])
    #expect(try mark.extent().x == [.number(2.5), .number(3), .number(3.5)])
  }

  @Test func numbersAreShades() throws {
    let mark = TileMark(
      try #require(grid), x: "x", y: "y", value: "v",
      ramp: ColorRamp(0...2, low: .white, high: .black))
    let lines = dump(
      try mark.draw(in: area(x: CategoryAxis(["l", "r"]), y: CategoryAxis(["t"]))))
    #expect(lines.count == 2, "a missing number leaves its cell empty")
    #expect(lines[0].hasSuffix("fill #808080"))
    #expect(lines[1].hasPrefix("text “1.00”"))
  }

  @Test func inkIsReadable() {
    for step in 0...20 {
      let color = ColorRamp().color(of: Double(step) / 20)
      #expect(color.ink.contrast(with: color) >= 4.5, "\(color.hex)")
    }
  }

  @Test func aTextThatDoesNotFitIsAFault() throws {
    let frame = try Frame([
      "x": .text(["l"]), "y": .text(["t"]), "s": .text(["a"]),
      "w": .text(["a text that is much wider than its cell"]),
    ])
    let mark = TileMark(frame, x: "x", y: "y", series: "s", text: "w")
    #expect(throws: Fault.self) {
      _ = try mark.draw(in: area(x: CategoryAxis(["l", "r"]), y: CategoryAxis(["t"])))
    }
  }

  @Test func areasTakeALegend() throws {
    let dump = try DemoCharts.layers().scene().dump
    #expect(dump.contains("group “legend”"))
    #expect(dump.contains("text “full attention”"))
    #expect(!(try DemoCharts.wide().scene().dump.contains("group “legend”")))
  }
}

@Suite struct BarMarkTests {
  private func frame(_ values: [Double?]) throws -> Frame {
    try Frame([
      "y": .text(["p", "p", "q"]), "v": .numbers(values), "s": .text(["a", "b", "a"]),
    ])
  }

  @Test func partsOfABarFollowEachOther() throws {
    let mark = BarMark(try frame([3, 5, 4]), y: "y", value: "v", series: "s", labels: .none)
    let lines = dump(
      try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["p", "q"]))))
    #expect(lines[0].hasPrefix("path 0.4,67.5 29.6,67.5 29.6,82.5"))
    #expect(lines[1].hasPrefix("path 30.4,67.5 79.6,67.5"))
    #expect(lines[2].hasPrefix("path 0,17.5 40,17.5"))
    #expect(try mark.extent().x.contains(.number(8)))
  }

  @Test func sharesAddUpToOne() throws {
    let mark = BarMark(try frame([3, 5, 4]), y: "y", value: "v", series: "s", isShare: true)
    let texts = Scene(
      size: Size(width: 1, height: 1), title: "", altText: "",
      items: try mark.draw(in: area(x: LinearAxis(0...1), y: CategoryAxis(["p", "q"])))
    ).texts
    #expect(texts.map(\.text) == ["3", "5", "4"], "labels give the numbers, not the shares")
    #expect(texts.map { $0.box.midX.rounded() } == [19, 69, 50])
    let ends: [Datum] = [.number(0), .number(0.375), .number(1)]
    #expect(try mark.extent().x.allSatisfy(ends.contains))
  }

  @Test func labelsStandBehindTheEndOrBeforeIt() throws {
    let frame = try Frame(["y": .text(["p", "q"]), "v": .numbers([10, 2])])
    let mark = BarMark(
      frame, y: "y", value: "v", series: .named("a"), labels: .atEnd, decimals: 1)
    let items = try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["p", "q"])))
    let texts = Scene(
      size: Size(width: 1, height: 1), title: "", altText: "", items: items
    ).texts
    #expect(texts.map(\.text) == ["10.0", "2.0"])
    #expect(texts[0].box.maxX < 100 && texts[0].style.color == .white)
    #expect(texts[1].box.minX == 23 && texts[1].style.color == Theme.ink)
  }

  @Test func nothingIsDrawnForAMissingNumber() throws {
    let mark = BarMark(try frame([3, nil, 0]), y: "y", value: "v", series: "s", labels: .none)
    let items = try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["p", "q"])))
    #expect(items.count == 1)
  }

  @Test func aPartBelowZeroIsAFault() throws {
    let mark = BarMark(try frame([3, -1, 4]), y: "y", value: "v", series: "s")
    let fault = #expect(throws: Fault.self) { _ = try mark.extent() }
    #expect(fault?.location == "p" && fault?.found == "-1.0")
  }
}
