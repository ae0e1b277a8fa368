import Core
import Results

/// Columns of text for a terminal, two spaces apart. Control characters are shown, never sent.
enum TextTable {
  static func render(header: [String], rows: [[String]]) -> String {
    let lines = ([header] + rows).map { $0.map { VisibleText.of($0) } }
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }.joined()
  }

  /// A line of text with its control characters shown, so that none of them reaches the terminal.
  static func visible(_ text: String) -> String { VisibleText.of(text) }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// Values of models that differ, for a terminal.
enum DisagreementTable {
  static let header = ["model", "task", "metric", "first", "at", "second", "at", "differ in"]

  /// `m: piqa acc is 0.9 and 0.7, measured with another limit: 10, not said`
  static func sentence(_ one: ScoreDisagreement) -> String {
    let values = one.values.map { NumberText.exact($0.value) }.joined(separator: " and ")
    let what = "\(one.model): \(one.task) \(one.metric) is \(values)"
    let why =
      one.differences.isEmpty
      ? "a contradiction, since the files state no difference"
      : "not measured alike (\(one.words))"
    return TextTable.visible("differ: \(what), \(why)")
  }

  static func row(_ one: ScoreDisagreement) -> [String] {
    let values = one.values.flatMap { [NumberText.exact($0.value), "\($0.path): \($0.locator)"] }
    return [one.model, one.task, one.metric] + values + [one.words]
  }
}
