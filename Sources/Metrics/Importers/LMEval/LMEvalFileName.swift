import Foundation

/// What the path of a file of samples says: `state-spaces__mamba2-370m/samples_piqa_<date>.jsonl`.
enum SampleName {
  static func task(_ url: URL) -> String {
    var stem = url.deletingPathExtension().lastPathComponent[...]
    if stem.hasPrefix("samples_") { stem = stem.dropFirst("samples_".count) }
    let date = /_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(\.\d+)?$/
    let task = String(stem.replacing(date, with: ""))
    return task.isEmpty ? url.lastPathComponent : task
  }
}
