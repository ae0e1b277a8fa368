import Foundation
import Plot
import Testing

/// In examples, a chart is saved beside the page that shows it; a test compares it with what is there.
/// `UPDATE_SNAPSHOTS=1` writes it anew.
func save(_ chart: Chart, as name: String) throws {
  let drawn = try SceneRenderer.svg(chart.scene())
  let url = Page.root.appendingPathComponent("docs/reference/images/\(name).svg")
  if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try drawn.write(to: url, options: .atomic)
  }
  let stored = try? Data(contentsOf: url)
  #expect(
    stored == drawn, "docs/reference/images/\(name).svg differs; UPDATE_SNAPSHOTS=1 writes it")
}
