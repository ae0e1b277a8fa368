import Foundation
import Published
import Results

extension ImportFile {
  /// What to call a run whose file does not name it: the file's own name without endings, or the
  /// nearest folder above it with a name that says something.
  ///
  /// `out/gla-340M/checkpoint-500/trainer_state.json` is `gla-340M`.
  func runName(withoutSuffixes suffixes: [String]) -> String {
    let stem = url.deletingPathExtension().lastPathComponent
    for suffix in suffixes where stem.lowercased().hasSuffix(suffix) {
      let name = stem.dropLast(suffix.count)
      let trimmed = name.trimmingCharacters(in: CharacterSet(charactersIn: "_-. "))
      return trimmed.isEmpty || Self.saysNothing(trimmed) ? folderName ?? stem : trimmed
    }
    return Self.saysNothing(stem) ? folderName ?? stem : stem
  }

  /// What to call a run by its folder alone; the file's own name where no folder says something.
  var folderRunName: String { folderName ?? url.deletingPathExtension().lastPathComponent }

  /// The nearest folder with a name that says something, with the version that Lightning numbers its runs by:
  /// `gla-340M/version_0`.
  private var folderName: String? {
    let folders = url.standardizedFileURL.deletingLastPathComponent().pathComponents
    var version: String?
    for folder in folders.reversed() where folder != "/" {
      if version == nil, Self.isVersion(folder) {
        version = folder
      } else if !Self.saysNothing(folder) {
        return version.map { "\(folder)/\($0)" } ?? folder
      }
    }
    return version
  }

  private static func isVersion(_ name: String) -> Bool {
    name.hasPrefix("version_") && name.count > 8 && name.dropFirst(8).allSatisfy(\.isNumber)
  }

  private static func saysNothing(_ name: String) -> Bool {
    let name = name.lowercased()
    let isCheckpoint = name.hasPrefix("checkpoint-") && name.dropFirst(11).allSatisfy(\.isNumber)
    return isCheckpoint || plain.contains(name)
  }

  private static let plain: Set<String> = [
    "run", "runs", "log", "logs", "train", "training", "out", "output", "outputs", "stdout",
    "stderr",
    "history", "files", "wandb", "latest-run", "results", "export", "trainer_state",
    "lightning_logs", "csv_logs",
  ]
}

/// The unit that a metric's name tells.
enum NamedUnit {
  /// The unit by the last part of a name such as `valid/accuracy`; `score` where it tells none.
  static func unit(_ name: String) -> MetricUnit {
    let words = name.lowercased().split { "/._- @,:".contains($0) }
    if words.contains(where: { ["perplexity", "ppl"].contains($0) }) { return .perplexity }
    if words.contains(where: { ["accuracy", "acc"].contains($0) }) { return .fraction }
    return words.contains("loss") ? .nats : .score
  }

  /// The unit that holds all values of one metric; `score` where the name's own unit cannot hold one
  /// of them, since then nobody knows what the others mean.
  static func unit(_ name: String, holding values: [Double]) -> MetricUnit {
    let unit = unit(name)
    return values.allSatisfy(unit.allows) ? unit : .score
  }
}
