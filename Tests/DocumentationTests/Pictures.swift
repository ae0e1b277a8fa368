import CCairo
import Foundation
import Plot
import Testing

/// In examples, a chart is saved beside the page that shows it; a test compares it with what is there.
/// `UPDATE_SNAPSHOTS=1` writes it anew.
///
/// Bytes are those of one version of Cairo, 1.16; with another one the words of the picture are compared.
func save(_ chart: Chart, as name: String) throws {
  let drawn = try SceneRenderer.svg(chart.scene())
  let url = Page.root.appendingPathComponent("docs/reference/images/\(name).svg")
  if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try drawn.write(to: url, options: .atomic)
  }
  let stored = try Data(contentsOf: url)
  let isThatVersion = cairo_version() / 100 == 116
  #expect(
    isThatVersion ? stored == drawn : words(of: stored) == words(of: drawn),
    "docs/reference/images/\(name).svg differs; UPDATE_SNAPSHOTS=1 writes it")
}

/// What a picture tells readers who do not see it: its title and its description.
private func words(of picture: Data) -> [String] {
  String(decoding: picture, as: UTF8.self).matches(of: /<(title|desc)[^>]*>([^<]+)</)
    .map { String($0.output.2) }
}
