import Core

/// Names and values in the text of a log.
enum LogQuantity {
  /// The series and the number of a value. A unit behind the number (`412.33ms`, `31.02%`) becomes part of the
  /// series' name.
  static func value(
    _ name: some StringProtocol, _ text: some StringProtocol
  ) -> (series: String, cell: NumberCell) {
    let base = Self.name(name)
    for (suffix, unit) in [("ms", "_ms"), ("%", "_percent")] where text.hasSuffix(suffix) {
      return (base + unit, number(text.dropLast(suffix.count)))
    }
    return (TrainingLogValue.series(base), number(text))
  }

  static func number(_ text: some StringProtocol) -> NumberCell {
    TrainingLogValue.number(Array(text.utf8)[...])
  }

  /// The step that a text is: a whole number of at least 0.
  static func step(_ text: some StringProtocol) -> Int? {
    TrainingLogValue.step(Array(text.utf8)[...])
  }

  /// A name in one word: `elapsed time per iteration (ms)` is `elapsed_time_per_iteration_ms`, `samples/sec` is
  /// `samples_per_sec`.
  static func name(_ text: some StringProtocol) -> String {
    let plain = text.lowercased().replacing("/", with: " per ")
    return plain.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.joined(separator: "_")
  }

  /// The words of a line.
  static func words(_ plain: [UInt8]) -> [Substring] {
    String(decoding: plain, as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "\r" }
  }
}
