import Core

/// Results that lm-evaluation-harness wrote, of every era: before 0.4 (`acc`, `acc_stderr`), on the
/// way to 0.4 (`acc,none`), and since (`alias`, groups, numbers of samples).
public enum LMEvalImporter: ResultImporter {
  public static let format = "lm-eval"
  public static let title = "lm-evaluation-harness results (JSON)"

  public static func recognises(_ file: ImportFile) -> Bool {
    let keys = JSONKeyScan(file.head)
    let top = keys.top
    if top.contains("doc_id") { return false }
    if keys.rowKeys(of: "results").contains(where: isOfRow) { return true }
    let settings = ["config", "configs", "versions", "n-shot", "group_subtasks", "groups"]
    if top.contains("results") { return settings.contains(where: top.contains) }
    // Keys in order of name: what comes before `results` may be longer than the head.
    return file.name.hasPrefix("results") && top.isSuperset(of: ["config", "configs"])
  }

  private static func isOfRow(_ text: String) -> Bool {
    let key = LMEvalKey(text)
    return key.isStandardError || (key.hasFilter && !key.metric.isEmpty)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let node = try JSONReader.read(file.data(atMost: 128 << 20), at: file.path)
    guard let root = node.object, let results = root["results"]?.object else {
      throw Fault(
        "these are no results of lm-evaluation-harness", at: "\(file.path):\(node.line)",
        expected: "an object with the object \"results\"",
        found: node.object?["results"]?.summary ?? node.summary)
    }
    var reading = LMEvalReading(root: root, results: results, file: file)
    try reading.run(take)
    return ImportSummary(version: reading.version, warnings: reading.notes.warnings)
  }
}
