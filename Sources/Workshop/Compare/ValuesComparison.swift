import Report

/// Values and verdicts of two reports, name by name.
struct ValuesComparison {
  /// Overrides what each value states.
  var tolerance: Tolerance?

  /// - Returns: what differs beyond its tolerance. Where a value states one, that of `before` counts.
  func differences(_ before: ValuesFile, _ after: ValuesFile) -> [ReportDifference] {
    let values = pairs(before.values, after.values, \.name).flatMap(compare)
    let verdicts = pairs(before.verdicts, after.verdicts, \.name).flatMap(compare)
    return values + verdicts
  }

  private typealias Pair<Item> = (name: String, before: Item?, after: Item?)

  /// What has one name in both, in the order of the first; then what only the second has.
  private func pairs<Item>(
    _ before: [Item], _ after: [Item], _ name: (Item) -> String
  ) -> [Pair<Item>] {
    let first = Dictionary(before.map { (name($0), $0) }) { earlier, _ in earlier }
    let second = Dictionary(after.map { (name($0), $0) }) { earlier, _ in earlier }
    let names = before.map(name) + after.map(name).filter { first[$0] == nil }
    return names.map { ($0, first[$0], second[$0]) }
  }

  private func compare(_ pair: Pair<BoundValue>) -> [ReportDifference] {
    guard let before = pair.before, let after = pair.after else {
      let cells = (cell(pair.before), cell(pair.after))
      return [difference(.value, pair.name, "value", cells, .exact)]
    }
    let allowed = tolerance ?? before.tolerance
    var parts: [(String, ComparedCell, ComparedCell)] = []
    if before.number != nil || after.number != nil {
      parts.append(("number", ComparedCell(before.number), ComparedCell(after.number)))
    }
    // A number's text follows from it; only where the number is the same can its look have changed.
    let isWords = before.number == nil
    let words =
      before.number == after.number
      ? changed(
        .value, pair.name, [("words", .text(before.text), .text(after.text))],
        isWords ? allowed : .exact) : []
    parts.append(("unit", .text(before.unit), .text(after.unit)))
    parts.append(("interval", ComparedCell(before.interval), ComparedCell(after.interval)))
    return words + changed(.value, pair.name, parts, allowed)
  }

  private func compare(_ pair: Pair<BoundVerdict>) -> [ReportDifference] {
    guard let before = pair.before, let after = pair.after else {
      let cells = (cell(pair.before), cell(pair.after))
      return [difference(.verdict, pair.name, "verdict", cells, .exact)]
    }
    let word = changed(
      .verdict, pair.name, [("verdict", .text(before.verdict), .text(after.verdict))], .exact)
    let ends = [("interval, low", 0), ("interval, high", 1)].map { name, index in
      (name, ComparedCell(before.end(index)), ComparedCell(after.end(index)))
    }
    let sizes = [("effect", ComparedCell(before.effect), ComparedCell(after.effect))] + ends
    let counts = (before.n.map(Double.init), after.n.map(Double.init))
    let count = [("n", ComparedCell(counts.0), ComparedCell(counts.1))]
    return word + changed(.verdict, pair.name, sizes, tolerance ?? before.tolerance)
      + changed(.verdict, pair.name, count, .exact)
  }

  private func cell(_ value: BoundValue?) -> ComparedCell {
    value.map { value in value.number.map { .number($0) } ?? .text(value.text) } ?? .absent
  }

  private func cell(_ verdict: BoundVerdict?) -> ComparedCell {
    verdict.map { .text($0.verdict) } ?? .absent
  }

  private func changed(
    _ kind: ReportDifference.Kind, _ name: String, _ parts: [(String, ComparedCell, ComparedCell)],
    _ tolerance: Tolerance
  ) -> [ReportDifference] {
    parts.filter { !$0.1.isSame(as: $0.2, within: tolerance) }
      .map { difference(kind, name, $0.0, ($0.1, $0.2), tolerance) }
  }

  private func difference(
    _ kind: ReportDifference.Kind, _ name: String, _ place: String,
    _ cells: (ComparedCell, ComparedCell), _ tolerance: Tolerance
  ) -> ReportDifference {
    ReportDifference(
      kind: kind, name: name, place: place, before: cells.0, after: cells.1, tolerance: tolerance)
  }
}

extension BoundVerdict {
  /// An end of the interval.
  fileprivate func end(_ index: Int) -> Double? {
    interval.flatMap { $0.indices.contains(index) ? $0[index] : nil }
  }
}
