import Core
import Published

/// What an importer leaves out, gathered: equal notes are one warning with a count and the first
/// place, and there is an end to how many there can be.
package struct ImportNotes {
  /// Different notes that are kept; the others are counted.
  static let limit = 100
  /// Longer notes are cut.
  private static let longest = 1_000

  private var order: [String] = []
  private var seen: [String: (count: Int, first: String)] = [:]
  private var others = 0

  package init() {}

  /// - Parameter place: a line or a path of keys; empty where the note is of the whole file.
  package mutating func add(_ text: String, at place: String = "") {
    let text = text.utf8.count <= Self.longest ? text : text.clipped
    if let known = seen[text] {
      seen[text] = (known.count + 1, known.first)
    } else if order.count < Self.limit {
      order.append(text)
      seen[text] = (1, place)
    } else {
      others += 1
    }
  }

  /// The number in a cell; nil, with a note of what is left out, where there is none.
  /// - Parameter name: of the series or the column; nil where the place says it.
  package mutating func number(_ cell: NumberCell, of name: String?, at place: String) -> Double? {
    guard name != "" else {
      add("values without a name are left out", at: place)
      return nil
    }
    let who = name.map { "\($0.clipped): " } ?? ""
    switch cell {
    case .number(let value): return value
    case .missing: add("\(who)values that are not finite are left out", at: place)
    case .text: add("\(who)values that are not numbers are left out", at: place)
    case .blank: break
    }
    return nil
  }

  /// The error for a file of a known format that gave nothing, with what was noted as the reasons.
  package func nothingTaken(at path: String, expected: String = "at least one number") -> Fault {
    .nothingTaken(at: path, expected: expected, because: warnings)
  }

  /// The warnings, in the order in which they first came up.
  package var warnings: [String] {
    order.map(warning) + (others == 0 ? [] : ["\(others) more of other kinds"])
  }

  private func warning(_ text: String) -> String {
    guard let (count, first) = seen[text], !first.isEmpty else { return text }
    return count == 1 ? "\(text) (\(first))" : "\(text) (\(count) times, first: \(first))"
  }

  /// The unit, or `score` with a note where the value cannot be in it.
  package mutating func unit(
    _ unit: MetricUnit, holding value: Double, of name: String
  ) -> MetricUnit {
    guard !unit.allows(value) else { return unit }
    add("\(name): \(value) is not \(unit.rule); it is kept as a score")
    return .score
  }
}

extension Fault {
  /// A file of which nothing can be taken has not been recognised, whatever it looks like.
  static func nothingTaken(at path: String, expected: String, because reasons: [String]) -> Fault {
    Fault(
      "no value of the file can be imported", at: path, expected: expected,
      found: reasons.isEmpty ? "none" : reasons.prefix(3).joined(separator: "; "))
  }
}

extension String {
  /// The name out of a file, cut to what a line of text can bear.
  package var clipped: String {
    guard utf8.count > 80 else { return self }
    // Not the first characters: one of them may be of any length.
    return String(UnicodeScalarView(unicodeScalars.prefix(60))) + "…"
  }
}

/// Which steps of each series have been handed over. A step counts once: where a file tells one
/// twice, the first telling stays.
package struct SeriesSteps {
  /// More names than any logger writes.
  package static let limit = 100_000

  private struct Key: Hashable {
    let run: String
    let series: String
  }

  private var last: [Key: (step: Int, value: Double?)] = [:]
  private var budget = NameBudget()

  package init() {}

  /// Whether `step` is above all that came before it in this series; nil where there are too many
  /// series to keep in mind.
  package mutating func admits(
    _ step: Int, _ value: Double? = nil, of series: String, run: String = ""
  ) -> Bool? {
    let key = Key(run: run, series: series)
    if let before = last[key] {
      guard step > before.step else { return false }
    } else if last.count >= Self.limit || !budget.takes(run.nameBytes + series.nameBytes) {
      return nil
    }
    last[key] = (step, value)
    return true
  }

  /// Whether a value repeats the one that was handed over last, which is nothing lost.
  package func repeats(_ step: Int, _ value: Double, of series: String, run: String = "") -> Bool {
    last[Key(run: run, series: series)].map { $0.step == step && $0.value == value } ?? false
  }

  /// Takes a step wherever it leads.
  /// - Returns: whether it is below the one before in its series; nil where there are too many series.
  package mutating func goesBack(to step: Int, of series: String, run: String) -> Bool? {
    let key = Key(run: run, series: series)
    let isBack = last[key].map { step < $0.step } ?? false
    if isBack { last[key] = nil }
    return admits(step, of: series, run: run).map { _ in isBack }
  }
}

/// How much text an import keeps in mind, of names that a file may have any number of.
package struct NameBudget {
  /// More than any logger's names come to.
  package static let limit = 32 << 20
  private var used = 0

  package init() {}

  /// Whether so many bytes more are within the limit; if they are, they count.
  package mutating func takes(_ bytes: Int) -> Bool {
    guard used + bytes <= Self.limit else { return false }
    used += bytes
    return true
  }
}

/// What stands in a file as one name or several.
protocol NameLike: Hashable {
  /// The bytes of its text.
  var nameBytes: Int { get }
}

extension String: NameLike {
  package var nameBytes: Int { utf8.count }
}

extension ResultKey: NameLike {
  package var nameBytes: Int {
    task.utf8.count + metric.utf8.count + filter.utf8.count + (taskVersion?.utf8.count ?? 0)
  }
}
