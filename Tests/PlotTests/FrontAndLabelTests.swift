import Canvas
import Core
import Testing

@testable import Plot

@Suite struct FrontMarkTests {
  private func stairs(lowerIsBetter: Bool) throws -> [Point] {
    let frame = try Frame(["x": .numbers([10, 0, 5]), "y": .numbers([1, 0, 0.5])])
    let area = PlotArea(
      rect: Rect(x: 0, y: 0, width: 100, height: 100),
      x: try LinearAxis(0...10).scale(for: []), y: try LinearAxis(0...1).scale(for: []),
      styles: [])
    let mark = FrontMark(frame, x: "x", y: "y", lowerIsBetter: lowerIsBetter)
    guard case .path(let path)? = try mark.draw(in: area).first else { return [] }
    #expect(path.stroke?.dash == [3, 2])
    return path.points
  }

  /// Less is better: until the next point's cost is paid, the one before is what there is.
  @Test func stairsGoAlongBeforeTheyRise() throws {
    let corners = try stairs(lowerIsBetter: true).map { [$0.x, $0.y] }
    #expect(corners == [[0, 100], [50, 100], [50, 50], [100, 50], [100, 0]])
  }

  @Test func stairsRiseFirstWhereMoreIsBetter() throws {
    let corners = try stairs(lowerIsBetter: false).map { [$0.x, $0.y] }
    #expect(corners == [[0, 100], [0, 50], [50, 50], [50, 0], [100, 0]])
  }
}

@Suite struct LabelRoomTests {
  private let bounds = Rect(x: 0, y: 0, width: 200, height: 120)

  @Test func aLabelStandsRightOfALonePoint() throws {
    var room = LabelRoom(bounds: bounds, points: [Point(x: 50, y: 50)])
    let text = try SceneText("name", TextStyle(.sans, 7))
    let found = room.place(text, beside: Point(x: 50, y: 50))
    let placed = try #require(found)
    #expect(placed.box.minX > 52 && placed.box.minX < 55 && abs(placed.box.midY - 50) < 0.01)
    #expect(LabelRoom.leader(from: Point(x: 50, y: 50), to: placed.box) == nil)
  }

  @Test func linesAreKeptOff() throws {
    let point = Point(x: 50, y: 50)
    let line = [point, Point(x: 150, y: 50)]
    var room = LabelRoom(bounds: bounds, points: [point], lines: [line])
    let text = try SceneText("name", TextStyle(.sans, 7))
    let found = room.place(text, beside: point)
    let placed = try #require(found)
    #expect(placed.box.maxX < 50, "left of it, since a line leads to the right")
  }

  /// Clouds of points: no label touches a point or another label, or leaves the panel.
  @Test(arguments: UInt64(1)...20) func labelsNeverOverlap(_ seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let points = (0..<14).map { _ in
      Point(x: 60 + 60 * random.uniform(), y: 30 + 60 * random.uniform())
    }
    var room = LabelRoom(bounds: bounds, points: points)
    let text = try SceneText("HGRN-2", TextStyle(.sans, 7))
    let boxes = points.compactMap { room.place(text, beside: $0)?.box }
    #expect(boxes.count == points.count)
    for (index, box) in boxes.enumerated() {
      #expect(bounds.contains(box))
      #expect(!boxes[(index + 1)...].contains(where: box.intersects))
      #expect(
        !points.contains {
          $0.x > box.minX && $0.x < box.maxX && $0.y > box.minY && $0.y < box.maxY
        })
    }
  }

  @Test func withoutRoomThereIsNoPlace() throws {
    let small = Rect(x: 0, y: 0, width: 20, height: 10)
    var room = LabelRoom(bounds: small, points: [Point(x: 10, y: 5)])
    let text = try SceneText("a long label", TextStyle(.sans, 7))
    let found = room.place(text, beside: Point(x: 10, y: 5))
    #expect(found == nil)
  }

  @Test func theMarkSaysSo() throws {
    let frame = try Frame([
      "x": .numbers([5]), "y": .numbers([0.5]), "name": .text(["a label without any room"]),
    ])
    let area = PlotArea(
      rect: Rect(x: 0, y: 0, width: 30, height: 12),
      x: try LinearAxis(0...10).scale(for: []), y: try LinearAxis(0...1).scale(for: []),
      styles: [NamedStyle("a", SeriesStyle(label: "A", color: .black))])
    let mark = LabelMark(frame, x: "x", y: "y", label: "name", series: .named("a"))
    let fault = #expect(throws: Fault.self) { _ = try mark.draw(in: area) }
    #expect(fault?.found == "“a label without any room”")
  }
}

@Suite struct LogLabelsTests {
  private func labels(_ style: LogLabels, _ low: Double, _ high: Double) throws -> [String] {
    try LogAxis(style: style).scale(for: [.number(low), .number(high)]).ticks.flatMap(\.labels)
  }

  @Test func powersOfTenHaveExponents() throws {
    #expect(try labels(.scientific, 1e6, 1e9) == ["10⁶", "10⁷", "10⁸", "10⁹"])
    #expect(try labels(.scientific, 2e-2, 3) == ["10⁻¹", "10⁰"])
    #expect(try labels(.scientific, 4e-3, 6e-3) == ["10⁻³", "10⁻²"], "powers around the data")
  }

  @Test func manyDecadesAreThinnedToMultiples() throws {
    #expect(try labels(.scientific, 1e5, 1e14) == ["10⁶", "10⁸", "10¹⁰", "10¹²", "10¹⁴"])
  }

  @Test func prefixesGoByThousands() throws {
    #expect(
      try labels(.metric, 100, 1e5) == ["100", "1\u{2009}k", "10\u{2009}k", "100\u{2009}k"])
    #expect(LogLabels.metric.text(exponent: 12) == "1\u{2009}T")
    #expect(LogLabels.metric.text(exponent: -3) == "10⁻³")
  }

  @Test func lengthsGoBy1024() throws {
    #expect(
      try labels(.binary, 512, 65536) == [
        "512", "1k", "2k", "4k", "8k", "16k", "32k", "64k",
      ])
    #expect(LogLabels.binary.text(exponent: 21) == "2M")
  }

  @Test func decadesAreEquallyLong() throws {
    let scale = try LogAxis(style: .scientific).scale(for: [.number(1e6), .number(1e9)])
    let steps = zip(scale.ticks, scale.ticks.dropFirst()).map { $1.position - $0.position }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-12 })
    #expect(abs(try scale.position(.number(1e7)) - scale.ticks[1].position) < 1e-12)
  }
}

@Suite struct LongNameTests {
  @Test func longNamesWrapAndKeepTheirRoom() throws {
    let scene = try DemoCharts.verdicts().scene()
    let long = try #require(scene.texts.first { $0.text.hasPrefix("Gated DeltaNet and") })
    #expect(long.box.width <= 112 && long.box.height == 27)
    #expect(long.box.minX >= 0)
    let short = try #require(scene.texts.first { $0.text.hasPrefix("Language") })
    #expect(abs(short.box.maxX - long.box.maxX) < 0.1, "all end at the axis")
  }
}
