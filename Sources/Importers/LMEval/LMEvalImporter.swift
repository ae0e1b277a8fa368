import Core
import Results

/// Results that lm-evaluation-harness wrote, of every era: before 0.4 (`acc`, `acc_stderr`), on the
/// way to 0.4 (`acc,none`), and since (`alias`, groups, numbers of samples); also the object `results` alone.
public enum LMEvalImporter: ResultImporter {
  public static let format = "lm-eval"
  public static let title = "lm-evaluation-harness results (JSON)"

  public static func recognises(_ file: ImportFile) -> Bool {
    let keys = JSONKeyScan(file.head)
    let top = keys.top
    if top.contains("doc_id") || LightEvalImporter.recognises(keys) { return false }
    if isBare(keys) || keys.rowKeys(of: "results").contains(where: isOfRow) { return true }
    let settings = ["config", "configs", "versions", "n-shot", "group_subtasks", "groups"]
    if top.contains("results") { return settings.contains(where: top.contains) }
    // Keys in order of name: what comes before `results` may be longer than the head.
    return file.name.hasPrefix("results") && top.isSuperset(of: ["config", "configs"])
  }

  /// Whether the outermost object is that of tasks, of which one at least has a metric with a filter and the
  /// standard error of one.
  private static func isBare(_ keys: JSONKeyScan) -> Bool {
    guard !keys.top.contains(where: { $0 == "results" || $0.hasPrefix("_") }) else { return false }
    let rows = keys.innerKeys.map(LMEvalKey.init).filter { $0.hasFilter && !$0.metric.isEmpty }
    return rows.contains(where: \.isStandardError) && rows.contains { !$0.isStandardError }
  }

  private static func isOfRow(_ text: String) -> Bool {
    let key = LMEvalKey(text)
    return key.isStandardError || (key.hasFilter && !key.metric.isEmpty)
  }

  /// The path's name of the model, where the file has none, and the time in the file's name.
  public static func context(of file: ImportFile) -> String {
    let root = try? rootAndResults(file).root
    let isNamed = root.flatMap(LMEvalModelName.written) != nil
    let model = isNamed ? "" : LMEvalModelName.guessed(from: file.url)
    return "\(model)\n\(LMEvalFileName.time(file.url))"
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let (root, results) = try rootAndResults(file)
    var reading = LMEvalReading(root: root, results: results, file: file)
    try reading.run(take)
    return ImportSummary(
      version: reading.version, evaluation: LMEvalFileName.time(file.url),
      warnings: reading.notes.warnings)
  }

  /// What stands around the results, which is nothing where they stand alone, and the results.
  private static func rootAndResults(
    _ file: ImportFile
  ) throws -> (root: JSONObject, results: JSONObject) {
    let node = try JSONReader.read(file.data(atMost: 128 << 20), at: file.path)
    if let root = node.object, let results = root["results"]?.object { return (root, results) }
    if let results = node.object, isBare(JSONKeyScan(file.head)) { return (JSONObject(), results) }
    throw Fault(
      "these are not results of lm-evaluation-harness", at: "\(file.path):\(node.line)",
      expected: "an object with the object \"results\"",
      found: node.object?["results"]?.summary ?? node.summary)
  }
}
