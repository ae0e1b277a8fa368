import Core
import Results

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
