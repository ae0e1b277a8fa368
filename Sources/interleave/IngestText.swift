import Importers

/// What became of each file, and what was skipped.
struct IngestText {
  let batch: ImportBatch
  let isVerbose: Bool
  private static let mostSkipped = 3
  private static let header = [
    "file", "format", "version", "models", "metrics", "new", "same", "conflicting",
  ]

  var text: String {
    let rows = batch.files.compactMap(row)
    return (rows.isEmpty ? "" : TextTable.render(header: Self.header, rows: rows))
      + warnings.map { "warning: \(TextTable.visible($0))\n" }.joined()
      + skipped.map { "\($0)\n" }.joined()
  }

  /// The files that were skipped: the first few, and how many more there are.
  private var skipped: [String] {
    let all = batch.files.compactMap { path, outcome -> String? in
      guard case .skipped(let reason) = outcome else { return nil }
      return "skipped: \(TextTable.visible(path)) (\(reason))"
    }
    guard !isVerbose, all.count > Self.mostSkipped else { return all }
    return all.prefix(Self.mostSkipped)
      + ["skipped: \(all.count - Self.mostSkipped) more files (--verbose lists them)"]
  }

  private func row(_ path: String, _ outcome: ImportBatch.Outcome) -> [String]? {
    switch outcome {
    case .skipped: nil
    case .failed: [path, "failed", "", "", "", "", "", ""]
    case .configuration(let model, _):
      [path, "configuration", "", "of \(model)", "", "", "", ""]
    case .imported(let done):
      [
        path, done.format + (done.isKnown ? " (known)" : ""), done.version, "\(done.models)",
        "\(done.metrics)", "\(done.new)", "\(done.same)", "\(done.conflicting)",
      ]
    }
  }

  private var warnings: [String] {
    batch.warnings
      + batch.files.flatMap { path, outcome -> [String] in
        guard case .imported(let done) = outcome else { return [] }
        return Self.shown(done.warnings).map { "\(path): \($0)" }
      }
  }

  /// The first few warnings of a file, and how many more there are.
  private static func shown(_ warnings: [String]) -> [String] {
    let most = 5
    guard warnings.count > most else { return warnings }
    return warnings.prefix(most) + ["\(warnings.count - most) more warnings"]
  }
}
