import Core
import Lab
import Report
import Runs

// How groups of runs look in tables. Every number has its runs as sources.

extension ToyGroup {
  /// `pure`, `full`, `one in 4`.
  public var layoutCell: Table.Cell {
    counted(about.layout, about.attentionFraction)
  }

  /// `pure`, `full`, `6:1`.
  public var ratioCell: Table.Cell { counted(about.ratioLabel, about.attentionFraction) }

  public var parametersCell: Table.Cell {
    guard let count = runs.lazy.compactMap(\.stored.parameters).first else {
      return .missing(reason: "never started")
    }
    return .computed(Double(count), 0, sources: provenance)
  }

  /// `finished`, or each outcome with its count: `1 finished, 2 diverged`.
  public var outcomeCell: Table.Cell {
    let all: [RunOutcome] = [.finished, .diverged, .crashed, .unfinished]
    let counts = all.map { outcome in (outcome, runs.count { $0.stored.outcome == outcome }) }
      .filter { $0.1 > 0 }
    guard counts.count > 1 else { return .text(counts.first?.0.rawValue ?? "") }
    let text = counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    return .number(text: text, value: Double(counts[0].1), sources: provenance)
  }

  /// What an estimate's interval is over: `Wilson, 64 sequences`.
  public func kindCell(_ estimate: Estimate?) -> Table.Cell {
    guard let estimate else { return .missing(reason: "no result") }
    return counted(estimate.kind, Double(runs.count))
  }

  /// Words with a count in them.
  private func counted(_ words: String, _ value: Double) -> Table.Cell {
    words.contains(where: \.isNumber)
      ? .number(text: words, value: value, sources: provenance) : .text(words)
  }
}

extension Table.Cell {
  /// An estimate's value.
  public static func value(of estimate: ToyGroup.Estimate?, _ decimals: Int, of group: ToyGroup)
    -> Table.Cell
  {
    guard let estimate else { return .missing(reason: "no result") }
    return .computed(estimate.value, decimals, sources: group.provenance)
  }

  /// An estimate's interval, as wide as it is, with its ends shown.
  public static func interval(of estimate: ToyGroup.Estimate?, _ decimals: Int, of group: ToyGroup)
    -> Table.Cell
  {
    guard let low = estimate?.low, let high = estimate?.high else {
      return .missing(reason: "no interval")
    }
    return .number(
      text: NumberText.interval(low, high, decimals), value: high - low,
      sources: group.provenance)
  }
}
