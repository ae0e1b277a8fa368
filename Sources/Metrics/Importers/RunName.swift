import Foundation

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
      return trimmed.isEmpty ? folderName ?? stem : trimmed
    }
    return Self.saysNothing(stem) ? folderName ?? stem : stem
  }

  private var folderName: String? {
    let folders = url.standardizedFileURL.deletingLastPathComponent().pathComponents
    return folders.last { $0 != "/" && !Self.saysNothing($0) }
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
  ]
}
