/// A key in a row of results: `acc,none`, `acc_stderr,none`, or `acc` before version 0.4.
struct LMEvalKey {
  let metric: String
  let filter: String
  let isStandardError: Bool
  /// Whether it has the comma of version 0.4.
  let hasFilter: Bool

  init(_ key: String) {
    let comma = key.firstIndex(of: ",")
    let name = String(key[..<(comma ?? key.endIndex)])
    isStandardError = name.hasSuffix(Self.ending)
    metric = isStandardError ? String(name.dropLast(Self.ending.count)) : name
    filter = comma.map { String(key[key.index(after: $0)...]) } ?? ""
    hasFilter = comma != nil
  }

  /// The key under which the metric's standard error stands.
  var standardErrorKey: String { "\(metric)\(Self.ending)" + (hasFilter ? ",\(filter)" : "") }
  var valueKey: String { metric + (hasFilter ? ",\(filter)" : "") }

  private static let ending = "_stderr"

  /// Keys of rows that are no metric in any version; the blank is what a group without values has.
  static let labels: Set<String> = [
    "alias", "name", "sample_len", "sample_count", " ", "", "samples", "higher_is_better", "group",
  ]
}
