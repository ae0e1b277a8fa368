import Core
import Plot
import Results
import Statistics

extension UserPoint {
  /// The interval over seeds where there are several, by Student's t; else over items: Wilson's for a share
  /// of a known number of items, or the normal one of its standard error; nil where nothing is known.
  public func interval(level: Double, isShare: Bool) throws -> ClosedRange<Double>? {
    if !repetitions.isEmpty {
      let mean = try MeanInterval(repetitions, level: level)
      guard let low = mean.low, let high = mean.high else { return nil }
      return low...high
    }
    if isShare, let n, n > 0, (0...1).contains(value), sources.count == 1 {
      let wilson = try ProportionInterval(proportion: value, trials: n, level: level)
      return wilson.low...wilson.high
    }
    guard let standardError, standardError > 0 else { return nil }
    let half = Normal.twoSided(level) * standardError
    return value - half...value + half
  }
}

extension [UserPoint] {
  /// The points for drawing: columns model, family, ratio, fraction, value, low, high, items, n
  /// (models), source.
  public func frame(level: Double, isShare: Bool) throws -> Frame {
    let intervals = try map { try $0.interval(level: level, isShare: isShare) }
    return try Frame([
      "model": .text(map(\.model)), "family": .text(map(\.identity.family)),
      "ratio": .text(map(\.identity.ratioLabel)), "fraction": .numbers(map(\.fraction)),
      "value": .numbers(map(\.value)), "low": .numbers(intervals.map { $0?.lowerBound }),
      "high": .numbers(intervals.map { $0?.upperBound }),
      "items": .numbers(map { $0.n.map(Double.init) }), "n": .numbers(map { _ in 1 }),
      "source": .text(map { $0.sources.joined(separator: "; ") }),
    ])
  }

  /// The mean of each family at each ratio: what a line goes through where models repeat.
  public var meansByRatio: [(family: String, fraction: Double, mean: Double, models: Int)] {
    var rows: [(family: String, fraction: Double, values: [Double])] = []
    for point in self {
      let place = rows.firstIndex {
        $0.family == point.identity.family && $0.fraction == point.fraction
      }
      if let place {
        rows[place].values.append(point.value)
      } else {
        rows.append((point.identity.family, point.fraction, [point.value]))
      }
    }
    return rows.map { row in
      let mean = row.values.reduce(0, +) / Double(row.values.count)
      return (row.family, row.fraction, mean, row.values.count)
    }
  }

  /// What kind of intervals the points have, for a caption.
  public func intervalKind(level: Double, isShare: Bool) throws -> String {
    let percent = NumberText.percent(level, 0)
    let some = try map { try $0.interval(level: level, isShare: isShare) != nil }
    guard some.contains(true) else { return "no interval: neither items nor errors are known" }
    let single = filter(\.repetitions.isEmpty)
    let isWilson = isShare && single.allSatisfy { $0.n != nil && $0.sources.count == 1 }
    let kinds = [
      single.isEmpty ? nil : "\(isWilson ? "Wilson" : "normal") over items, without seeds",
      single.count == count ? nil : "t over seeds (\(seedCounts)) where there are several",
    ]
    return "bars: \(percent) \(kinds.compactMap { $0 }.joined(separator: "; "))"
      + (some.contains(false) ? "; where there is no bar, none is known" : "")
  }

  /// How many seeds the means rest on: `n = 3`, `n = 3 to 5`.
  private var seedCounts: String {
    let counts = map(\.repetitions.count).filter { $0 > 0 }
    guard let least = counts.min(), let most = counts.max() else { return "n = 1" }
    return least == most ? "n = \(least)" : "n = \(least) to \(most)"
  }
}
