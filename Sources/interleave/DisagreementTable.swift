import Core
import Metrics

/// Values of models that differ, for a terminal.
enum DisagreementTable {
  static let header = ["model", "task", "metric", "first", "at", "second", "at", "differ in"]

  static func text(_ all: [ScoreDisagreement]) -> String {
    TextTable.render(header: header, rows: all.map(row))
  }

  static func row(_ one: ScoreDisagreement) -> [String] {
    let values = one.values.flatMap { [NumberText.exact($0.value), "\($0.path): \($0.locator)"] }
    return [one.model, one.task, one.metric] + values + [one.words]
  }
}
