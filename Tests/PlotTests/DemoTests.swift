import Foundation
import Plot
import Testing

@Suite struct DemoTests {
  /// Set `PLOT_DEMO` to a folder to see the figures that the tests draw.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["PLOT_DEMO"] != nil, "PLOT_DEMO is not set"))
  func writeFigures() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["PLOT_DEMO"] ?? "")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let charts = try DemoCharts.all.map { ($0.name, try $0.make().scene()) }
    let diagrams = try DemoDiagrams.all.map { ($0.name, try $0.make().scene()) }
    for (name, scene) in charts + diagrams {
      let base = folder.appendingPathComponent(name)
      try SceneRenderer.png(scene, scale: 3).write(to: base.appendingPathExtension("png"))
      try SceneRenderer.svg(scene).write(to: base.appendingPathExtension("svg"))
      try SceneRenderer.textSVG(scene).write(to: base.appendingPathExtension("text.svg"))
    }
  }
}
