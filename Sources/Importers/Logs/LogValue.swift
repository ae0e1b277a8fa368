import Core

/// Names and values in the text of a log.
enum LogValue {
  /// The name of a field's series. Names that are not known stay as they are.
  static func series(_ name: String) -> String {
    switch name {
    case "gnorm": "grad_norm"
    case "memory": "memory_gib"
    case "tps": "tokens_per_second"
    case "mfu": "mfu_percent"
    case "lr": "learning_rate"
    default: name
    }
  }

  /// The number in a field: `12,345`, `66.91GiB(37.51%)`, `512.00MiB(0.63%)`, `13.99%`. A unit that
  /// is neither the series' own nor converted to it makes it text.
  static func cell(_ field: TrainingLogLine.Field) -> NumberCell {
    var value = field.value
    if field.name == "memory" {
      if let bracket = value.firstIndex(of: 0x28) {
        guard value.last == 0x29, value[(bracket + 1)...].allSatisfy({ $0 != 0x28 }) else {
          return .text
        }
        value = value[..<bracket]
      }
      return gibibytes(value)
    } else if field.name == "mfu", value.last == 0x25 {
      value = value.dropLast()
    }
    return number(value)
  }

  /// An amount of memory in GiB: `45.21GiB`, or `512.00MiB` divided by 1024.
  private static func gibibytes(_ value: ArraySlice<UInt8>) -> NumberCell {
    let cell = number(value.dropLast(3))
    if value.suffix(3).elementsEqual("GiB".utf8) { return cell }
    guard value.suffix(3).elementsEqual("MiB".utf8), case .number(let mebibytes) = cell else {
      return .text
    }
    return .number(mebibytes / 1024)
  }

  /// A whole number of at least 0.
  static func step(_ value: ArraySlice<UInt8>) -> Int? { number(value).natural }

  /// A number with or without commas between thousands.
  static func number(_ value: ArraySlice<UInt8>) -> NumberCell {
    guard value.contains(0x2C) else { return cell(value) }
    let whole = value.prefix { $0 != 0x2E }
    let groups = whole.split(separator: 0x2C, omittingEmptySubsequences: false)
    let isGrouped =
      (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    guard isGrouped, groups.joined().allSatisfy({ (0x30...0x39).contains($0) }) else {
      return .text
    }
    return cell(value.filter { $0 != 0x2C }[...])
  }

  private static func cell(_ value: ArraySlice<UInt8>) -> NumberCell {
    value.withUnsafeBytes { NumberCell($0) }
  }

  // MARK: Text

  /// The series and the number of a value. A unit behind the number (`412.33ms`, `31.02%`) becomes part of the
  /// series' name.
  static func value(
    _ name: some StringProtocol, _ text: some StringProtocol
  ) -> (series: String, cell: NumberCell) {
    let base = Self.name(name)
    for (suffix, unit) in [("ms", "_ms"), ("%", "_percent")] where text.hasSuffix(suffix) {
      return (base + unit, number(text.dropLast(suffix.count)))
    }
    return (LogValue.series(base), number(text))
  }

  static func number(_ text: some StringProtocol) -> NumberCell {
    LogValue.number(Array(text.utf8)[...])
  }

  /// The step that a text is: a whole number of at least 0.
  static func step(_ text: some StringProtocol) -> Int? { LogValue.step(Array(text.utf8)[...]) }

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
