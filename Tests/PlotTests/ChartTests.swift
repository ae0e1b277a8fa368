import Canvas
import Core
import Foundation
import Testing

@testable import Plot

@Suite struct ChartTests {
  @Test func theSceneSurvivesCoding() throws {
    let scene = try DemoCharts.sideBySide().scene()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(scene)
    let back = try JSONDecoder().decode(Scene.self, from: data)
    let isSame = back == scene
    #expect(isSame)
    #expect(try encoder.encode(DemoCharts.sideBySide().scene()) == data)
  }

  @Test func placesAreRounded() throws {
    let path = ScenePath([Point(x: 1.0 / 3, y: -0.0001)], stroke: nil)
    let scene = Scene(
      size: Size(width: 10, height: 10), title: "", altText: "", items: [.path(path)])
    #expect(scene.items == [.path(ScenePath([Point(x: 0.333, y: 0)]))])
  }

  @Test(arguments: DemoCharts.all.map(\.name))
  func theSameChartIsTheSameBytes(_ name: String) throws {
    let make = try #require(DemoCharts.all.first { $0.name == name }?.make)
    let (a, b) = (try make().scene(), try make().scene())
    #expect(try SceneRenderer.svg(a) == SceneRenderer.svg(b))
    #expect(try SceneRenderer.png(a) == SceneRenderer.png(b))
    #expect(try SceneRenderer.textSVG(a) == SceneRenderer.textSVG(b))
  }

  @Test func theMarginIsAroundThePicture() throws {
    let scene = try DemoCharts.dotPlot().scene()
    let svg = String(decoding: try SceneRenderer.svg(scene, margin: 10), as: UTF8.self)
    #expect(svg.contains("width=\"416pt\" height=\"\(Int(scene.size.height) + 20)pt\""))
  }

  @Test func theAltTextIsInTheFile() throws {
    let chart = try DemoCharts.sideBySide()
    let svg = String(decoding: try SceneRenderer.svg(chart.scene()), as: UTF8.self)
    #expect(svg.contains("<title id=\"title\">\(chart.title)</title>"))
    #expect(svg.contains("Data: arXiv:2507.06457, tables 6 and 7.</desc>"))
  }

  @Test func faultsNameChartPanelAndMark() throws {
    var chart = try DemoCharts.sideBySide()
    let frame = try Frame(["x": .numbers([0.25])])
    chart.panels[1].marks.append(LineMark(frame, x: "x", y: "accuracy", series: .named("fit")))
    let fault = #expect(throws: Fault.self) { _ = try chart.scene() }
    #expect(
      fault?.location == "chart 'Recall rises with the share of full att…' / panel 2 / line")
    #expect(fault?.what == "column 'accuracy' is missing")
  }

  @Test func aPointOffTheRatioAxisIsAFault() throws {
    var chart = try DemoCharts.wide()
    let frame = try Frame(["x": .numbers([1]), "y": .numbers([0.4])])
    chart.panels[0].marks.append(PointMark(frame, x: "x", y: "y", series: .named("fit")))
    let fault = #expect(throws: Fault.self) { _ = try chart.scene() }
    #expect(fault?.location.hasSuffix("/ panel 1 / point") == true)
    #expect(fault?.what.contains("ratio axis") == true)
  }

  @Test func aReferenceThatIsNoNumberIsAFault() throws {
    var chart = try DemoCharts.wide()
    chart.panels[0].marks.append(ReferenceMark(y: .nan, label: "nowhere"))
    let fault = #expect(throws: Fault.self) { _ = try chart.scene() }
    #expect(fault?.location.hasSuffix("/ panel 1 / y axis") == true)
  }

  @Test(arguments: [Double.nan, .infinity, -5]) func anOddHeightIsAFault(_ height: Double) throws {
    var chart = try DemoCharts.wide()
    chart.panelHeight = height
    #expect(throws: Fault.self) { _ = try chart.scene() }
  }

  @Test func aChartWithoutPanelsIsAFault() {
    let chart = Chart(title: "T", subtitle: "", panels: [], styles: [])
    #expect(throws: Fault.self) { _ = try chart.scene() }
  }

  @Test func twoStylesForASeriesAreAFault() throws {
    var chart = try DemoCharts.wide()
    chart.styles.append(chart.styles[0])
    let fault = #expect(throws: Fault.self) { _ = try chart.scene() }
    #expect(fault?.found == "HGRN")
  }

  @Test func aStrangeCharacterIsAFault() throws {
    var chart = try DemoCharts.wide()
    chart.title = "漢"
    let fault = #expect(throws: Fault.self) { _ = try chart.scene() }
    #expect(fault?.found == "U+6F22 (漢)")
  }
}

@Suite struct ChartDataTests {
  @Test func theFileHoldsWhatIsPlotted() throws {
    let csv = try DemoCharts.sideBySide().csv()
    let lines = csv.split(separator: "\n")
    #expect(
      lines[0] == "panel,layer,label,axis,low,high,fraction,accuracy,family,n,value")
    let rows = lines.filter { $0.contains(",line+point,") }
    #expect(rows.count == 6 * 5 + 4 * 5, "lines and points of one frame share their rows")
    #expect(
      rows[0] == "Language modelling stays flat,line+point,,,,,0.041666666666666664,0.488,HGRN,1,")
    #expect(lines.contains("Recall rises,reference,Transformer,y,,,,,,,0.423"))
  }

  @Test func contextIsNotRepeated() throws {
    let csv = try DemoCharts.smallMultiples().csv()
    #expect(csv.split(separator: "\n").filter { $0.contains("line+point") }.count == 30)
  }

  @Test func theFileIsSoundCSV() throws {
    let csv = try DemoCharts.smallMultiples().csv()
    let parsed = try CSV.parse(Data(csv.utf8), path: "figure.csv")
    #expect(parsed.header.prefix(2) == ["panel", "layer"])
  }
}

@Suite struct FacetTests {
  @Test func aPanelForEachValueInOrder() throws {
    let frame = try Frame(["f": .text(["b", "a", "b"]), "y": .numbers([1, 2, 3])])
    let axis = Axis("y", LinearAxis())
    var seen: [[Double?]] = []
    let panels = try Panel.facets(frame, by: "f", order: ["a", "b"], x: axis, y: axis) {
      _, rows, others in
      seen += [try rows.numbers("y"), try others.numbers("y")]
      return []
    }
    #expect(panels.map(\.title) == ["a", "b"])
    #expect(seen == [[2], [1, 3], [1, 3], [2]])
  }

  @Test func sixFamiliesAreTwoRowsOfThree() throws {
    let chart = try DemoCharts.smallMultiples()
    let rects = try ChartLayoutProbe(chart).panels
    #expect(
      rects.map { [$0.row, $0.column] } == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    #expect(rects.map(\.showsX) == [false, false, false, true, true, true])
    #expect(rects.map(\.showsY) == [true, false, false, true, false, false])
  }
}

/// The grid of a chart.
private struct ChartLayoutProbe {
  let panels: [ResolvedPanel]
  init(_ chart: Chart) throws { panels = try chart.resolvedPanels() }
}
