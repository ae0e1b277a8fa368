/// Which column of a printed table holds what.
struct LMEvalTableColumns {
  let task: Int
  let version: Int
  let filter: Int?
  let shots: Int?
  let metric: Int
  let value: Int
  let standardError: Int
  /// The column of the arrow, which has no name.
  let arrow: Int?

  /// The columns that a header names; nil for any other line.
  init?(line: some StringProtocol) {
    guard let cells = Self.cells(line) else { return nil }
    func place(_ names: String...) -> Int? { cells.firstIndex { names.contains($0) } }
    guard let task = place("Tasks", "Task", "Groups"), let version = place("Version"),
      let metric = place("Metric"), let value = place("Value"), let error = place("Stderr")
    else { return nil }
    (self.task, self.version, self.metric) = (task, version, metric)
    (self.value, standardError) = (value, error)
    filter = place("Filter")
    shots = place("n-shot")
    arrow = cells.indices.first { $0 > metric && $0 < value && cells[$0].isEmpty }
  }

  /// The last column.
  var last: Int { max(task, version, metric, value, standardError) }

  /// The cells of a line `|a|b|`, without the blanks around them; nil where it is not a row.
  static func cells(_ line: some StringProtocol) -> [String]? {
    let text = line.trimmed
    guard text.first == "|", text.last == "|", text.count > 1 else { return nil }
    return text.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
      .map(\.trimmed)
  }
}
