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
    "v": .numbers([0.5, nil]),
  ])

  @Test func aTileFillsItsPlace() throws {
    let mark = TileMark(try #require(grid), x: "x", y: "y", series: "s")
    let lines = dump(
      try mark.draw(in: area(x: CategoryAxis(["l", "r"]), y: CategoryAxis(["t", "u"]))))
    // The first of two columns, and the lower of two rows, less half a point on each side.
    #expect(lines[0] == "path 0.5,50.5 49.5,50.5 49.5,99.5 0.5,99.5 close fill #000000")
    #expect(lines[1].hasPrefix("path 50.5,50.5") && lines[1].hasSuffix("fill #EEEEEE"))
    #expect(lines.count == 2)
  }

  @Test func numbersTakeOneUnit() throws {
    let frame = try Frame(["x": .numbers([3]), "y": .text(["t"]), "s": .text(["a"])])
    let mark = TileMark(frame, x: "x", y: "y", series: "s")
    let lines = dump(try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["t"]))))
    #expect(lines == ["path 25.5,0.5 34.5,0.5 34.5,99.5 25.5,99.5 close fill #000000"])
    #expect(try mark.extent().x == [.number(2.5), .number(3), .number(3.5)])
  }

  @Test func numbersAreShades() throws {
    let mark = TileMark(try #require(grid), x: "x", y: "y", value: "v")
    let lines = dump(
      try mark.draw(in: area(x: CategoryAxis(["l", "r"]), y: CategoryAxis(["t"]))))
    #expect(lines.count == 2, "a missing number leaves its cell empty")
    let half = Color(hex: 0xF4F4F4).mixed(with: Palette.navy, 0.5)
    #expect(lines[0].hasSuffix("fill \(half.hex)"))
    #expect(lines[1].hasPrefix("text “0.50”"))
  }

  @Test func inkIsReadable() {
    for step in 0...20 {
      let color = TileMark.shade(Double(step) / 20)
      #expect(color.ink.contrast(with: color) >= 4.5, "\(color.hex)")
    }
  }

  @Test func aTextThatDoesNotFitIsAFault() throws {
    let frame = try Frame(["x": .text(["l"]), "y": .text(["t"]), "v": .numbers([1e30])])
    let mark = TileMark(frame, x: "x", y: "y", value: "v")
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
    let mark = BarMark(try frame([3, 5, 4]), y: "y", value: "v", series: "s")
    let lines = dump(
      try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["p", "q"]))))
    #expect(lines[0].hasPrefix("path 0.4,67.5 29.6,67.5 29.6,82.5"))
    #expect(lines[1].hasPrefix("text “3”"))
    #expect(lines[2].hasPrefix("path 30.4,67.5 79.6,67.5"))
    #expect(lines[4].hasPrefix("path 0,17.5 40,17.5"))
    #expect(try mark.extent().x.contains(.number(8)))
  }

  @Test func partsSayTheirNumbersWhereThereIsRoom() throws {
    let mark = BarMark(try frame([3, 0.01, 4]), y: "y", value: "v", series: "s", decimals: 1)
    let texts = Scene(
      size: Size(width: 1, height: 1), title: "", altText: "",
      items: try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["p", "q"])))
    ).texts
    #expect(texts.map(\.text) == ["3.0", "4.0"])
    #expect(texts.map { $0.box.midX.rounded() } == [15, 20])
  }

  @Test func nothingIsDrawnForAMissingNumber() throws {
    let mark = BarMark(try frame([3, nil, 0]), y: "y", value: "v", series: "s")
    let items = try mark.draw(in: area(x: LinearAxis(0...10), y: CategoryAxis(["p", "q"])))
    #expect(items.count == 2, "a bar and its number")
  }

  @Test func aPartBelowZeroIsAFault() throws {
    let mark = BarMark(try frame([3, -1, 4]), y: "y", value: "v", series: "s")
    let fault = #expect(throws: Fault.self) { _ = try mark.extent() }
    #expect(fault?.location == "p" && fault?.found == "-1.0")
  }
}
