import Foundation
import Published

/// The columns of the long CSV, in order. The last two may be missing, as they were in the first edition.
enum LongCSVColumn {
  static let names = [
    "kind", "model", "task", "metric", "filter", "shots", "task_version", "step", "value", "stderr",
    "n", "unit", "higher_is_better", "settings", "seed",
  ]
  /// How many columns the first edition had.
  static let fewest = 13
  static let kind = 0
  static let model = 1
  static let task = 2
  static let metric = 3
  static let filter = 4
  static let shots = 5
  static let taskVersion = 6
  static let step = 7
  static let value = 8
  static let stderr = 9
  static let n = 10
  static let unit = 11
  static let higherIsBetter = 12
  static let settings = 13
  static let seed = 14
  /// What a point leaves empty.
  static let ofScoresAlone = [
    metric, filter, shots, taskVersion, stderr, n, unit, higherIsBetter, settings, seed,
  ]
  /// The first line of the file, and that of the first edition.
  static let header = names.joined(separator: ",")
  static let shortHeader = names.prefix(fewest).joined(separator: ",")
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are those of `text`.
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount, let baseAddress else { return isEmpty && count == 0 }
    return memcmp(baseAddress, text.utf8Start, count) == 0
  }
}

/// Units by their names in bytes; the last one first, since it mostly comes again.
struct LongCSVUnits {
  private let all = MetricUnit.allCases.map { (name: Array($0.rawValue.utf8), unit: $0) }
  private var last = 0

  mutating func unit(_ field: UnsafeRawBufferPointer) -> MetricUnit? {
    if matches(last, field) { return all[last].unit }
    guard let found = all.indices.first(where: { matches($0, field) }) else { return nil }
    last = found
    return all[found].unit
  }

  private func matches(_ index: Int, _ field: UnsafeRawBufferPointer) -> Bool {
    guard field.count == all[index].name.count, let start = field.baseAddress else { return false }
    return memcmp(start, all[index].name, field.count) == 0
  }
}
