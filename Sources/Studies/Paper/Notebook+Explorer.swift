import Core
import Notebook
import Paper
import Report

extension Notebook {
  /// Shows a ratio explorer under this cell: in the HTML report, readers choose family, context,
  /// margin and budget, and see what the rule of `interleave recommend` picks from the same numbers.
  /// - Parameters:
  ///   - title: what can be found out; may name values.
  ///   - caption: what the numbers are; may name values.
  public func show(
    _ exploration: Exploration, id: String, title: String, caption: String, line: Int = #line
  ) throws {
    try add(
      .explorer(RatioExplorer(exploration, id: id, title: title, caption: caption)), line)
  }
}

extension RatioExplorer {
  init(_ exploration: Exploration, id: String, title: String, caption: String) throws {
    guard let first = exploration.candidates.first else {
      throw Fault("there is nothing to explore", at: id)
    }
    let rule = DecisionRule()
    self.init(
      id: id, title: title, caption: caption, contextLengths: exploration.contextLengths,
      fullCacheBytes: exploration.fullCacheBytes, baseline: first.baseline.value,
      baselineSource: first.baseline.provenance, defaultLength: rule.contextLength,
      defaultMargin: rule.recallMargin,
      stacks: first.all.indices.map { exploration.stack($0) },
      readings: exploration.readings.map(Reading.init))
  }
}

extension Exploration {
  /// A candidate with its cache at each length.
  fileprivate func stack(_ place: Int) -> RatioExplorer.Stack {
    let one = candidates[0].all[place]
    return RatioExplorer.Stack(
      family: one.family.key, label: one.family.display, ratio: one.ratio,
      recall: one.recall.value, lm: one.lm.value,
      cacheBytes: candidates.map { $0.all[place].cacheBytes },
      sources: [one.recall.provenance, one.lm.provenance])
  }
}

extension RatioExplorer.Reading {
  fileprivate init(_ reading: Exploration.Reading) {
    let isCurve = reading.reading == .curve
    self.init(
      name: reading.reading.rawValue,
      label: isCurve ? "smoothed by the common curve" : "as printed",
      recall: reading.recall,
      low: zip(reading.recall, reading.halfWidths).map { $0 - $1 },
      high: zip(reading.recall, reading.halfWidths).map { $0 + $1 },
      interval: "95\u{2009}% t interval, "
        + (isCurve
          ? "bootstrap of the common \(reading.form)"
          : "noise from residuals of the \(reading.form)")
        + ", n = \(reading.recall.count) stacks, one run each",
      draws: reading.draws.map { [Float($0.baseline)] + $0.recall.map(Float.init) })
  }
}
