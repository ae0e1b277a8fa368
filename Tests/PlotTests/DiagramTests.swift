import Canvas
import Core
import Foundation
import Testing

@testable import Plot

@Suite struct FormulaTests {
  @Test func lettersAreItalicAndWordsAreNot() {
    let runs = Formula("S = Diag(α)").runs(size: 10)
    #expect(runs.map(\.text) == ["S", " = Diag(", "α", ")"])
    #expect(runs.map(\.style.isItalic) == [true, false, true, false])
  }

  @Test func marksRaiseAndLower() {
    let runs = Formula("kₜ^⊤x_{ij}y").runs(size: 10)
    #expect(runs.map(\.text) == ["k", "ₜ", "⊤", "x", "ij", "y"])
    #expect(runs.map(\.style.rise) == [0, 0, 3.8, 0, -2, 0])
    #expect(abs(runs[2].style.size - 7.2) < 1e-9)
    #expect(Formula("kₜ^⊤").text == "kₜ⊤")
  }

  @Test func marksAtTheEndAreHarmless() {
    #expect(Formula("a^").text == "a")
    #expect(Formula("a^{b").text == "ab")
  }

  /// Every sign that the recurrences need.
  @Test func theFontsHaveTheSigns() throws {
    _ = try SceneText(Formula("hₜ₋₁ ⊙ αₜ βₜ γ − ⊗ S^⊤ · (1 − α)").runs(size: 10))
  }
}

@Suite struct DiagramTests {
  @Test(arguments: DemoDiagrams.all.map(\.name))
  func theSameDiagramIsTheSameBytes(_ name: String) throws {
    let make = try #require(DemoDiagrams.all.first { $0.name == name }?.make)
    let (a, b) = (try make().scene(), try make().scene())
    #expect(try SceneRenderer.svg(a) == SceneRenderer.svg(b))
    let back = try JSONDecoder().decode(Scene.self, from: JSONEncoder().encode(a))
    #expect(back == a)
  }

  @Test func isAsWideAsAChartAndStartsLikeOne() throws {
    let scene = try DemoDiagrams.stateUpdates().scene()
    #expect(scene.size.width == 396)
    let chart = try DemoCharts.wide().scene()
    #expect(scene.texts[0].style == chart.texts[0].style)
    #expect(scene.texts[1].style == chart.texts[1].style)
    #expect(scene.texts[0].box.y == chart.texts[0].box.y)
  }

  @Test func theFileListsWhatIsDrawn() throws {
    let kinds = try DemoDiagrams.stateUpdates().csv
    #expect(kinds.hasPrefix("kind,label\ncaption,Outer product with decay\nremark,\"RetNet, GLA"))
    #expect(kinds.contains("formula,Sₜ = Sₜ₋₁ Diag(αₜ) ⊙ vₜ kₜ⊤\n"))
    #expect(kinds.contains("matrix,Diag(αₜ)\n") && kinds.contains("vector,kₜ⊤\n"))
  }

  private func diagram(_ items: [DiagramNode]) -> Diagram {
    Diagram(title: "T", subtitle: "S", height: 50, items: items)
  }

  @Test(arguments: [Point(x: 5, y: 25), Point(x: 392, y: 25), Point(x: 100, y: 48)])
  func whatLeavesTheDiagramIsAFault(_ place: Point) throws {
    let box = CellsItem(rows: [[1, 1]], cell: 10)
    _ = try diagram([DiagramNode(box, at: Point(x: 100, y: 25))]).scene()
    let fault = #expect(throws: Fault.self) {
      _ = try diagram([DiagramNode(box, at: place)]).scene()
    }
    #expect(fault?.location == "diagram 'T' / item 1 / vector")
  }

  @Test func textsThatOverlapAreAFault() throws {
    let nodes = [50.0, 60].map {
      DiagramNode(WordsItem("some words"), at: Point(x: $0, y: 20))
    }
    let fault = #expect(throws: Fault.self) { _ = try diagram(nodes).scene() }
    #expect(fault?.what == "texts overlap")
    _ = try diagram([nodes[0]]).scene()
  }

  @Test func aRowThatIsTooLongIsAFault() throws {
    let box = CellsItem(rows: [[1, 1, 1]], cell: 10)
    let nodes = try DiagramNode.row([box, box], in: 0...100, midY: 9, gap: 10)
    #expect(nodes.map(\.middle) == [Point(x: 30, y: 9), Point(x: 70, y: 9)])
    let left = try DiagramNode.row([box, box], in: 0...100, midY: 9, gap: 10, .left)
    #expect(left.map(\.middle.x) == [15, 55])
    #expect(throws: Fault.self) {
      _ = try DiagramNode.row([box, box], in: 0...60, midY: 9, gap: 10)
    }
  }

  @Test func cellsAreShadedByTheirNumbers() throws {
    let item = CellsItem(
      rows: [[0, 1], [-1, 0.5]], cell: 10, positive: Color(hex: 0x000000),
      negative: Color(hex: 0xFF0000))
    let fills = try item.draw(around: Point(x: 10, y: 10)).map { item -> String? in
      if case .path(let path) = item { path.fill?.hex } else { nil }
    }
    #expect(fills == ["#FFFFFF", "#191919", "#FF1919", "#8C8C8C"])
    #expect(throws: Fault.self) { _ = try CellsItem(rows: [[1, 2], [3]]).size() }
  }
}
